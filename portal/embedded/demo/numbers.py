"""Two years of talks and closed courses behind the demo's story, for the numbers; and hours kept for first talks."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle

from counselling.case_choices import CaseOrigin, CaseStatus, CaseTopic, CloseReason
from counselling.choices import CancelActor, Mode, Status
from counselling.models import Appointment, Case, Contact, CounsellorProfile, MeetingType
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import AvailabilityRule, Resource
from portal.keys import new_key

SEED = 42
STORY = timedelta(days=95)  # what lies nearer is told by the others
BACK = 730  # days
FRIDAY = 5
KEEPERS = ("Mette Krogh", "Samira Haddad")
LOW_CEILING = "Jonas Hviid Toft"
REASONS = (CloseReason.FINISHED, CloseReason.FINISHED, CloseReason.REFERRED, CloseReason.WISHED)


def tell(people: dict[str, User], counsellors: dict[str, Resource], types: Sequence[MeetingType]) -> None:
    """Written past the actions: nobody looks at these one by one, and the log tells nothing of them."""
    dice = random.Random(SEED)  # noqa: S311 - a story, not a secret
    others = [user for email, user in people.items() if email.startswith("borger")]
    last = clock.today() - STORY
    days = [day for number in range(BACK) if (day := last - timedelta(days=number)).isoweekday() <= FRIDAY]
    cases = Case.objects.bulk_create(closed_case(dice, dice.choice(days), person) for person in others)
    turns, whose = cycle(dice.sample(cases, len(cases))), cycle(list(counsellors.values()))
    Appointment.objects.bulk_create(
        past_talk(dice, datetime.combine(day, time(hour), clock.zone()), next(turns), next(whose), types)
        for day in days
        for hour in dice.sample(range(9, 15), dice.choice([0, 1, 1, 2, 3]))
    )
    takers = [one.user for one in counsellors.values() if one.user]
    Contact.objects.bulk_create(
        past_call(dice, day, dice.choice(takers)) for day in days for _each in range(dice.choice([0, 0, 1, 2]))
    )
    keep_hours(counsellors)


def past_talk(
    dice: random.Random, start: datetime, case: Case, counsellor: Resource, types: Sequence[MeetingType]
) -> Appointment:
    """A talk long over: most were held."""
    status = dice.choices([Status.FULFILLED, Status.NOSHOW, Status.CANCELLED], [80, 10, 10])[0]
    kind, key = dice.choices(types, [6, *[1] * (len(types) - 1)])[0], new_key()
    is_off = status == Status.CANCELLED
    return Appointment(
        id=key,
        uid=key,
        meeting_type=kind,
        mode=dice.choice([mode for mode in kind.modes if mode != Mode.IN_PERSON] or kind.modes),
        starts_at=start,
        ends_at=start + kind.duration,
        counsellor=counsellor,
        status=status,
        booked_by_id=case.person_id,
        case=case,
        hold_ref=new_key(),
        created_at=start - timedelta(days=dice.randint(2, 24)),
        outcome_at=None if is_off else start + kind.duration,
        cancelled_at=start - timedelta(hours=3) if is_off else None,
        cancel_actor=CancelActor.RELATIVE if is_off else "",
        is_late_cancel=is_off,
    )


def closed_case(dice: random.Random, day: date, person: User) -> Case:
    """A course that came to its end."""
    end = datetime.combine(day, time(14), clock.zone())
    return Case(
        person=person,
        status=CaseStatus.CLOSED,
        origin=CaseOrigin.BOOKING,
        opened_at=end - timedelta(days=dice.randint(30, 200)),
        closed_at=end,
        close_reason=dice.choice(REASONS),
        topics=[str(topic) for topic in dice.sample(CaseTopic.values, 2)],
    )


def past_call(dice: random.Random, day: date, taker: User) -> Contact:
    """A call nobody planned, without a name."""
    at = datetime.combine(day, time(dice.randint(9, 14), 20), clock.zone())
    return Contact(by=taker, at=at, minutes=dice.choice([5, 10, 20]), form_key=new_key(), created_at=at)


def keep_hours(counsellors: dict[str, Resource]) -> None:
    """Friday mornings of two are for first and urgent talks, released three days before; one counsellor is full."""
    mornings = AvailabilityRule.objects.filter(resource__name__in=KEEPERS, iso_weekday=FRIDAY, start_time=time(9))
    mornings.update(purposes=["first", "urgent"], release_days_before=3)
    CounsellorProfile.objects.filter(resource=counsellors[LOW_CEILING]).update(ceiling=18, topics=["dementia", "grief"])
