"""What counselling puts into a person's own calendar: the talks they booked, never with whom or what about."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from counselling.choices import Status
from counselling.models import Appointment
from portal.accounts.models import User
from relatives.own_calendar import Entry, register


def talks_of(user: User, since: datetime, until: datetime) -> Sequence[Entry]:
    """A person's talks; one that waits for a yes is not certain yet."""
    return [
        Entry(
            uid=talk.uid,
            sequence=talk.ics_sequence,
            starts_at=talk.starts_at,
            ends_at=talk.ends_at,
            neutral=_("Appointment"),
            place=talk.place,
            is_certain=talk.status != Status.PENDING,
        )
        for talk in Appointment.objects.of_relative(user).between(since, until).for_list()
    ]


def register_source() -> None:
    """Called once from registering."""
    register("counselling", talks_of)
