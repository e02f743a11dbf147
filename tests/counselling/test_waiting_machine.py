"""The waiting list against a model: whatever happens in whatever order, the right person is asked, three at most."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from counselling.actions import freeing, offers, waiting
from counselling.models import Appointment, SlotOffer, WaitlistEntry
from counselling.rules import waiting as rules
from counselling.wishes import Wish
from portal import clock
from portal.accounts.models import Role
from portal.calendar.models import Occupancy
from portal.refusals import Refused
from tests.factories.people import make_person
from tests.factories.talks import make_counsellor, make_talk, make_type
from tests.factories.waiting import free, make_place

BEGAN = datetime(2026, 11, 2, 10, tzinfo=clock.zone())  # a Monday
SLOTS = [BEGAN + timedelta(days=7 * week + day) for week in (1, 2, 3) for day in range(5)]
ORDER = ("urgent", "first", "follow_up")


@dataclass
class Place:
    """Somebody's place as the model knows it."""

    key: UUID
    priority: str
    number: int
    weekdays: list[int]
    status: str = "waiting"
    rounds: int = 0


@dataclass
class Time:
    """A freed time: who was asked, in which round, who is asked now; "" public, "taken" a talk."""

    start: datetime
    ref: UUID
    asked: list[UUID] = field(default_factory=list)
    round: int = 1
    now_with: UUID | None = None
    became: str = ""


