"""What the other side can do to us, in real SMTP conversations."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from portal import clock
from portal.embedded.servers import free_port
from portal.outbox.actions.delivery import claim, settle_and_start
from portal.outbox.drain import drain_once
from portal.outbox.models import OutboxMessage
from tests.outbox.conftest import again
from tests.outbox.kinds import FAILED
from tests.outbox.sink import Sink

pytestmark = pytest.mark.django_db
Plan = Callable[..., OutboxMessage]
Later = Callable[[timedelta], object]
FRAGILE = "tests.fragile"


def test_an_answer_of_451_backs_off_1_5_15_60_minutes_and_loses_nothing(plan: Plan, sink: Sink, later: Later) -> None:
    message = plan()
    sink.later = True
    for minutes in (1, 5, 15, 60, 60):
        assert drain_once("messages")["later"] == 1
        row = again(message)
        assert (row.state, row.reason, row.copies) == ("planned", "smtp_451", 0)
        assert row.not_before is not None
        assert abs(row.not_before - clock.now() - timedelta(minutes=minutes)) < timedelta(seconds=5)
        later(timedelta(minutes=minutes) - timedelta(seconds=6))
        assert not drain_once("messages")
        later(timedelta(seconds=6))
    sink.later = False
    assert drain_once("messages")["sent"] == 1
    assert len(sink.mails) == 1


def test_one_refused_recipient_fails_and_the_others_get_theirs(plan: Plan, sink: Sink) -> None:
    sink.refuse_containing = "nobody"
    others = [plan() for _ in range(5)]
    refused = plan(kind=FRAGILE, address="nobody@borger.example")
    more = [plan() for _ in range(5)]
    assert drain_once("messages") == {"claimed": 11, "sent": 10, "rejected": 1, "late": 0, "withdrawn": 0, "asleep": 0}
    row = again(refused)
    assert (row.state, row.reason) == ("failed", "smtp_550")
    assert FAILED[-1].pk == refused.pk
    assert {again(message).state for message in others + more} == {"sent"}


def test_a_server_that_is_away_costs_no_message_an_attempt_but_the_first(
    plan: Plan, settings: Settings, later: Later
) -> None:
    settings.EMAIL_BACKEND = "portal.outbox.channels.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    rows = [plan() for _ in range(60)]
    done = drain_once("messages")
    assert (done["unreachable"], done["blocked"]) == (1, 55)  # the first chunk of 5 had begun
    assert {again(row).state for row in rows} == {"planned"}
    assert {again(row).copies for row in rows} == {0}
    assert sum(again(row).attempts for row in rows) == 1
    assert not drain_once("messages")


def test_a_server_that_hangs_is_left_after_the_timeout(plan: Plan, sink: Sink) -> None:
    sink.hang_containing = "slow"
    slow, next_one = plan(address="slow@borger.example"), plan()
    done = drain_once("messages")
    assert done["unreachable"] == 1
    assert (again(slow).copies, again(next_one).copies) == (0, 0)
    assert again(slow).reason == "mail_server"


def test_a_line_that_breaks_before_the_250_gets_one_more_copy_after_15_minutes(
    plan: Plan, sink: Sink, later: Later
) -> None:
    message = plan(kind=FRAGILE)
    sink.drop_before_250 = True
    assert drain_once("messages")["uncertain"] == 1
    row = again(message)
    assert (row.state, row.reason, row.copies) == ("planned", "line_broke", 1)
    later(timedelta(minutes=14, seconds=50))
    assert not drain_once("messages")
    later(timedelta(seconds=15))
    assert drain_once("messages")["uncertain"] == 1
    assert again(message).state == "unknown"
    assert FAILED[-1].pk == message.pk
    later(timedelta(hours=30))
    assert not drain_once("messages")
    assert sink.copies == {message.message_id: 2}


def test_after_a_broken_line_the_second_copy_can_arrive(plan: Plan, sink: Sink, later: Later) -> None:
    message = plan()
    sink.drop_before_250 = True
    drain_once("messages")
    sink.drop_before_250 = False
    later(timedelta(minutes=15, seconds=1))
    drain_once("messages")
    assert again(message).state == "sent"
    assert sink.copies == {message.message_id: 2}


def test_a_message_is_given_up_when_it_would_come_too_late(plan: Plan, sink: Sink) -> None:
    sink.later = True
    message = plan(kind=FRAGILE, latest_at=clock.now() + timedelta(seconds=30))
    drain_once("messages")
    assert again(message).state == "failed"


def test_a_worker_that_died_before_sending_leaves_the_row_to_the_next(plan: Plan, sink: Sink, later: Later) -> None:
    message = plan()
    claim("messages", 10, now=clock.now())
    assert not drain_once("messages")
    later(timedelta(seconds=76))
    assert drain_once("messages")["sent"] == 1
    assert again(message).copies == 1


def test_a_worker_that_died_while_sending_costs_one_more_copy_and_no_third(
    plan: Plan, sink: Sink, later: Later
) -> None:
    message = plan(kind=FRAGILE)
    for _ in range(2):
        rows = claim("messages", 10, now=clock.now())
        assert settle_and_start([], rows, now=clock.now()) == {message.pk}
        later(timedelta(seconds=76))
    assert drain_once("messages")["unknown"] == 1
    assert (again(message).state, again(message).reason) == ("unknown", "worker_lost")
    assert FAILED[-1].pk == message.pk
    assert not sink.mails


def test_a_row_that_breaks_our_own_code_is_parked_after_five_attempts(plan: Plan, sink: Sink, later: Later) -> None:
    poison, good = plan(kind=FRAGILE, context={"breaks": True}), plan(kind=FRAGILE)
    for attempt in range(1, 6):
        assert drain_once("messages")["stumbled"] == 1
        assert again(poison).stumbles == attempt
        later(timedelta(minutes=61))
    assert (again(poison).state, again(poison).reason) == ("parked", "ZeroDivisionError")
    assert again(good).state == "sent"
    assert FAILED[-1].pk == poison.pk
    assert not drain_once("messages")


def test_a_broken_on_failed_does_not_keep_a_message_alive(plan: Plan, sink: Sink) -> None:
    sink.refuse_containing = "nobody"
    message = plan(kind=FRAGILE, address="nobody@borger.example", context={"task_breaks": True})
    drain_once("messages")
    assert again(message).state == "failed"


def test_what_no_longer_holds_is_withdrawn_when_its_time_comes(plan: Plan, sink: Sink) -> None:
    message = plan(kind=FRAGILE, context={"holds": False})
    assert drain_once("messages")["withdrawn"] == 1
    assert (again(message).state, again(message).reason) == ("withdrawn", "no_longer_holds")
    assert not sink.mails


def test_an_in_house_message_is_handled_and_done_together(plan: Plan) -> None:
    FAILED.clear()
    good = plan(kind="tests.house", channel="house", address="")
    bad = plan(kind="tests.house", channel="house", address="", context={"breaks": True})
    drain_once("messages")
    assert (again(good).state, again(bad).state, again(bad).stumbles) == ("sent", "planned", 1)


def test_codes_and_messages_are_drained_apart(plan: Plan, sink: Sink) -> None:
    code, message = plan(kind="tests.code", secret={"code": "123"}), plan()
    assert drain_once("codes")["sent"] == 1
    assert (again(code).state, again(message).state) == ("sent", "planned")
