"""What is told of respite and lifts, in the change's own transaction: the person, and the desk."""

from datetime import timedelta

from django.conf import settings

from groups import announcing
from groups.models import HelpRequest, RespiteDesk
from groups.models.respite import kind_of
from portal import clock
from portal.accounts.models import User
from portal.outbox import actions as outbox
from portal.worklist import actions as worklist
from relatives.models import RelativeProfile

ARRANGED = "groups.help_arranged"
NOT_POSSIBLE = "groups.help_not_possible"
DESK_TOLD = "groups.desk_told"
ASKED_TASK = "groups.help_asked"
LATE_TASK = "groups.help_late"
OFF_TASK = "groups.help_off"
TO_ANSWER_TASKS = [ASKED_TASK, LATE_TASK]
RING_OFF_WITHIN = timedelta(hours=20)


def tell_person(kind: str, row: HelpRequest) -> None:
    """One message about the answer in each of the person's channels; what it is about stands behind the link."""
    registration = row.registration
    profiles = RelativeProfile.objects.of_people([registration.person_id] if registration.person_id else [])
    said = {"request": str(row.pk), "request_kind": kind_of(row)}
    once = f"help{row.pk}.{row.version}"
    drafts = announcing.drafts_for(kind, registration, profiles, registration.pool, said=said, once=once)
    outbox.put_all(drafts)


def tell_desk(row: HelpRequest) -> None:
    """Something is new or different at the desk: a message to its address, if it has one; never what was asked."""
    desk = row.desk
    if desk.email:
        key = f"{DESK_TOLD}:{row.pk}:{row.version}"
        language = settings.LANGUAGE_CODE
        outbox.put(DESK_TOLD, key, channel="email", language=language, address=desk.email, about=row.pk)


def ask_desk(row: HelpRequest) -> None:
    """A task for each who works there, due when the answer is; where nobody does, for who leads the house."""
    assert row.answer_by is not None
    for person in workers_of(row.desk):
        add(ASKED_TASK, row, person, due_at=row.answer_by)
    tell_desk(row)


def tell_it_is_late(row: HelpRequest) -> None:
    """Nobody answered in time: who leads the house is told too, beside the desk, whose tasks are late."""
    add(LATE_TASK, row, None, due_at=clock.now())
    tell_desk(row)


def tell_it_is_off(row: HelpRequest, *, was_arranged: bool) -> None:
    """It is no longer needed: nobody goes on looking, and who would have come is told to stay at home."""
    answered(row)
    if was_arranged:
        for person in [row.worker] if row.worker else workers_of(row.desk):
            add(OFF_TASK, row, person, due_at=clock.now() + RING_OFF_WITHIN)
    tell_desk(row)


def answered(row: HelpRequest) -> None:
    """Nobody has to answer any more."""
    worklist.drop_tasks(row.pk, kinds_of=TO_ANSWER_TASKS)


def workers_of(desk: RespiteDesk) -> list[User | None]:
    """Who works there and may sign in; nobody means: who leads."""
    people: list[User | None] = [one for one in desk.members.all() if one.is_active]
    return people or [None]


def add(kind: str, row: HelpRequest, person: User | None, *, due_at: object) -> None:
    """One task for one person, once for each version of what was asked; it says nothing of what that is."""
    who = person.pk if person else "lead"
    worklist.add_task(
        kind,
        f"{kind}:{row.pk}:{row.version}:{who}",
        about=row.pk,
        due_at=due_at,  # type: ignore[arg-type]
        assigned_to=person,
        role="team_lead",
        context={"kind": kind_of(row), "desk": row.desk.name},
    )
