from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django.fixtures import Settings

from portal import clock
from portal.embedded.servers import free_port
from portal.outbox.actions.delivery import claim, settle_and_start
from portal.outbox.channels.sms import msisdn
from portal.outbox.drain import drain_once
from portal.outbox.models import OutboxMessage
from tests.outbox.conftest import again
from tests.outbox.kinds import FAILED
from tests.outbox.moody import Moody

pytestmark = pytest.mark.django_db
Plan = Callable[..., OutboxMessage]
Later = Callable[[timedelta], object]
PHONE = "00 00 12 34"
DAYTIME = datetime(2026, 11, 3, 13, tzinfo=ZoneInfo("Europe/Copenhagen")).astimezone(UTC)


@pytest.fixture
def moody(settings: Settings) -> Iterator[Moody]:
    """The gateway, and settings that point to it."""
    server = Moody()
    server.start()
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = server.url, "tok-1"
    with clock.shifted_by(DAYTIME - clock.now()):
        yield server
    server.stop()


@pytest.mark.parametrize(
    ("phone", "country", "number"),
    [
        ("00 00 12 34", "DK", 4500001234),
        ("20123456", "NO", 4720123456),
        ("+45 20 12 34 56", "NO", 4520123456),
        ("0047 20 12 34 56", "DK", 4720123456),
        ("(+46) 8-123 456 78", "DK", 46812345678),
        ("112", "DK", None),
        ("ring til mig", "DK", None),
        ("", "DK", None),
    ],
)
def test_numbers_as_people_write_them(phone: str, country: str, number: int | None) -> None:
    assert msisdn(phone, country) == number


def test_the_request_is_what_the_gateway_documents(plan: Plan, moody: Moody) -> None:
    message = plan(channel="sms", address=PHONE)
    assert drain_once("messages")["sent"] == 1
    assert moody.requests == [
        {
            "sender": "Kommunen",
            "message": "Prøve fra Kommunen. Du skal ikke gøre noget.",
            "recipients": [{"msisdn": 4500001234}],
            "userref": str(message.pk),
        }
    ]
    assert moody.tokens == ["Token tok-1"]


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        (400, "failed", "http_400"),
        (422, "failed", "http_422"),
        (401, "planned", "http_401"),
        (429, "planned", "http_429"),
        (503, "planned", "http_503"),
        (500, "unknown", "http_500"),
        (0, "unknown", "line_broke"),
    ],
)
def test_only_a_clear_refusal_leads_to_another_attempt(
    plan: Plan, moody: Moody, status: int, state: str, reason: str
) -> None:
    message = plan(kind="tests.fragile", channel="sms", address=PHONE)
    moody.status = status
    drain_once("messages")
    row = again(message)
    assert (row.state, row.reason) == (state, reason)
    assert (FAILED[-1:] == [message]) == (state != "planned")


def test_an_sms_that_may_have_gone_is_never_sent_again(plan: Plan, moody: Moody, later: Later) -> None:
    plan(channel="sms", address=PHONE)
    moody.status = 0
    drain_once("messages")
    moody.status = 200
    later(timedelta(hours=2))
    assert not drain_once("messages")
    assert len(moody.requests) == 1


def test_a_gateway_that_is_away_loses_nothing(plan: Plan, moody: Moody, settings: Settings, later: Later) -> None:
    message = plan(channel="sms", address=PHONE)
    there, settings.SMS_GATEWAY_URL = settings.SMS_GATEWAY_URL, f"http://127.0.0.1:{free_port()}"
    drain_once("messages")
    assert (again(message).state, again(message).copies) == ("planned", 0)
    settings.SMS_GATEWAY_URL = there
    later(timedelta(seconds=61))
    assert drain_once("messages")["sent"] == 1


def test_an_sms_whose_worker_died_while_sending_is_unknown_and_not_sent(plan: Plan, moody: Moody, later: Later) -> None:
    message = plan(kind="tests.fragile", channel="sms", address=PHONE)
    rows = claim("messages", 10, now=clock.now())
    settle_and_start([], rows, now=clock.now())
    later(timedelta(seconds=76))
    assert drain_once("messages")["unknown"] == 1
    assert (again(message).state, again(message).reason) == ("unknown", "worker_lost")
    assert FAILED[-1].pk == message.pk
    assert not moody.requests


def test_a_number_that_is_none_fails_without_asking_the_gateway(plan: Plan, moody: Moody) -> None:
    message = plan(kind="tests.fragile", channel="sms", address="ingen")
    drain_once("messages")
    assert (again(message).state, again(message).reason) == ("failed", "number")
    assert not moody.requests


def test_a_late_reminder_by_sms_waits_until_morning(plan: Plan, moody: Moody, later: Later) -> None:
    message = plan(channel="sms", address=PHONE)
    later(timedelta(hours=12))  # one at night
    assert drain_once("messages")["asleep"] == 1
    assert again(message).state == "planned"
    now = clock.now()  # nobody is told of a delay at night, and the portal counts as ready
    assert not OutboxMessage.objects.is_late(now) and OutboxMessage.objects.oldest_overdue(now) is None
    now = later(timedelta(hours=7, minutes=1))
    late = OutboxMessage.objects.oldest_overdue(now)
    assert late is not None and timedelta(minutes=1) <= late < timedelta(minutes=2)
    assert OutboxMessage.objects.is_late(now + timedelta(minutes=15))
    assert drain_once("messages")["sent"] == 1
