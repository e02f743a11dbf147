"""Places: added and changed. What is known of their access stands on every evening held there."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from groups.models import Venue
from groups.rules.venues import VenueRefusal
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.keys import new_key
from portal.refusals import Refused, locking, violated_constraint


@locking
def add_venue(*, by: User, values: Mapping[str, object]) -> Venue:
    """A new place. Refuses a name that is taken."""
    venue = Venue(id=new_key(), **values)
    save_venue(venue)
    audit.record("groups.venue_added", by=by, obj=venue)
    return venue


@locking
def change_venue(*, by: User, venue: Venue, version: int, values: Mapping[str, object]) -> Venue:
    """Write down what is known now, or take it out of use. Refuses a stale page and a name that is taken."""
    row = Venue.objects.select_for_update().get(pk=venue.pk)
    if row.version != version:
        raise Refused(VenueRefusal.VENUE_STALE)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    save_venue(row)
    audit.record("groups.venue_changed", by=by, obj=row)
    return row


def save_venue(row: Venue) -> None:
    """Save it. Refuses a name somebody else's place has."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if violated_constraint(error) != "groups_venue_name_key":
            raise
        raise Refused(VenueRefusal.VENUE_NAME_TAKEN) from error
