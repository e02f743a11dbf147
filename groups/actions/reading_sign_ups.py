"""Looking at who signed up is itself written down, before the names are shown."""

from django.db import transaction

from groups.models import Occurrence, Registration
from portal.accounts.models import User
from portal.audit import actions as audit


@transaction.atomic
def read_sign_ups(*, by: User, date: Occurrence) -> list[Registration]:
    """Everybody whose sign-up counts, with who comes along, in the order they came."""
    audit.record_read("groups.sign_ups_read", by=by, obj=date)
    return list(Registration.objects.of_date(date.pk).live().prefetch_related("attendees"))


@transaction.atomic
def read_sign_up(*, by: User, registration: Registration) -> Registration:
    """Note that one sign-up is opened, with how to reach its people and what they need, before it is shown."""
    audit.record_read("groups.sign_up_read", by=by, obj=registration, subject=registration.person_id)
    return registration


@transaction.atomic
def read_door_list(*, by: User, date: Occurrence) -> list[Registration]:
    """The same for the door: names, no needs and no answers."""
    audit.record_read("groups.door_list_read", by=by, obj=date)
    return list(Registration.objects.for_door(date.pk))


@transaction.atomic
def read_door_party(*, by: User, registration: Registration) -> Registration:
    """Note that one party is looked at in the door, before it is shown."""
    audit.record_read("groups.door_party_read", by=by, obj=registration, subject=registration.person_id)
    return registration
