"""Time given away and time left, against a model of plain sets of hours: the same answers in any order."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from portal import clock
from portal.calendar.actions import availability, occupancy
from portal.calendar.actions.availability import RuleWish
from portal.calendar.actions.occupancy import Claim, occupy, release_expired
from portal.calendar.models import FreeTimesQuery, Occupancy, Resource, free_times
from portal.calendar.rules import Refusal
from portal.keys import new_key
from portal.refusals import Refused
from tests.calendar.builders import a_counsellor, a_room
from tests.calendar.hours_model import (
    BEGINNING,
    CLOSES,
    DAYS,
    JENS,
    METTE,
    MONDAY,
    OPENS,
    ROOM,
    Away,
    Hour,
    Model,
    Sentence,
    Stretch,
    minute_of,
    row_of,
    stretch,
)
from tests.factories.people import make_person

stretches = st.builds(stretch, st.integers(0, 1), st.integers(OPENS, CLOSES - 1), st.integers(1, 4))
short = st.builds(stretch, st.integers(0, 1), st.integers(OPENS, CLOSES - 1), st.integers(1, 2))
people = st.integers(METTE, ROOM)


class Machine(RuleBasedStateMachine):
    """Talks are asked for, kept, lengthened and given up, plans change, and time passes."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.lead = make_person("Birthe", "team_lead")
        self.resources = [a_counsellor("Mette Krogh"), a_counsellor("Jens Holm"), a_room()]
        self.places = {resource.pk: place for place, resource in enumerate(self.resources)}
        self.to_beginning = BEGINNING - clock.now()
        self.model = Model()
        for resource in (METTE, JENS):
            for day in range(len(DAYS)):
                self.add_rule(resource, Stretch(day, OPENS, CLOSES - 1))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def at(self) -> Any:
        return clock.shifted_by(self.to_beginning + timedelta(minutes=self.model.minute))

    def done(self, action: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Run an action now: its answer, or why it says no."""
        with self.at():
            try:
                return action(*args, **named)
            except Refused as refused:
                return refused.reason

    def seen(self, resource: int) -> dict[str, Any]:
        """What every form about a calendar carries."""
        known = Resource.objects.get(pk=self.resources[resource].pk)
        return {"by": self.lead, "seen_version": known.availability_version}

    # Time given away.

    @rule(claims=st.lists(st.tuples(people, short), min_size=1, max_size=3), minutes=st.sampled_from([None, 10, 60]))
    def occupy(self, claims: list[tuple[int, Stretch]], minutes: int | None) -> None:
        owner = new_key()
        until = None if minutes is None else self.model.minute + minutes
        answer = self.done(
            occupy,
            held_for="test",
            held_for_id=owner,
            claims=[Claim(self.resources[place].pk, *hours.edges()) for place, hours in claims],
            expires_at=None if until is None else BEGINNING + timedelta(minutes=until),
        )
        cells = [frozenset((place, hour) for hour in hours.hours()) for place, hours in claims]
        if self.model.occupy(owner, cells, until):
            assert answer is not Refusal.TIME_TAKEN, "free time was refused"
        else:
            assert answer is Refusal.TIME_TAKEN, "taken time was given away"

    @rule(day=st.integers(0, 1), hour=st.integers(OPENS, CLOSES - 1), minutes=st.sampled_from([None, 10]))
    def a_talk_in_the_room(self, day: int, hour: int, minutes: int | None) -> None:
        self.occupy([(METTE, Stretch(day, hour, hour + 1)), (ROOM, Stretch(day, hour, hour + 1))], minutes)

    @precondition(lambda self: self.model.parts)
    @rule(data=st.data(), hands_over=st.booleans())
    def firm_up(self, data: st.DataObject, hands_over: bool) -> None:
        owner = data.draw(st.sampled_from(self.model.owners()))
        heir = new_key() if hands_over else None
        has_lost_some = Occupancy.objects.of(owner).filter(state="released").exists()
        answer = self.done(occupancy.firm_up, owner, held_for="test", new_id=heir)
        mine = [part for part in self.model.parts if part.owner == owner and part.until is not None]
        if has_lost_some:
            assert answer is Refusal.HOLD_GONE, "half a hold became firm"
            return
        assert answer == (len(mine) or Refusal.HOLD_GONE)
        for part in mine:
            part.until, part.owner = None, heir or owner

    @precondition(lambda self: self.model.owners(held_only=True))
    @rule(data=st.data(), minutes=st.sampled_from([10, 60]))
    def extend(self, data: st.DataObject, minutes: int) -> None:
        self.extend_it(data.draw(st.sampled_from(self.model.owners(held_only=True))), minutes)

    @rule(data=st.data(), minutes=st.sampled_from([10, 60]))
    def extend_what_may_be_gone(self, data: st.DataObject, minutes: int) -> None:
        known = sorted(set(Occupancy.objects.values_list("held_for_id", flat=True)))
        if known:
            self.extend_it(data.draw(st.sampled_from(known)), minutes)

    def extend_it(self, owner: UUID, minutes: int) -> None:
        """A hold lives on with what is left of it; what was given back or taken stays so."""
        until = self.model.minute + minutes
        answer = self.done(occupancy.extend, owner, BEGINNING + timedelta(minutes=until))
        mine = [part for part in self.model.parts if part.owner == owner and part.until is not None]
        assert answer == (len(mine) or Refusal.HOLD_GONE)
        for part in mine:
            part.until = until

    @precondition(lambda self: self.model.parts)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        owner = data.draw(st.sampled_from(self.model.owners()))
        mine = [part for part in self.model.parts if part.owner == owner]
        assert self.done(occupancy.release, owner) == len(mine)
        self.model.parts = [part for part in self.model.parts if part.owner != owner]

    @rule()
    def sweep(self) -> None:
        assert self.done(release_expired) == self.model.drop_expired()

    @rule(minutes=st.sampled_from([5, 10, 60]))
    def time_passes(self, minutes: int) -> None:
        self.model.minute += minutes

    # Plans.

    @rule(resource=people, hours=stretches)
    def add_rule(self, resource: int, hours: Stretch) -> None:
        made = self.done(
            availability.add_rule,
            resource_id=self.resources[resource].pk,
            wish=wish(hours, MONDAY),
            **self.seen(resource),
        )
        self.model.rules.append(Sentence(made.pk, resource, hours, since=0))

    @precondition(lambda self: self.model.rules)
    @rule(data=st.data(), hours=stretches, since=st.integers(0, 1))
    def change_rule(self, data: st.DataObject, hours: Stretch, since: int) -> None:
        old = data.draw(st.sampled_from(self.model.rules))
        made = self.done(
            availability.change_rule, rule_id=old.key, wish=wish(hours, DAYS[since]), **self.seen(old.resource)
        )
        if old.past is not None and old.past <= since:
            assert made is Refusal.RULE_HAS_ENDED
            return
        self.model.rules.append(Sentence(made.pk, old.resource, hours, since))
        if since <= old.since:
            self.model.rules.remove(old)
        else:
            old.past = since

    @precondition(lambda self: self.model.rules)
    @rule(data=st.data(), past=st.integers(0, 2))
    def end_rule(self, data: st.DataObject, past: int) -> None:
        old = data.draw(st.sampled_from(self.model.rules))
        last_on = MONDAY + timedelta(days=past - 1)
        answer = self.done(availability.end_rule, rule_id=old.key, last_on=last_on, **self.seen(old.resource))
        if old.past is not None and old.past <= past:
            assert answer is Refusal.RULE_HAS_ENDED
        elif past <= old.since:
            self.model.rules.remove(old)
        else:
            old.past = past

    @rule(kind=st.sampled_from(["absence", "open", "closed"]), resource=people, hours=stretches)
    def away(self, kind: str, resource: int, hours: Stretch) -> None:
        start, end = hours.edges()
        named = {"resource_id": self.resources[resource].pk, "start": start, "end": end, **self.seen(resource)}
        if kind == "absence":
            made = self.done(availability.add_absence, kind="away", **named)
        else:
            made = self.done(availability.add_exception, kind=kind, **named)
        if minute_of(hours.day, hours.past) <= self.model.minute:
            assert made is Refusal.STARTS_IN_THE_PAST
        else:
            self.model.aways.append(Away(made.pk, kind, resource, hours))

    @precondition(lambda self: self.model.aways)
    @rule(data=st.data())
    def here_after_all(self, data: st.DataObject) -> None:
        away = data.draw(st.sampled_from(self.model.aways))
        if away.kind == "absence":
            self.done(availability.remove_absence, absence_id=away.key, **self.seen(away.resource))
        else:
            self.done(availability.remove_exception, exception_id=away.key, **self.seen(away.resource))
        self.model.aways.remove(away)

    # What always holds.

    @invariant()
    def the_table_says_the_same(self) -> None:
        rows = Occupancy.objects.exclude(state="released")
        got = [
            (row.held_for_id, self.places[row.resource_id], row.period.lower, row.period.upper, row.expires_at)
            for row in rows
        ]
        assert Counter(got) == Counter(map(row_of, self.model.parts))

    @invariant()
    def nobody_is_in_two_places_at_a_time(self) -> None:
        with self.at():
            rows = sorted(Occupancy.objects.blocking(clock.now()), key=lambda row: (row.resource_id, row.period.lower))
        for one, next_one in pairwise(rows):
            assert one.resource_id != next_one.resource_id or one.period.upper <= next_one.period.lower

    @invariant()
    def free_times_are_what_is_left(self) -> None:
        for place in (METTE, JENS, ROOM):
            assert self.free([place]) == {(place, hour) for hour in self.model.free(place)}

    @invariant()
    def free_times_with_a_room_are_free_for_both(self) -> None:
        room = self.model.free(ROOM, as_a_room=True)
        both = {(place, hour) for place in (METTE, JENS) for hour in self.model.free(place) & room}
        assert self.free([METTE, JENS], room_ids=[self.resources[ROOM].pk]) == both

    def free(self, places: list[int], **more: Any) -> set[tuple[int, Hour]]:
        with self.at():
            found = Resource.objects.free_times(
                FreeTimesQuery(
                    resource_ids=[self.resources[place].pk for place in places],
                    starts_on=DAYS[0],
                    ends_on=DAYS[-1],
                    duration_minutes=60,
                    step_minutes=60,
                    now=clock.now(),
                    **more,
                )
            )
        starts = [(self.places[time.resource_id], time.start.astimezone(clock.zone())) for time in found]
        return {(place, (DAYS.index(start.date()), start.hour)) for place, start in starts}


def wish(hours: Stretch, since: date) -> RuleWish:
    return RuleWish(
        iso_weekday=DAYS[hours.day].isoweekday(),
        start_time=time(hours.first),
        end_time=time(hours.past),
        from_on=since,
    )


def run(examples: int, phases: Sequence[Phase] = tuple(Phase)) -> None:
    chosen = settings(
        max_examples=examples,
        stateful_step_count=30,
        phases=phases,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Machine, settings=chosen)


@pytest.mark.django_db
def test_the_calendar_agrees_with_the_model_in_any_order() -> None:
    run(50)


lock_rows = occupancy.lock_rows


def keep_a_partial_claim(taken: list[UUID], resource_ids: set[UUID]) -> None:
    raise Refused(Refusal.TIME_TAKEN)


def revive(held_for_id: UUID, expires_at: datetime) -> int:
    """An extension that asks who owned the time, not whether they still do."""
    gone = Occupancy.objects.of(held_for_id).exclude(state="firm")
    if not gone.update(state="held", expires_at=expires_at):
        raise Refused(Refusal.HOLD_GONE)
    return gone.count()


BUGS: dict[str, tuple[Any, str, Any]] = {
    "an expired hold keeps its time": (
        occupancy,
        "RELEASE_STALE",
        occupancy.RELEASE_STALE.replace("<= %(now)s", "<= %(now)s - interval '1 year'"),
    ),
    "an expired hold hides free time": (
        free_times,
        "FREE",
        free_times.FREE.replace("(o.state = 'firm' OR o.expires_at > %(now)s)", "true"),
    ),
    "only the first of two resources is given back": (
        occupancy,
        "lock_rows",
        lambda held_for_id, states: lock_rows(held_for_id, states)[: 1 if "firm" in states else None],
    ),
    "only the first of two resources becomes firm": (
        occupancy,
        "FIRM_UP",
        occupancy.FIRM_UP.replace("ORDER BY resource_id, id FOR", "ORDER BY resource_id, id LIMIT 1 FOR"),
    ),
    "a partial claim is not given back": (occupancy, "refuse_and_give_back", keep_a_partial_claim),
    "an extension revives what was given back": (occupancy, "extend", revive),
}


@pytest.mark.django_db
@pytest.mark.parametrize("bug", BUGS)
def test_the_machine_finds_seeded_bugs(monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    where, name, broken = BUGS[bug]
    assert getattr(where, name) != broken
    monkeypatch.setattr(where, name, broken)
    with pytest.raises((AssertionError, BaseExceptionGroup)):
        run(200, [Phase.generate])
