"""What evenings put into a person's own calendar: those they have a place at."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from groups.choices import Sensitivity
from groups.models import Registration
from groups.rules.answers import takes_part_online
from groups.rules.dates import OFF
from portal.accounts.models import User
from relatives.own_calendar import Entry, register


def evenings_of(user: User, since: datetime, until: datetime) -> Sequence[Entry]:
    """The evenings somebody has a place at; a called off or postponed one is gone from the calendar. One query."""
    rows = Registration.objects.seated_between(user, since, until)
    return [entry_of(row) for row in rows if row.pool.occurrence.status not in OFF]


def entry_of(row: Registration) -> Entry:
    """One evening: title and place only of an open one, and no place for who takes part online."""
    date = row.pool.occurrence
    is_open = date.event.sensitivity == Sensitivity.OPEN
    is_here = not takes_part_online(status=date.status, channel=row.pool.channel)
    return Entry(
        uid=date.uid,
        sequence=date.sequence,
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        neutral=_("Event"),
        title=date.event.title if is_open else "",
        place=date.venue.address if is_open and is_here and date.venue else "",
    )


def register_source() -> None:
    """Called once from registering."""
    register("groups", evenings_of)
