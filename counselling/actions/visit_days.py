"""Home visits in the calendar: how many a day holds, and the address that follows a time from hold to talk."""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from counselling.addresses import Address
from counselling.choices import Mode
from counselling.models import Appointment, Hold, TravelTime, VisitAddress
from counselling.models.visits import full_days
from counselling.rules.talks import Refusal
from portal import clock
from portal.calendar.actions.occupancy import Claim, Part
from portal.calendar.models import Occupancy, Resource
from portal.refusals import Refused
from portal.vault import CannotBeShown


def judge_visits(resource_id: UUID, starts_at: datetime, *, but: UUID | None = None) -> None:
    """Refuse one more home visit than the counsellor's day holds.

    The calendar's lock lets one visit of a counsellor be judged at a time: two last ones can't both be counted as the
    last. but: the hold this visit comes from.
    """
    Resource.objects.select_for_update(no_key=True).only("pk").get(pk=resource_id)
    day = starts_at.astimezone(clock.zone()).date()
    if full_days([resource_id], day, day, clock.now(), but=but):
        raise Refused(Refusal.VISITS_FULL)


def claims_for(talk: Appointment, to: Resource, address: Address | None = None) -> list[Claim]:
    """What a talk would take of this counsellor's time: the same as now, but to a home the way is their own.

    The way is from and to their place of work; the pause after it is as long as it was. address: a new one, not yet
    the talk's.
    """
    own = Occupancy.objects.of(talk.pk).filter(resource_id=talk.counsellor_id, state__in=["held", "firm"])
    rows = [Claim(to.pk, row.period.lower, row.period.upper, cast(Part, row.kind)) for row in own]
    if talk.mode != Mode.HOME_VISIT or not rows:
        return rows
    address = address or address_of_talk(talk)
    minutes = TravelTime.objects.minutes_of([to.pk], address.postcode if address else "")
    pause = sum((row.end - row.start for row in rows if row.kind == "buffer"), timedelta())
    return visit_claims(to.pk, talk.starts_at, talk.ends_at, way=timedelta(minutes=minutes[to.pk]), pause=pause)


def visit_claims(who: UUID, start: datetime, end: datetime, *, way: timedelta, pause: timedelta) -> list[Claim]:
    """A home visit with the way there and back; the pause comes after the way back: notes are written at a desk."""
    claims = [Claim(who, start, end)]
    if way:
        claims += [Claim(who, start - way, start, "travel"), Claim(who, end, end + way, "travel")]
    return [*claims, Claim(who, end + way, end + way + pause, "buffer")] if pause else claims


def keep_address(address: Address | None, *, hold: Hold | None = None, appointment: Appointment | None = None) -> None:
    """Write down, sealed, where a home visit goes. Nothing for other talks."""
    if address is not None:
        VisitAddress.objects.create(
            hold=hold, appointment=appointment, street=address.street, postcode=address.postcode, town=address.town
        )


def hand_over_address(to: Appointment, *, hold: Hold | None = None, talk: Appointment | None = None) -> None:
    """The address goes on with the time: from a hold to its talk, from a talk to the one it moves to."""
    if to.mode == Mode.HOME_VISIT:
        rows = VisitAddress.objects.filter(hold=hold) if hold else VisitAddress.objects.filter(appointment=talk)
        rows.update(hold=None, appointment=to)


def opened(row: VisitAddress | None) -> Address | None:
    """The address; None when there is none or it does not open: the way then takes the usual time."""
    try:
        return row.address if row else None
    except CannotBeShown:
        return None


def address_of_hold(hold: Hold) -> Address | None:
    """Where a held visit would go."""
    return opened(VisitAddress.objects.of_hold(hold.pk)) if hold.mode == Mode.HOME_VISIT else None


def address_of_talk(talk: Appointment) -> Address | None:
    """Where a visit goes, for planning it (who shows it to anybody records that first)."""
    return opened(VisitAddress.objects.of_talk(talk.pk)) if talk.mode == Mode.HOME_VISIT else None
