"""Many talks at once, written past the actions: for what counts them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from counselling.models import Appointment, MeetingType
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Resource
from portal.keys import new_key


def past_talks(
    count: int,
    *,
    on: date,
    kind: MeetingType,
    counsellor: Resource,
    people: Sequence[User],
    status: str = "fulfilled",
    mode: str = "phone",
    waited: int = 7,
    late: bool = False,
) -> list[Appointment]:
    """So many talks on a day, the people taking turns."""
    start = datetime.combine(on, time(9), clock.zone())
    made = []
    for number in range(count):
        key = new_key()
        made.append(
            Appointment(
                id=key,
                uid=key,
                meeting_type=kind,
                mode=mode,
                starts_at=start,
                ends_at=start + timedelta(minutes=45),
                counsellor=counsellor,
                status=status,
                booked_by=people[number % len(people)],
                hold_ref=new_key(),
                created_at=start - timedelta(days=waited),
                outcome_at=start if status in ("fulfilled", "noshow") else None,
                cancelled_at=start if status == "cancelled" else None,
                cancel_actor="relative" if status == "cancelled" else "",
                is_late_cancel=late,
            )
        )
    return Appointment.objects.bulk_create(made)
