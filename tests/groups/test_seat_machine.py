"""Seats, waiting list and capacity against a small model written from the rules: the same answers in any order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from groups.actions import changing_sign_ups, seats
from groups.actions.changing_sign_ups import NewParty
from groups.models import Registration, SeatPool
from groups.rules import seats as rules
from portal import clock
from portal.accounts.models import User
from portal.refusals import Refused
from tests.factories.evenings import make_pool, many_people, sign_up
from tests.factories.people import make_person

HOURS_LEFT = 14 * 24.0
SEATED = {"held", "offered", "confirmed"}


@dataclass
class Line:
    """One party as the model sees it."""

    wanted: int
    fewer: bool
    turn: int
    state: str = ""
    seats: int = 0
    until: float | None = None  # hours since the start
    skips: int = 0


@dataclass
class Model:
    """The seven rules in a few lines, on whole hours, without a database."""

    capacity: int
    hour: float = 0.0
    lines: list[Line] = field(default_factory=list)

    @property
    def free(self) -> int:
        return self.capacity - sum(line.seats for line in self.lines if line.state in SEATED)

    def waiting(self) -> list[Line]:
        return sorted((line for line in self.lines if line.state == "waiting"), key=lambda line: line.turn)

    def saved(self, line: Line) -> bool:
        return line.skips >= 3 and HOURS_LEFT - self.hour > 72

    def tick(self) -> None:
        late = [line for line in self.lines if line.state == "offered" and (line.until or 0) <= self.hour]
        for line in late:
            line.state, line.until = "expired", None
        if late:
            self.offer()

    def offer(self) -> None:
        over: list[Line] = []
        for line in self.waiting():
            if self.free == 0:
                break
            if line.wanted <= self.free or line.fewer:
                line.seats, line.state = min(line.wanted, self.free), "offered"
                line.until = self.hour + (48 if HOURS_LEFT - self.hour > 168 else 24)
                for passed in over:
                    passed.skips += 1
                over = []
            elif self.saved(line):
                break
            else:
                over.append(line)

    def arrive(self, wanted: int, fewer: bool) -> Line:
        self.tick()
        line = Line(wanted, fewer, turn=len(self.lines))
        line.state = "confirmed" if wanted <= self.free and not self.blocked() else "waiting"
        line.seats = wanted
        self.lines.append(line)
        return line

    def blocked(self) -> bool:
        return any(w.wanted <= self.free or (w.fewer and self.free) or self.saved(w) for w in self.waiting())

    def change(self, line: Line, size: int, fewer: bool) -> bool:
        """Whether it is granted. Place in line stays; who grows is counted as passed over anew."""
        if line.state == "confirmed":
            more = size - line.seats
            if more > 0 and (more > self.free or self.blocked()):
                return False
            line.seats = line.wanted = size
        elif line.state == "waiting":
            line.skips = 0 if size > line.wanted else line.skips
            line.seats = line.wanted = size
            line.fewer = fewer
        else:
            return False
        self.offer()
        return True


class Machine(RuleBasedStateMachine):
    """People come, answer, cancel and let time pass; the organiser changes the room."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.pool: SeatPool = make_pool(make_person("Lone", "organiser"), 4)
        self.people: list[User] = many_people(12)
        self.model = Model(4)
        self.rows: list[Registration] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def at(self) -> Any:
        return clock.shifted_by(timedelta(hours=self.model.hour))

    def picked(self, data: st.DataObject, *states: str) -> int | None:
        found = [number for number, line in enumerate(self.model.lines) if line.state in states]
        return data.draw(st.sampled_from(found)) if found else None

    @precondition(lambda self: len(self.rows) < 12)
    @rule(wanted=st.integers(1, 3), fewer=st.booleans())
    def arrive(self, wanted: int, fewer: bool) -> None:
        with self.at():
            self.rows.append(sign_up(self.pool, self.people[len(self.rows)], wanted, accepts_fewer=fewer))
        self.model.arrive(wanted, fewer)

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        number = self.picked(data, "confirmed", "waiting", "offered")
        if number is None:
            return
        with self.at():
            seats.cancel_sign_up(by=None, registration=self.rows[number])
        self.model.tick()
        if self.model.lines[number].state != "cancelled":
            self.model.lines[number].state = "cancelled"
            self.model.offer()

    @rule(data=st.data(), says_yes=st.booleans())
    def answer(self, data: st.DataObject, says_yes: bool) -> None:
        number = self.picked(data, "offered")
        if number is None:
            return
        line = self.model.lines[number]
        self.model.tick()
        if line.state != "offered":  # too late: the action refuses and its transaction changes nothing
            with self.at(), pytest.raises(Refused), transaction.atomic():
                (seats.accept_offer if says_yes else seats.decline_offer)(by=None, registration=self.rows[number])
            with self.at():
                seats.sweep()
            return
        with self.at():
            (seats.accept_offer if says_yes else seats.decline_offer)(by=None, registration=self.rows[number])
        line.state = "confirmed" if says_yes else "declined"
        if not says_yes:
            self.model.offer()

    @rule(data=st.data())
    def ask_again(self, data: st.DataObject) -> None:
        number = self.picked(data, "expired")
        if number is None:
            return
        with self.at():
            seats.queue_again(by=None, registration=self.rows[number])
        self.model.tick()
        line = self.model.lines[number]
        line.state, line.seats = "waiting", line.wanted
        self.model.offer()

    @rule(data=st.data(), size=st.integers(1, 4), fewer=st.booleans())
    def change(self, data: st.DataObject, size: int, fewer: bool) -> None:
        number = self.picked(data, "confirmed", "waiting", "offered")
        if number is None or (size == 4 and self.model.capacity < 4):
            return
        version = Registration.objects.get(pk=self.rows[number].pk).version
        was = self.model.lines[number].state
        self.model.tick()
        line = self.model.lines[number]
        meanwhile = line.state != was  # what ran out went on to this party: the page is stale
        party = NewParty(names=["x"] * size, accepts_fewer=fewer)
        with self.at():
            try:
                with transaction.atomic():
                    changing_sign_ups.change_party(
                        by=None, registration=self.rows[number], version=version, party=party
                    )
                granted = True
            except Refused:
                seats.sweep()  # what the refusal took back with it
                granted = False
        assert granted == (not meanwhile and self.model.change(line, size, fewer))

    @rule(capacity=st.integers(3, 7))
    def another_room(self, capacity: int) -> None:
        self.model.tick()
        taken = self.model.capacity - self.model.free
        with self.at():
            try:
                with transaction.atomic():
                    seats.change_capacity(by=self.people[0], pool=self.pool, capacity=capacity)
                fits = True
            except Refused:
                seats.sweep()  # what the refusal took back with it
                fits = False
        assert fits == (taken <= capacity)
        if fits:
            self.model.capacity = capacity
            self.model.offer()

    @precondition(lambda self: self.model.hour < 250)
    @rule(hours=st.sampled_from([1, 23, 25, 49]))
    def time_passes(self, hours: int) -> None:
        self.model.hour += hours
        with self.at():
            seats.sweep()
        self.model.tick()

    @invariant()
    def the_database_says_the_same(self) -> None:
        self.pool.refresh_from_db()
        rows = Registration.objects.of_pool(self.pool.pk).values_list("pk", "state", "seats", "skips")
        said = {key: rest for key, *rest in rows}
        got = [said[row.pk] for row in self.rows]
        assert got == [[line.state, line.seats, line.skips] for line in self.model.lines]
        assert self.pool.taken == self.pool.capacity - self.model.free
        assert 0 <= self.pool.taken <= self.pool.capacity


def run(examples: int, phases: Sequence[Phase] = tuple(Phase)) -> None:
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
def test_seats_agree_with_the_model_in_any_order() -> None:
    run(60)


def newest_first(pool: SeatPool) -> list[Registration]:
    return list(Registration.objects.of_pool(pool.pk).queue().reverse())


BUGS: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "somebody new goes before who waits": (rules, "gets_a_seat_at_once", lambda *, seats, free, **rest: seats <= free),
    "the last to come is the first to be asked": (seats, "waiting_in", newest_first),
    "seats given back by a smaller party stay empty": (changing_sign_ups, "promote", lambda pool, now: None),
    "a lapsed offer keeps its seats": (seats, "lapse", lambda pool, now: 0),
}


@pytest.mark.django_db
@pytest.mark.parametrize("bug", BUGS)
def test_the_machine_finds_seeded_bugs(monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    monkeypatch.setattr(*BUGS[bug])
    with pytest.raises((AssertionError, Refused, BaseExceptionGroup)):
        run(200, [Phase.generate])
