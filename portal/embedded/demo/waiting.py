"""The demo's waiting list: people who joined over the last weeks, some who got a time, and offers open right now."""

import random
from datetime import date, datetime, time, timedelta
from uuid import UUID

from counselling.actions.booking import book_for_someone
from counselling.actions.keeping import cancel_appointment
from counselling.actions.offers import accept_offer
from counselling.actions.waiting import Wishes, join_waitlist
from counselling.choices import CancelActor
from counselling.models import Appointment, MeetingType, SlotOffer, WaitlistEntry
from counselling.waiting_choices import OfferState, Priority
from counselling.wishes import Wish
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Resource
from portal.embedded.demo.talks import mark_as_sent
from portal.refusals import Refused

# days ago, priority, weekdays, parts of the day: none is any
QUEUE: tuple[tuple[int, str, list[int], list[str]], ...] = (
    (3, Priority.URGENT, [], []),
    (26, Priority.FIRST, [1, 3], ["morning"]),
    (19, Priority.FIRST, [], ["afternoon"]),
    (17, Priority.FIRST, [2, 4], []),
    (9, Priority.FIRST, [5], ["morning"]),
    (5, Priority.FIRST, [], ["evening"]),
    (24, Priority.FOLLOW_UP, [], ["evening"]),
    (12, Priority.FOLLOW_UP, [4], []),
    (2, Priority.FOLLOW_UP, [], []),
)
GOT_A_TIME = (8, 11, 15, 16, 19, 22)  # days they waited, in the months behind us
RASMUS = "rasmus@borger.example"


class Queue:
    """Makes the list with the actions people use, at the moments they would; a fixed seed."""

    def __init__(self, people: dict[str, User], counsellors: dict[str, Resource], types: list[MeetingType]) -> None:
        self.dice = random.Random(47)  # noqa: S311 - a story, not a secret
        self.rasmus = people[RASMUS]
        self.others = [user for email, user in people.items() if email.startswith("borger")][-24:]
        self.mette, *_rest = counsellors.values()
        self.type = next(kind for kind in types if kind.slug == "samtale")

    def tell(self) -> None:
        """Those who got a time; Rasmus, who has an offer in his mail; those who wait; somebody who must be rung."""
        for number, days in enumerate(GOT_A_TIME):
            self.got_a_time(self.others[number], waited=days, ago=20 + 9 * number)
        mark_as_sent()
        self.offer_to_rasmus()
        for number, (days, priority, weekdays, parts) in enumerate(QUEUE):
            self.waits(self.others[8 + number], days, priority, weekdays, parts)
        with clock.frozen_at(lately()):
            self.somebody_gives_back(clock.today() + timedelta(days=2), self.others[-3])

    def waits(self, person: User, days: int, priority: str, weekdays: list[int], parts: list[str]) -> None:
        """Somebody joined so many days ago."""
        only = self.mette if days % 4 == 1 else None
        with clock.frozen_at(at(clock.today() - timedelta(days=days), time(self.dice.randint(8, 19), 12))):
            modes = ["phone", "video"] if days % 2 else ["phone"]
            wishes = Wishes(modes=modes, weekdays=weekdays, day_parts=parts, counsellor=only)
            self.join(person, wishes, priority)

    def join(self, person: User, wishes: Wishes, priority: str, talk: Appointment | None = None) -> WaitlistEntry:
        """Onto the list."""
        return join_waitlist(
            by=person, person=person, meeting_type=self.type, wishes=wishes, priority=priority, appointment=talk
        )

    def got_a_time(self, person: User, *, waited: int, ago: int) -> None:
        """Somebody waited, was offered a time somebody else gave back, and took it."""
        asked = clock.today() - timedelta(days=ago)
        with clock.frozen_at(at(asked - timedelta(days=waited), time(10, 5))):
            self.join(person, Wishes(modes=["phone"]), Priority.FIRST)
        with clock.frozen_at(at(asked, time(11, 20))):
            offer = self.somebody_gives_back(asked + timedelta(days=5), self.others[-1])
            if offer is not None and offer.entry.person is not None:
                accept_offer(by=offer.entry.person, offer=offer)

    def offer_to_rasmus(self) -> None:
        """Rasmus has a talk in some weeks and would like an earlier one."""
        late = self.book(self.rasmus, clock.today() + timedelta(days=30))
        if late is None:
            return
        with clock.frozen_at(at(clock.today() - timedelta(days=8), time(20, 15))):
            self.join(self.rasmus, Wishes(modes=[late.mode]), Priority.FOLLOW_UP, late)
        with clock.frozen_at(lately()):
            for offset in range(6, 20):
                if self.somebody_gives_back(clock.today() + timedelta(days=offset), self.others[-2]):
                    return

    def somebody_gives_back(self, day: date, giver: User) -> SlotOffer | None:
        """A talk is booked and called off; the offer its time became."""
        talk = self.book(giver, day)
        if talk is None:
            return None
        cancel_appointment(by=giver, appointment=talk, actor=CancelActor.RELATIVE)
        offers = SlotOffer.objects.filter(freed_ref=talk.pk, state=OfferState.OPEN)
        return offers.select_related("entry__person").first()

    def book(self, person: User, day: date) -> Appointment | None:
        """One of the free times on a working day from this one on."""
        if day.isoweekday() > 5:
            day += timedelta(days=8 - day.isoweekday())
        wish = Wish(meeting_type=self.type, mode="phone")
        times = wish.free_times(day, day, clock.now())
        if not times:
            return None
        key = UUID(int=self.dice.getrandbits(128), version=4)
        try:
            return book_for_someone(
                by=person, person=person, wish=wish, starts_at=self.dice.choice(times).start, form_key=key
            )
        except Refused:
            return None


def lately() -> datetime:
    """Now, or the last evening when it is night: what was offered then has left already."""
    now = clock.now()
    local = now.astimezone(clock.zone())
    if time(8) <= local.time() < time(21):
        return now
    return at(local.date() - timedelta(days=local.time() < time(8)), time(20, 30))


def at(day: date, moment: time) -> datetime:
    """A local wall-clock time of a day as an aware moment."""
    return datetime.combine(day, moment, tzinfo=clock.zone())
