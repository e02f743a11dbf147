"""People, rooms and interpreters in the calendar: the team lead's lookup table."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError

from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar.models import Occupancy, Resource
from portal.calendar.rules import Refusal
from portal.refusals import Refused, locking, violated_constraint

REFUSED_BY = {
    "room_has_a_name_of_its_own": Refusal.NAME_TAKEN,
    "calendar_resource_user_id_key": Refusal.PERSON_HAS_A_CALENDAR,
}


@dataclass(frozen=True, kw_only=True)
class ResourceFacts:
    """What is known about a resource."""

    kind: str
    name: str
    user_id: UUID | None = None
    languages: Sequence[str] = ()
    place: str = ""
    seats: int | None = None
    mailbox: str = ""
    postcode: str = ""


@locking
def add_resource(*, by: User, facts: ResourceFacts) -> Resource:
    """Add a person, room or interpreter. Refuses a room's name twice and a person's second calendar."""
    resource = Resource(
        kind=facts.kind,
        name=facts.name,
        user_id=facts.user_id,
        languages=list(facts.languages),
        place=facts.place,
        seats=facts.seats,
        mailbox=facts.mailbox,
        postcode=facts.postcode,
    )
    try:
        resource.save(force_insert=True)
    except IntegrityError as error:
        raise refusal_of(error) from error
    audit.record("calendar.resource_added", by=by, obj=resource, subject=resource.user_id)
    return resource


@locking
def change_resource(*, by: User, resource_id: UUID, facts: ResourceFacts) -> Resource:
    """Change what is known about a resource, but for its kind and its person. Refuses a room's name twice."""
    resource = Resource.objects.select_for_update(no_key=True).get(id=resource_id)
    resource.name = facts.name
    resource.languages = list(facts.languages)
    resource.place = facts.place
    resource.seats = facts.seats
    resource.mailbox = facts.mailbox
    resource.postcode = facts.postcode
    try:
        resource.save(update_fields=["name", "languages", "place", "seats", "mailbox", "postcode"])
    except IntegrityError as error:
        raise refusal_of(error) from error
    audit.record("calendar.resource_changed", by=by, obj=resource, subject=resource.user_id)
    return resource


@locking
def deactivate_resource(*, by: User, resource_id: UUID) -> Resource:
    """Take a resource out of use. Refuses while something ahead still counts on it.

    FOR UPDATE waits for bookings under way (they share the row's key) and makes later ones read is_active again.
    """
    resource = Resource.objects.select_for_update().get(id=resource_id)
    if Occupancy.objects.ahead(resource_id, clock.now()).exists():
        raise Refused(Refusal.FUTURE_TIME_REMAINS)
    resource.is_active = False
    resource.save(update_fields=["is_active"])
    audit.record("calendar.resource_deactivated", by=by, obj=resource, subject=resource.user_id)
    return resource


@locking
def activate_resource(*, by: User, resource_id: UUID) -> Resource:
    """Take a resource back into use."""
    resource = Resource.objects.select_for_update(no_key=True).get(id=resource_id)
    resource.is_active = True
    resource.save(update_fields=["is_active"])
    audit.record("calendar.resource_activated", by=by, obj=resource, subject=resource.user_id)
    return resource


def refusal_of(error: IntegrityError) -> Exception:
    """The refusal that a violated constraint's name stands for, or the error itself."""
    reason = REFUSED_BY.get(violated_constraint(error) or "")
    return Refused(reason) if reason else error
