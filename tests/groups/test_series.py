"""Dates by a rule: the same local time whatever the clock does, odd weeks over any year, clear of closing days."""

from datetime import date, datetime, time, timedelta

import pytest

from groups.actions.dates import DateWish
from groups.rules import series
from groups.rules.dates import MOST_AT_ONCE
from groups.rules.series import OnClosed, Repeats, days_of, planned, rule_of
from portal import clock


def test_weekly_at_17_stays_17_over_both_clock_changes() -> None:
    for first in (date(2027, 3, 16), date(2027, 10, 19)):
        days = days_of(rule_of(Repeats.WEEKLY, first), first, first + timedelta(days=28))
        periods = DateWish(days=days, begins=time(17), ends=time(19)).periods()
        local = [(start.astimezone(clock.zone()).time(), end - start) for start, end in periods]
        assert len(days) == 5 and {moment for moment, _length in local} == {time(17)}
        offsets = {start.utcoffset() for start, _end in periods}
        assert len(offsets) == 2, "the clock did change in between"


@pytest.mark.parametrize("weekday", range(7))
def test_odd_and_even_weeks_hold_over_a_year_of_53_weeks(weekday: int) -> None:
    first = next(
        day
        for day in (date(2026, 9, 1) + timedelta(days=n) for n in range(21))
        if day.weekday() == weekday and day.isocalendar().week % 2 == 1
    )
    last = date(2027, 3, 31)
    assert date(2026, 12, 31).isocalendar().week == 53
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for repeats, odd in ((Repeats.ODD_WEEKS, 1), (Repeats.EVEN_WEEKS, 0)):
        wanted = [day for day in every if day.weekday() == weekday and day.isocalendar().week % 2 == odd]
        start = wanted[0]
        assert days_of(rule_of(repeats, start), start, last) == wanted, repeats


def test_the_first_monday_of_the_month_and_the_last_one_when_it_is_the_fifth() -> None:
    first = date(2027, 1, 4)
    days = days_of(rule_of(Repeats.MONTHLY, first), first, date(2027, 6, 30))
    assert [day.day for day in days] == [4, 1, 1, 5, 3, 7]
    last = date(2027, 3, 29)
    assert days_of(rule_of(Repeats.MONTHLY, last), last, date(2027, 5, 31)) == [
        last,
        date(2027, 4, 26),
        date(2027, 5, 31),
    ]


def test_a_closed_day_is_left_out_moved_or_kept_and_says_why() -> None:
    first, last = date(2027, 3, 1), date(2027, 4, 30)
    closed = {date(2027, 4, 5): "2. påskedag", date(2027, 4, 6): "Personaledag"}
    rule = rule_of(Repeats.MONTHLY, first)
    skipped, moved, kept = (
        planned(rule, first, last, closed=closed, on_closed=way)[1]
        for way in (OnClosed.SKIP, OnClosed.MOVE, OnClosed.KEEP)
    )
    assert (skipped.day, skipped.closed) == (None, "2. påskedag")
    assert moved.day == date(2027, 4, 7), "the next open weekday"
    assert kept.day == date(2027, 4, 5)


def test_a_moved_day_never_falls_on_another_of_its_series_nor_on_a_weekend() -> None:
    closed = {date(2027, 4, 9): "Lukket"}
    rows = planned("FREQ=DAILY", date(2027, 4, 9), date(2027, 4, 13), closed=closed, on_closed=OnClosed.MOVE)
    assert rows[0].day == date(2027, 4, 14)
    full = {date(2027, 4, 1) + timedelta(days=n): "Lukket" for n in range(40)}
    assert series.next_open(date(2027, 4, 1), closed=full, used=set()) is None


def test_a_rule_without_end_stops_just_past_what_may_be_made() -> None:
    days = days_of("FREQ=DAILY", date(2027, 1, 1), date(2090, 1, 1))
    assert len(days) == MOST_AT_ONCE + 1
    assert days_of("", date(2027, 1, 1), date(2027, 1, 1)) == [date(2027, 1, 1)]


def test_what_ends_before_it_begins_ends_the_next_day() -> None:
    start, end = DateWish(days=[date(2027, 1, 1)], begins=time(22), ends=time(1)).periods()[0]
    assert end == datetime(2027, 1, 2, 1, tzinfo=clock.zone()) and end - start == timedelta(hours=3)
