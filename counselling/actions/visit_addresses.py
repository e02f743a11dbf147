"""The relative wants us to come somewhere else: the same time, and a way that must still fit into the day."""

from datetime import datetime, timedelta

from django.conf import settings

from counselling.actions.keeping import locked
from counselling.actions.visit_days import claims_for
from counselling.addresses import Address
from counselling.choices import Mode
from counselling.models import Appointment, VisitAddress
from counselling.rules import visits as visit_rules
from counselling.rules.talks import Refusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar.actions.occupancy import Claim, hand_over
from portal.calendar.models import Occupancy, Resource
from portal.refusals import Refused, locking
from portal.worklist import actions as worklist

CHANGED_TASK = "counselling.visit_address_changed"


@locking
def change_visit_address(*, by: User, talk: Appointment, version: int, address: Address) -> Appointment:
    """Write down where we come instead; the way there and back is reckoned anew. The same address changes nothing.

    Refuses when it is no visit ahead any more, on its last days (a setting), when the page is older, and when the new
    way has no room in the counsellor's day: then nothing is changed, and a person must find out what to do.
    """
    now = clock.now()
    row = locked(talk, version)
    if refusal := visit_rules.may_change_address(
        is_visit=row.mode == Mode.HOME_VISIT,
        is_live=row.is_live,
        starts_at=row.starts_at,
        now=now,
        zone=clock.zone(),
        days_before=settings.VISIT_ADDRESS_DAYS,
    ):
        raise Refused(refusal)
    kept, _made = VisitAddress.objects.select_for_update().get_or_create(appointment=row)
    keep_way_free(row, address)
    kept.street, kept.postcode, kept.town = address.street, address.postcode, address.town
    kept.save(update_fields=["street", "postcode", "town"])
    audit.record("counselling.visit_address_changed", by=by, obj=row, subject=row.booked_by_id)
    if visit_rules.may_see_address(starts_at=row.starts_at, now=now, zone=clock.zone()) is None:
        tell_counsellor(row, now)
    return row


def keep_way_free(talk: Appointment, address: Address) -> None:
    """Give the visit the way to its new address. Refuses when that meets something else, or ends after work."""
    mine = Occupancy.objects.of(talk.pk).filter(resource_id=talk.counsellor_id, state__in=["held", "firm"])
    before = sorted((row.period.lower, row.period.upper) for row in mine)
    claims = claims_for(talk, talk.counsellor, address)
    if before == sorted((claim.start, claim.end) for claim in claims):
        return
    if not is_worked(talk, claims):
        raise Refused(Refusal.ADDRESS_TOO_FAR)
    here = talk.counsellor_id
    try:
        hand_over(talk.pk, from_resource_id=here, to_resource_id=here, claims=claims)
    except Refused as refused:
        raise Refused(Refusal.ADDRESS_TOO_FAR) from refused


def is_worked(talk: Appointment, claims: list[Claim]) -> bool:
    """Whether the counsellor works through all of it; a visit somebody put outside the plan may stay outside it."""
    day = talk.starts_at.astimezone(clock.zone()).date()
    planned = Resource.objects.planned([talk.counsellor_id], day, day)[talk.counsellor_id]
    begins, ends = min(claim.start for claim in claims), max(claim.end for claim in claims)
    around = [(start, end) for start, end in planned if start <= talk.starts_at and talk.ends_at <= end]
    return not around or any(start <= begins and ends <= end for start, end in around)


def tell_counsellor(talk: Appointment, now: datetime) -> None:
    """The counsellor may have looked at the old address already: a task says to look again."""
    key = f"{CHANGED_TASK}:{talk.pk}:{now.isoformat()}"
    due_at = max(now, talk.starts_at - timedelta(hours=2))
    worklist.add_task(CHANGED_TASK, key, about=talk.pk, due_at=due_at, assigned_to=talk.counsellor.user)
