from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.outbox import rules
from portal.outbox.models import OutboxMessage

COPENHAGEN, OSLO = ZoneInfo("Europe/Copenhagen"), ZoneInfo("Europe/Oslo")


def local(text: str, zone: ZoneInfo = COPENHAGEN) -> datetime:
    """A wall-clock time as a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("2026-11-03T20:59", "2026-11-03T20:59"),
        ("2026-11-03T21:00", "2026-11-03T20:30"),
        ("2026-11-03T23:59", "2026-11-03T20:30"),
        ("2026-11-04T00:00", "2026-11-03T20:30"),
        ("2026-11-04T07:59", "2026-11-03T20:30"),
        ("2026-11-04T08:00", "2026-11-04T08:00"),
        ("2026-03-29T03:30", "2026-03-28T20:30"),  # clocks go forward this night
        ("2026-03-29T21:30", "2026-03-29T20:30"),
        ("2026-10-25T02:30", "2026-10-24T20:30"),  # clocks go back this night
        ("2026-10-25T07:30", "2026-10-24T20:30"),
        ("2024-03-01T06:00", "2024-02-29T20:30"),
        ("2027-01-01T00:30", "2026-12-31T20:30"),
    ],
)
@pytest.mark.parametrize("zone", [COPENHAGEN, OSLO])
def test_what_falls_between_21_and_8_moves_to_half_past_eight_the_evening_before(
    wanted: str, goes: str, zone: ZoneInfo
) -> None:
    moment = rules.quiet_hours_moment(local(wanted, zone), zone)
    assert moment == local(goes, zone)
    assert moment.tzinfo is UTC


def sms(send_at: str, queue: str = "messages") -> OutboxMessage:
    """A text message planned for a local time."""
    return OutboxMessage(channel="sms", queue=queue, send_at=local(send_at))


def test_a_late_text_message_waits_for_the_morning() -> None:
    night = local("2026-11-04T02:00")
    assert rules.wakes_somebody(sms("2026-11-03T18:00"), night, COPENHAGEN)
    assert rules.morning_after(night, COPENHAGEN) == local("2026-11-04T08:00")
    assert rules.morning_after(local("2026-11-03T22:00"), COPENHAGEN) == local("2026-11-04T08:00")


def test_what_is_asked_for_at_night_goes_at_night() -> None:
    night = local("2026-11-04T02:00")
    assert not rules.wakes_somebody(sms("2026-11-04T01:59"), night, COPENHAGEN)
    assert not rules.wakes_somebody(sms("2026-11-03T18:00", queue="codes"), night, COPENHAGEN)


def test_the_back_off_is_1_5_15_60_minutes_and_stays_there() -> None:
    pauses = [rules.pause_after(attempts, "messages") for attempts in range(6)]
    assert pauses == [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 60, 60)]


def test_codes_are_tried_again_within_seconds() -> None:
    assert rules.pause_after(0, "codes") <= timedelta(seconds=5)


@pytest.mark.parametrize(
    ("channel", "state", "queue", "refusal"),
    [
        ("email", "failed", "messages", None),
        ("email", "unknown", "messages", None),
        ("email", "parked", "messages", None),
        ("email", "skipped", "messages", None),
        ("email", "sent", "messages", rules.Refusal.NOT_RETRYABLE),
        ("email", "withdrawn", "messages", rules.Refusal.NOT_RETRYABLE),
        ("sms", "failed", "messages", None),
        ("sms", "unknown", "messages", rules.Refusal.MAY_HAVE_ARRIVED),
        ("email", "failed", "codes", rules.Refusal.CONTENT_IS_GONE),
    ],
)
def test_what_staff_may_send_again(channel: str, state: str, queue: str, refusal: rules.Refusal | None) -> None:
    assert rules.may_be_retried(OutboxMessage(channel=channel, state=state, queue=queue)) == refusal


def test_a_letter_is_posted_after_it_is_printed() -> None:
    planned, printed = OutboxMessage(channel="letter"), OutboxMessage(channel="letter", state="printed")
    assert rules.may_be_printed(planned) is rules.may_be_printed(printed) is None
    assert rules.may_be_posted(planned) == rules.Refusal.NOT_A_LETTER_TO_POST
    assert rules.may_be_posted(printed) is None
