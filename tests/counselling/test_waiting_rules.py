"""Who is asked, how long an offer lasts, and what a relative is told about the wait. Pure rules."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counselling.rules import waiting as rules
from counselling.rules.waiting import WaitingRefusal

CPH = ZoneInfo("Europe/Copenhagen")
OSLO = ZoneInfo("Europe/Oslo")
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 11, 2, 10, tzinfo=CPH)


def at(text, zone=CPH):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("since", "lasts", "until"),
    [
        ("2026-11-02T10:00", 6, "2026-11-02T16:00"),
        ("2026-11-02T10:00", 24, "2026-11-03T21:00"),  # 11 hours on Monday, 13 on Tuesday
        ("2026-11-02T18:00", 6, "2026-11-03T11:00"),
        ("2026-11-02T23:00", 6, "2026-11-03T14:00"),
        ("2026-11-03T03:00", 6, "2026-11-03T14:00"),
        ("2026-11-02T21:00", 6, "2026-11-03T14:00"),
        ("2026-11-02T08:00", 13, "2026-11-02T21:00"),
        # the nights the clocks change: the rest is an hour shorter or longer, the waking hours are not
        ("2026-03-28T18:00", 6, "2026-03-29T11:00"),
        ("2026-10-24T18:00", 6, "2026-10-25T11:00"),
        ("2026-03-28T10:00", 24, "2026-03-29T21:00"),
        ("2026-10-24T10:00", 24, "2026-10-25T21:00"),
        ("2026-03-29T01:30", 6, "2026-03-29T14:00"),
    ],
)
@pytest.mark.parametrize("zone", [CPH, OSLO])
def test_an_offers_clock_rests_from_21_to_8(since, lasts, until, zone):
    assert rules.runs_out(since=at(since, zone), lasts=lasts * HOUR, zone=zone) == at(until, zone)


@pytest.mark.parametrize(("night", "rest"), [("2026-03-28", 10), ("2026-10-24", 12), ("2026-11-02", 11)])
def test_the_rest_is_as_long_as_the_night_really_is(night, rest):
    since = at(f"{night}T18:00").astimezone(UTC)
    terms = rules.terms_of(starts_at=since + timedelta(days=3), now=since, is_written_to=True, zone=CPH)
    assert terms.paused == rest * HOUR
    assert terms.expires_at - since == 6 * HOUR + terms.paused


def waking_minutes(start, end, zone):
    """The slow way: count each real minute that lies between 8 and 21 local time."""
    count, moment = 0, start
    while moment < end:
        local = moment.astimezone(zone).time()
        count += rules.DAY_BEGINS <= local < rules.DAY_ENDS
        moment += timedelta(minutes=1)
    return count


@given(
    day=st.sampled_from([date(2026, 3, 27), date(2026, 3, 28), date(2026, 10, 23), date(2026, 10, 24)]),
    minute=st.integers(0, 3 * 24 * 60),
    lasts=st.sampled_from([6, 24]),
)
def test_an_offer_lasts_as_many_waking_minutes_as_it_says_around_a_change_of_the_clock(day, minute, lasts):
    since = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    until = rules.runs_out(since=since, lasts=lasts * HOUR, zone=CPH)
    assert waking_minutes(since, until, CPH) == lasts * 60


@pytest.mark.parametrize(
    ("left", "written", "channel", "lasts"),
    [
        (timedelta(days=5), True, "message", 24),
        (timedelta(days=4), True, "message", 6),
        (timedelta(hours=49), True, "message", 6),
        (timedelta(hours=48), True, "phone", 6),
        (timedelta(hours=25), True, "phone", 6),
        (timedelta(days=5), False, "phone", 24),
        (timedelta(days=3), False, "phone", 6),
    ],
)
def test_how_and_how_long_a_time_is_offered(left, written, channel, lasts):
    terms = rules.terms_of(starts_at=MONDAY + left, now=MONDAY, is_written_to=written, zone=CPH)
    assert terms.channel == channel
    assert terms.expires_at - MONDAY - terms.paused == lasts * HOUR
    assert terms.expires_at < MONDAY + left - 2 * HOUR


def test_a_time_within_a_day_is_public_at_once():
    assert not rules.is_worth_offering(starts_at=MONDAY + 24 * HOUR, now=MONDAY)
    assert rules.is_worth_offering(starts_at=MONDAY + 24 * HOUR + timedelta(seconds=1), now=MONDAY)


@pytest.mark.parametrize(
    ("wishes", "fits"),
    [
        ({}, True),
        ({"weekdays": [1, 3]}, True),
        ({"weekdays": [2]}, False),
        ({"parts": [(0, 12)]}, True),
        ({"parts": [(12, 17), (17, 24)]}, False),
        ({"earliest_on": date(2026, 11, 2)}, True),
        ({"earliest_on": date(2026, 11, 3)}, False),
        ({"has_at": MONDAY + timedelta(days=1)}, True),
        ({"has_at": MONDAY}, False),
        ({"has_at": MONDAY - timedelta(days=1)}, False),
    ],
)
def test_whom_a_time_suits(wishes, fits):
    asked = {"weekdays": [], "parts": [], "earliest_on": None, "has_at": None, **wishes}
    assert rules.suits(starts_at=MONDAY, zone=CPH, **asked) is fits


def test_among_equals_the_same_length_goes_before_the_same_counsellor():
    order = [
        rules.misfit(same_length=length, asks_for_this_counsellor=counsellor)
        for length, counsellor in [(True, True), (True, False), (False, True), (False, False)]
    ]
    assert order == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("state", "minutes", "refusal"),
    [
        ("open", 1, None),
        ("open", 0, WaitingRefusal.OFFER_EXPIRED),
        ("open", -1, WaitingRefusal.OFFER_EXPIRED),
        ("expired", 1, WaitingRefusal.OFFER_EXPIRED),
        ("accepted", 1, WaitingRefusal.OFFER_TAKEN),
        ("declined", 1, WaitingRefusal.OFFER_OVER),
        ("skipped", 1, WaitingRefusal.OFFER_OVER),
        ("withdrawn", 1, WaitingRefusal.OFFER_OVER),
    ],
)
def test_when_an_offer_may_be_answered(state, minutes, refusal):
    expires_at = MONDAY + timedelta(minutes=minutes)
    assert rules.may_answer(state=state, expires_at=expires_at, now=MONDAY) == refusal


def test_a_time_is_asked_around_three_times_at_most():
    later = MONDAY + timedelta(days=9)
    assert [rules.is_asked_on(round_number=number, starts_at=later, now=MONDAY) for number in (1, 2, 3)] == [
        True,
        True,
        False,
    ]
    assert not rules.is_asked_on(round_number=1, starts_at=MONDAY + 3 * HOUR, now=MONDAY)


def test_who_took_none_of_three_is_rung_instead():
    assert [rules.status_after_no(refusals=number) for number in (1, 2, 3)] == ["waiting", "waiting", "exhausted"]


@pytest.mark.parametrize("wanted", ["waiting", "offered", "served", "withdrawn", "exhausted"])
def test_nobody_comes_back_to_the_list_on_an_ended_place(wanted):
    for ended in ("served", "withdrawn", "exhausted"):
        assert rules.entry_may_become(ended, wanted) is WaitingRefusal.NOT_WAITING
    assert rules.entry_may_become("waiting", "offered") is None


@pytest.mark.parametrize(
    ("waits", "ahead", "rate", "low", "high"),
    [
        ([], 0, 0.0, 1, 3),
        ([3, 4], 1, 1.0, 1, 3),  # too little history to say more
        ([8, 9, 15, 18, 20, 30], 0, 1.0, 1, 3),
        ([20, 25, 30, 33, 40, 50], 0, 1.0, 3, 6),
        ([8, 9, 15, 18, 20, 30], 12, 2.0, 3, 6),  # many wait: longer
        ([8, 9, 15, 18, 20, 30], 100, 2.0, 8, None),
        ([0, 0, 1, 1, 2, 2], 0, 3.0, 1, 2),
    ],
)
def test_how_long_it_usually_takes(waits, ahead, rate, low, high):
    assert rules.usual_weeks(waits=waits, ahead=ahead, served_a_week=rate) == rules.Weeks(low, high)


@given(ahead=st.integers(0, 60), rate=st.floats(0, 20), waits=st.lists(st.floats(0, 200), max_size=30))
def test_a_range_never_gives_a_rank_away(ahead, rate, waits):
    said = [rules.usual_weeks(waits=waits, ahead=number, served_a_week=rate) for number in (ahead, ahead + 1)]
    for one in said:
        assert one.high is None or 1 <= one.low < one.high <= 8
    # more people ahead never makes it shorter, and a range always covers more than one place
    for before, behind in pairwise(said):
        assert behind.low >= before.low and (behind.high or 99) >= (before.high or 99)
