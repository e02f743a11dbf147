"""The rules of conversations, one sentence each; they know neither clock nor database."""

from datetime import UTC, datetime, timedelta

import pytest

from counselling.rules import talks as rules
from counselling.rules.talks import Refusal

NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def move(**changes):
    given = {"status": "booked", "starts_at": NOW + 2 * DAY, "move_notice": DAY, "now": NOW, "is_staff": False}
    return rules.may_move(**(given | changes))


def cancel(**changes):
    given = {"status": "booked", "starts_at": NOW + HOUR, "ends_at": NOW + 2 * HOUR, "now": NOW, "is_staff": False}
    return rules.may_cancel(**(given | changes))


def conclude(outcome, now, status="booked"):
    return rules.may_conclude(status=status, outcome=outcome, starts_at=NOW, ends_at=NOW + HOUR, now=now)


def test_every_status_leads_only_to_statuses_that_exist():
    assert {to for ways in rules.TRANSITIONS.values() for to in ways} <= set(rules.TRANSITIONS)
    assert {to for ways in rules.CALL_TRANSITIONS.values() for to in ways} <= set(rules.CALL_TRANSITIONS)


@pytest.mark.parametrize("ended", ["declined", "fulfilled", "noshow", "cancelled", "superseded"])
def test_what_has_ended_stays_ended(ended):
    assert all(rules.may_become(ended, wanted) is Refusal.NOT_FROM_HERE for wanted in rules.TRANSITIONS)


def test_a_time_is_held_only_for_a_bookable_type_an_offered_mode_and_a_present_counsellor():
    given = {"is_bookable": True, "modes": ["phone"], "mode": "phone", "is_counsellor_active": True}
    assert rules.may_hold(**given) is None
    assert rules.may_hold(**given | {"is_bookable": False}) is Refusal.TYPE_NOT_BOOKABLE
    assert rules.may_hold(**given | {"mode": "video"}) is Refusal.MODE_NOT_OFFERED
    assert rules.may_hold(**given | {"is_counsellor_active": False}) is Refusal.COUNSELLOR_GONE


def test_the_limit_counts_what_is_open_already():
    assert rules.may_book(open_bookings=1, max_open=2) is None
    assert rules.may_book(open_bookings=2, max_open=2) is Refusal.TOO_MANY_OPEN


def test_a_hold_is_extended_while_it_lasts_and_ten_times_at_most():
    assert rules.may_extend(expires_at=NOW + HOUR, extensions=9, now=NOW) is None
    assert rules.may_extend(expires_at=NOW, extensions=0, now=NOW) is Refusal.HOLD_EXPIRED
    assert rules.may_extend(expires_at=NOW + HOUR, extensions=10, now=NOW) is Refusal.HOLD_EXTENDED_ENOUGH


def test_a_relative_moves_until_the_notice_and_staff_until_the_start():
    assert move() is None
    assert move(starts_at=NOW + DAY) is None
    assert move(starts_at=NOW + DAY - timedelta(minutes=1)) is Refusal.TOO_LATE_TO_MOVE
    assert move(starts_at=NOW + HOUR, is_staff=True) is None
    assert move(starts_at=NOW, is_staff=True) is Refusal.ALREADY_STARTED
    assert move(status="cancelled") is Refusal.NOT_FROM_HERE


def test_a_relative_cancels_until_the_start_and_staff_until_the_end():
    assert cancel() is None
    assert cancel(starts_at=NOW) is Refusal.ALREADY_STARTED
    assert cancel(starts_at=NOW, is_staff=True) is None
    assert cancel(ends_at=NOW, is_staff=True) is Refusal.ALREADY_OVER
    assert cancel(status="noshow") is Refusal.NOT_FROM_HERE


def test_a_late_cancellation_is_only_a_flag():
    assert rules.is_late(starts_at=NOW + HOUR, move_notice=DAY, now=NOW)
    assert not rules.is_late(starts_at=NOW + 2 * DAY, move_notice=DAY, now=NOW)


def test_somebody_arrives_on_the_day_of_the_talk():
    given = {"status": "booked", "starts_at": NOW, "day": NOW.date()}
    assert rules.may_check_in(**given, today=NOW.date()) is None
    assert rules.may_check_in(**given, today=NOW.date() - DAY) is Refusal.NOT_FROM_HERE
    assert rules.may_check_in(**given | {"status": "pending"}, today=NOW.date()) is Refusal.NOT_FROM_HERE


def test_a_talk_is_held_once_begun_and_missed_only_after_its_end():
    assert conclude("fulfilled", NOW) is None
    assert conclude("fulfilled", NOW - HOUR) is Refusal.NOT_YET_OVER
    assert conclude("noshow", NOW + timedelta(minutes=59)) is Refusal.NOT_YET_OVER
    assert conclude("noshow", NOW + HOUR) is None
    assert conclude("fulfilled", NOW, status="pending") is Refusal.NOT_FROM_HERE


def test_the_questions_are_open_until_the_talk_begins():
    assert rules.may_answer(is_live=True, starts_at=NOW + HOUR, now=NOW) is None
    assert rules.may_answer(is_live=True, starts_at=NOW, now=NOW) is Refusal.ALREADY_STARTED
    assert rules.may_answer(is_live=False, starts_at=NOW + HOUR, now=NOW) is Refusal.NOT_FROM_HERE


def test_a_call_that_was_not_answered_may_be_tried_again_and_no_other():
    assert rules.call_may_become("not_reached", "reached") is None
    assert rules.call_may_become("reached", "not_reached") is Refusal.NOT_FROM_HERE
    assert rules.call_may_become("withdrawn", "reached") is Refusal.NOT_FROM_HERE


def test_reminders_come_7_days_24_hours_and_2_hours_before():
    steps = rules.reminder_steps(starts_at=NOW + 10 * DAY, now=NOW, wants_hours=True)
    assert [(step.step, NOW + 10 * DAY - step.send_at) for step in steps] == [
        ("week", 7 * DAY),
        ("day", DAY),
        ("hours", 2 * HOUR),
    ]
    assert all(step.latest_at > step.send_at for step in steps)


def test_a_reminder_whose_time_has_passed_or_is_close_to_the_receipt_is_skipped():
    assert [s.step for s in rules.reminder_steps(starts_at=NOW + 3 * DAY, now=NOW, wants_hours=False)] == ["day"]
    assert rules.reminder_steps(starts_at=NOW + 29 * HOUR, now=NOW, wants_hours=False) == []
    assert [s.step for s in rules.reminder_steps(starts_at=NOW + 30 * HOUR, now=NOW, wants_hours=False)] == ["day"]
    assert rules.reminder_steps(starts_at=NOW + 7 * HOUR, now=NOW, wants_hours=True) == []


def test_a_request_is_answered_within_its_hours_and_two_hours_before_the_time():
    within = timedelta(hours=24)
    assert rules.approval_deadline(now=NOW, within=within, starts_at=NOW + 3 * DAY) == NOW + DAY
    assert rules.approval_deadline(now=NOW, within=within, starts_at=NOW + 5 * HOUR) == NOW + 3 * HOUR
    assert rules.approval_deadline(now=NOW, within=within, starts_at=NOW + HOUR) == NOW