class Machine(RuleBasedStateMachine):
    """People join, leave and answer; times come free; offers run out."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.moment = BEGAN
        with self.now():
            make_counsellor(make_person("Mette Krogh", Role.COUNSELLOR))
            self.kind = make_type(max_open_per_person=99)
            self.giver = make_person("Giver")
            self.people = [make_person(f"Venter {number}") for number in range(6)]
        self.places: dict[int, Place] = {}
        self.times: list[Time] = []
        self.joined = 0
        for number, priority in enumerate(("follow_up", "follow_up", "first", "urgent")):
            self.come_to_the_list(number, priority, [])

    def teardown(self) -> None:
        """Leave nothing behind."""
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def now(self) -> AbstractContextManager[None]:
        """The clock of this run."""
        return clock.frozen_at(self.moment)

    # The model: who is asked about a time

    def place(self, key: UUID | None) -> Place:
        """The place with this key."""
        return next(place for place in self.places.values() if place.key == key)

    def ask(self, time: Time) -> None:
        """The next one this time suits, or nobody."""
        time.now_with = None
        if time.start <= self.moment + timedelta(hours=24):
            return
        waiting_now = [one for one in self.places.values() if one.status == "waiting" and one.key not in time.asked]
        suited = [one for one in waiting_now if not one.weekdays or time.start.isoweekday() in one.weekdays]
        if suited:
            chosen = min(suited, key=lambda one: (ORDER.index(one.priority), one.number))
            chosen.status, time.now_with = "offered", chosen.key
            time.asked.append(chosen.key)

    def not_taken(self, time: Time) -> None:
        """A no or silence: after three one is off the list, and after three rounds the time is public."""
        place = self.place(time.now_with)
        place.rounds += 1
        place.status = "exhausted" if place.rounds == 3 else "waiting"
        time.now_with = None
        if time.round < 3:
            time.round += 1
            self.ask(time)

    def open_times(self) -> list[Time]:
        """Those somebody is asked about."""
        return [time for time in self.times if time.now_with is not None]

    def offer_of(self, time: Time) -> SlotOffer:
        """The offer in the database."""
        return SlotOffer.objects.open().get(freed_ref=time.ref)

    # What happens

    @rule(
        number=st.integers(0, 5),
        priority=st.sampled_from(ORDER),
        weekdays=st.sampled_from([[], [1], [2, 4], [3]]),
    )
    def join(self, number: int, priority: str, weekdays: list[int]) -> None:
        """Somebody joins, or is there already."""
        there = self.places.get(number)
        if there is None or there.status not in {"waiting", "offered"}:
            self.come_to_the_list(number, priority, weekdays)
            return
        with self.now(), pytest.raises(Refused):
            make_place(self.people[number], self.kind, priority=priority, weekdays=weekdays)

    def come_to_the_list(self, number: int, priority: str, weekdays: list[int]) -> None:
        """One more who waits."""
        with self.now():
            entry = make_place(self.people[number], self.kind, priority=priority, weekdays=weekdays)
        self.joined += 1
        self.places[number] = Place(entry.pk, priority, self.joined, weekdays)

    @precondition(lambda self: len(self.times) < len(SLOTS))
    @rule()
    def come_free(self) -> None:
        """A talk is called off."""
        start = SLOTS[(len(self.times) * 4) % len(SLOTS)]
        if start <= self.moment + timedelta(hours=25):
            return
        with self.now():
            talk = make_talk(self.giver, self.kind, starts_at=start)
            free(talk)
        time = Time(start, talk.pk)
        self.times.append(time)
        self.ask(time)

    @precondition(lambda self: self.open_times())
    @rule(data=st.data(), says=st.sampled_from(["yes", "no", "no", "skip", "leave"]))
    def answer(self, data: st.DataObject, says: str) -> None:
        """Whoever is asked answers, or staff skip them, or they leave; too late is too late."""
        time = data.draw(st.sampled_from(self.open_times()))
        offer, place = self.offer_of(time), self.place(time.now_with)
        person = offer.entry.person
        assert person is not None
        with self.now():
            if says != "leave" and offer.expires_at <= self.moment:
                with pytest.raises(Refused):
                    offers.accept_offer(by=person, offer=offer)
                return
            if says == "yes":
                offers.accept_offer(by=person, offer=offer)
                place.status, time.now_with, time.became = "served", None, "taken"
            elif says == "no":
                offers.decline_offer(by=person, offer=offer)
                self.not_taken(time)
            elif says == "skip":
                offers.skip_offer(by=person, offer=offer, reason="Derfor")
                place.status = "waiting"
                self.ask(time)
            else:
                waiting.leave_waitlist(by=person, entry=offer.entry)
                place.status = "withdrawn"
                self.ask(time)

    @precondition(lambda self: self.open_times())
    @rule()
    def everybody_says_no(self) -> None:
        """One time, from one to the next, until it is public."""
        time = self.open_times()[0]
        with self.now():
            while time.now_with is not None and self.offer_of(time).expires_at > self.moment:
                offer = self.offer_of(time)
                assert offer.entry.person is not None
                offers.decline_offer(by=offer.entry.person, offer=offer)
                self.not_taken(time)

    @precondition(lambda self: self.open_times())
    @rule()
    def answer_too_late(self) -> None:
        """The clock decides, whether somebody has swept or not."""
        offer = self.offer_of(self.open_times()[0])
        self.moment = max(self.moment, offer.expires_at)
        assert offer.entry.person is not None
        with self.now(), pytest.raises(Refused):
            offers.accept_offer(by=offer.entry.person, offer=offer)

    @rule(hours=st.integers(1, 40))
    def pass_time(self, hours: int) -> None:
        """Offers run out; the sweep may come later."""
        self.moment += timedelta(hours=hours)

    @rule()
    def sweep(self) -> None:
        """Each lapsed offer goes to the next one, the oldest first."""
        with self.now():
            lapsed = [offer.freed_ref for offer in SlotOffer.objects.lapsed(self.moment)]
            offers.expire_offers()
        for ref in lapsed:
            self.not_taken(next(time for time in self.times if time.ref == ref))

    # What must hold

    @invariant()
    def the_right_person_is_asked(self) -> None:
        """Each time stands with whom the model says; nobody has two offers."""
        found = {row.freed_ref: row.entry_id for row in SlotOffer.objects.open()}
        assert found == {time.ref: time.now_with for time in self.open_times()}
        assert len(set(found.values())) == len(found)

    @invariant()
    def every_place_is_where_the_model_says(self) -> None:
        """Status and rounds."""
        rows = WaitlistEntry.objects.in_bulk([place.key for place in self.places.values()])
        for place in self.places.values():
            assert (rows[place.key].status, rows[place.key].rounds) == (place.status, place.rounds)

    @invariant()
    def no_time_is_lost_or_given_twice(self) -> None:
        """A freed time is held for whom it is offered to, a talk of whom took it, or public."""
        for time in self.times:
            talks = Appointment.objects.live().filter(starts_at=time.start).count()
            assert talks == (time.became == "taken")
            assert SlotOffer.objects.filter(freed_ref=time.ref, state__in=["declined", "expired"]).count() <= 3
            if time.now_with is None and not time.became and time.start > self.moment + timedelta(hours=24):
                assert self.is_public(time.start)
            elif time.now_with is not None and self.offer_of(time).expires_at > self.moment:
                assert Occupancy.objects.of(self.offer_of(time).pk).filter(state="held").exists()
                assert not self.is_public(time.start)

    def is_public(self, start: datetime) -> bool:
        """Whether everybody could book it."""
        day = start.date()
        free_times = Wish(meeting_type=self.kind, mode="phone").free_times(day, day, self.moment)
        return start in {time.start for time in free_times}


def run(examples: int, phases: Sequence[Phase] = tuple(Phase)) -> None:
    """Some histories; Hypothesis tells the shortest one that breaks a promise."""
    chosen = settings(
        max_examples=examples,
        stateful_step_count=25,
        phases=phases,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Machine, settings=chosen)


@pytest.mark.django_db
def test_the_waiting_list_keeps_its_promises_in_any_order() -> None:
    run(15)


def first_come(entry: WaitlistEntry, _freed: Any) -> tuple[object, ...]:
    return entry.queued_at, entry.sequence


BUGS = {
    "who comes first is forgotten": (freeing, "in_turn", first_come),
    "a time is offered whatever day somebody can": (rules, "suits", lambda **_asked: True),
    "a time is asked around for ever": (rules, "is_asked_on", lambda **_asked: True),
    "an answer after the time counts": (rules, "may_answer", lambda **_asked: None),
}


@pytest.mark.django_db
@pytest.mark.parametrize("bug", BUGS)
def test_the_machine_finds_seeded_bugs(monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    monkeypatch.setattr(*BUGS[bug])
    with pytest.raises((AssertionError, BaseExceptionGroup, pytest.fail.Exception)):
        run(60, [Phase.generate])  # it stops at the first find
