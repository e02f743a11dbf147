"""What the log's readers may know of us: who works with whom, and why a case was opened in an emergency."""

import contextlib
from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from counselling.models import Appointment, CallRequest, CaseAssignment, EmergencyAccess
from portal.audit import reasons
from portal.oversight import relations
from portal.oversight.relations import Pair, Relation
from portal.vault import CannotBeShown


def by_talk(pairs: Collection[Pair]) -> Iterator[Relation]:
    """A counsellor works with a person from the booking of a talk until it is over."""
    talks = Appointment.objects.filter(
        counsellor__user__in={reader for reader, _ in pairs}, booked_by__in={person for _, person in pairs}
    )
    for reader, person, begins_at, ends_at in talks.values_list(
        "counsellor__user", "booked_by", "created_at", "ends_at"
    ):
        yield Relation(reader, person, begins_at, ends_at)


def by_case(pairs: Collection[Pair]) -> Iterator[Relation]:
    """Whoever carries a case, helps or stands in works with its person and those who take part, while that lasts."""
    given = CaseAssignment.objects.filter(worker__in={reader for reader, _ in pairs})
    for path in ("case__person", "case__participants__person"):
        people = given.filter(**{f"{path}__in": {person for _, person in pairs}})
        for worker, person, valid in people.values_list("worker", path, "valid"):
            yield Relation(worker, person, valid.lower, valid.upper)


def by_call(pairs: Collection[Pair]) -> Iterator[Relation]:
    """A call that waits is everybody's who may ring, until somebody has."""
    calls = CallRequest.objects.filter(person__in={person for _, person in pairs})
    waited: dict[UUID | None, list[tuple[datetime, datetime | None]]] = {}
    for person, begins_at, ends_at in calls.values_list("person", "created_at", "done_at"):
        waited.setdefault(person, []).append((begins_at, ends_at))
    for reader, person in pairs:
        for begins_at, ends_at in waited.get(person, ()):
            yield Relation(reader, person, begins_at, ends_at)


def why_in_an_emergency(keys: Collection[str]) -> dict[str, str]:
    """What was written as the reason; one that does not open is left out, and told like any other."""
    found = {}
    for access in EmergencyAccess.objects.filter(pk__in=keys):
        with contextlib.suppress(CannotBeShown):
            found[str(access.pk)] = access.reason
    return found


def register() -> None:
    """Called once from registering."""
    reasons.register("counselling.glass_broken", why_in_an_emergency)
    for question in (by_talk, by_case, by_call):
        relations.register(question)
