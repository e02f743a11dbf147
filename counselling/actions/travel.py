"""The team lead's table of ways, and how many home visits a counsellor makes in a day."""

from counselling.actions.profiles import locked
from counselling.models import CounsellorProfile, TravelTime
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar.models import Resource
from portal.refusals import locking


@locking
def keep_way(*, by: User, one: str, other: str, minutes: int) -> TravelTime:
    """Write down how long the way between two postcodes takes, whichever way one goes; it replaces what was there.

    Times already booked keep the way they were booked with.
    """
    first, last = sorted((one, other))
    fields = {"minutes": minutes}
    way, _made = TravelTime.objects.update_or_create(from_postcode=first, to_postcode=last, defaults=fields)
    audit.record("counselling.way_kept", by=by, obj=way)
    return way


@locking
def forget_way(*, by: User, way: TravelTime) -> None:
    """Take a way off the table: the usual time counts again."""
    audit.record("counselling.way_forgotten", by=by, obj=way)
    way.delete()


@locking
def set_most_visits(*, by: User, resource: Resource, most: int) -> CounsellorProfile:
    """How many home visits a day of this counsellor holds. What is booked already stays."""
    profile = locked(resource)
    profile.most_home_visits = most
    profile.save(update_fields=["most_home_visits"])
    audit.record("counselling.most_visits_set", by=by, obj=profile, subject=resource.user_id)
    return profile
