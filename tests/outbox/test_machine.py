"""The outbox against a model: whatever happens in whatever order, nothing is lost, nothing goes a third time."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from portal import clock
from portal.outbox import rules
from portal.outbox.actions import put, withdraw
from portal.outbox.actions.delivery import claim, settle_and_start
from portal.outbox.channels import mail
from portal.outbox.drain import drain_once
from portal.outbox.models import OutboxMessage
from portal.outbox.outcomes import SENT, Outcome
from tests.outbox.sink import Sink, running_sink

FINAL = {"sent", "failed", "unknown", "withdrawn", "skipped", "parked"}


class Machine(RuleBasedStateMachine):
    """People plan and take back; servers and workers fail; time passes."""

    sink: Sink

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.sink.mails.clear()
        self.heal()
        self.rows: dict[str, Any] = {}
        self.taken_back: dict[str, int] = {}
        self.shift = timedelta(0)
        self.began = clock.now()

    def teardown(self) -> None:
        """In the end all faults are over: every row comes to an end by itself, and every one not told is there."""
        self.heal()
        for _ in range(60):
            self.pass_time(70)
            self.drain()
        states = {row.key: row.state for row in OutboxMessage.objects.all()}
        copies = self.sink.copies
        try:
            assert set(states.values()) <= FINAL, states
            for key, row in self.rows.items():
                if states[key] == "sent":
                    assert copies[row.message_id] >= 1, "marked as sent, never came"
                elif states[key] in {"failed", "unknown"}:
                    pass  # staff were told
                else:
                    assert key in self.taken_back, f"{key} was lost as {states[key]}"
        finally:
            transaction.set_rollback(True)
            self.point.__exit__(None, None, None)

    def now(self) -> Any:
        """The clock of this run, ahead of the real one."""
        return clock.shifted_by(self.shift)

    @rule(minutes=st.integers(0, 90), number=st.integers(0, 5))
    def plan(self, minutes: int, number: int) -> None:
        """Perhaps under a key that is there already."""
        key, there = f"m{number}", len(OutboxMessage.objects.all())
        with self.now():
            at = clock.now() + timedelta(minutes=minutes)
            row = put(
                "outbox.trial",
                key,
                channel="email",
                address=f"{key}@b.example",
                language="da",
                send_at=at,
                about=uuid4(),
            )
        known = self.rows.setdefault(key, row)
        assert known.pk == row.pk
        assert len(OutboxMessage.objects.all()) == len(self.rows) >= there

    @precondition(lambda self: self.rows)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """From now on it never leaves (unless it had begun to)."""
        key = data.draw(st.sampled_from(sorted(self.rows)))
        row = OutboxMessage.objects.get(key=key)
        with self.now():
            if row.about and withdraw(row.about):
                self.taken_back[key] = self.sink.copies[row.message_id]

    @rule(minutes=st.integers(1, 80))
    def pass_time(self, minutes: int) -> None:
        """Leases end, pauses end."""
        self.shift += timedelta(minutes=minutes)

    @rule()
    def drain(self) -> None:
        """A worker does its pass."""
        with self.now():
            drain_once("messages")

    @rule(begun=st.booleans())
    def a_worker_dies(self, begun: bool) -> None:
        """After claiming, or after it said that sending begins."""
        with self.now():
            rows = claim("messages", 2, now=clock.now())
            if begun and rows:
                settle_and_start([], rows, now=clock.now())

    @rule(fault=st.sampled_from(["later", "drop", "refuse"]))
    def fail(self, fault: str) -> None:
        """The mail server breaks."""
        self.sink.later, self.sink.drop_before_250 = fault == "later", fault == "drop"
        self.sink.refuse_containing = "m3" if fault == "refuse" else ""

    @rule()
    def a_bad_hour(self) -> None:
        """The mail server drops every line before its 250, and the drain goes on."""
        self.sink.drop_before_250 = True
        for _ in range(3):
            self.drain()
            self.pass_time(20)

    @rule()
    def heal(self) -> None:
        """The mail server works."""
        self.sink.later = self.sink.drop_before_250 = False
        self.sink.refuse_containing = ""

    @invariant()
    def nothing_goes_a_third_time(self) -> None:
        """And what was taken back goes no more."""
        copies = self.sink.copies
        assert all(count <= 2 for count in copies.values()), copies
        for key, before in self.taken_back.items():
            assert copies[self.rows[key].message_id] == before, f"{key} left after it was taken back"


@pytest.fixture
def machine() -> Iterator[type[Machine]]:
    """The machine with its mail server."""
    with running_sink() as (sink, port):
        backend = "portal.outbox.channels.smtp.EmailBackend"
        with override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_TIMEOUT=2):
            Machine.sink = sink
            yield Machine


def run(machine: type[Machine], examples: int, phases: Sequence[Phase] = tuple(Phase)) -> None:
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
    run_state_machine_as_test(machine, settings=chosen)


@pytest.mark.django_db
def test_the_outbox_keeps_its_promises_in_any_order(machine: type[Machine]) -> None:
    run(machine, 40)


def everything_is_sent(code: int) -> Outcome:
    return SENT


BUGS = {
    "an uncertain mail is tried for ever": (rules, "copies_allowed", lambda channel: 99),
    "a refused mail counts as sent": (mail, "_by_code", everything_is_sent),
    "what is due counts as too late": (rules, "is_too_late", lambda message, now: True),
}


@pytest.mark.django_db
@pytest.mark.parametrize("bug", BUGS)
def test_the_machine_finds_seeded_bugs(machine: type[Machine], monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    monkeypatch.setattr(*BUGS[bug])
    with pytest.raises((AssertionError, BaseExceptionGroup)):
        run(machine, 400, [Phase.generate])  # it stops at the first find
