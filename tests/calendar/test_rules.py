"""Pure rules and their sentences."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from psycopg.types.range import DateRange

from portal.calendar.forms.refusals import REFUSAL_TEXT
from portal.calendar.models import AvailabilityRule
from portal.calendar.rules import Refusal, is_change_hour, is_unclear_local, minus
from portal.calendar.words import rule_sentence
from tests.calendar.builders import COPENHAGEN, OSLO, local

TODAY = date(2026, 11, 22)
FROM_2020 = DateRange(date(2020, 1, 1), None)


@pytest.mark.parametrize("zone", [COPENHAGEN, OSLO], ids=["copenhagen", "oslo"])
@pytest.mark.parametrize(("day", "is_unclear"), [(28, False), (29, True), (30, False)])
def test_half_past_two_is_unclear_on_the_night_of_spring_only(day: int, is_unclear: bool, zone: ZoneInfo) -> None:
    assert is_unclear_local(datetime(2026, 3, day, 2, 30), zone) is is_unclear
    assert not is_unclear_local(datetime(2026, 3, day, 3), zone)


@pytest.mark.parametrize("zone", [COPENHAGEN, OSLO], ids=["copenhagen", "oslo"])
@pytest.mark.parametrize(("day", "is_unclear"), [(24, False), (25, True), (26, False)])
def test_half_past_two_is_unclear_on_the_night_of_autumn_only(day: int, is_unclear: bool, zone: ZoneInfo) -> None:
    for fold in (0, 1):
        assert is_change_hour(datetime(2026, 10, day, 2, 30, tzinfo=zone, fold=fold), zone) is is_unclear
    assert not is_change_hour(local(2026, 10, day, 3, zone=zone), zone)


def test_every_refusal_has_words() -> None:
    assert set(REFUSAL_TEXT) == set(Refusal)


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=8)
NOON = local(2026, 11, 22, 12)


def apart(drawn: list[tuple[int, int]]) -> list[tuple[datetime, datetime]]:
    """In order and without overlaps."""
    made, last = [], 0
    for start, length in sorted(drawn):
        begin = max(start, last + 1)
        last = begin + length
        made.append((NOON + timedelta(minutes=begin), NOON + timedelta(minutes=last)))
    return made


def minutes_of(stretches: list[tuple[datetime, datetime]]) -> set[int]:
    """Every minute."""
    return {
        minute
        for start, end in stretches
        for minute in range(int((start - NOON).seconds / 60), int((end - NOON).seconds / 60))
    }


@given(these=spans.map(apart), those=spans.map(apart))
def test_minus_takes_off_exactly_the_minutes(these: Any, those: Any) -> None:
    assert minutes_of(minus(these, those)) == minutes_of(these) - minutes_of(those)


@pytest.mark.parametrize(
    ("fields", "danish", "english"),
    [
        (
            {"modes": ["phone", "in_person"], "week_pattern": "odd"},
            "Hver tirsdag kl. 9–12, telefon og fremmøde, ulige uger",
            "Every Tuesday 9:00–12:00, phone and in person, odd weeks",
        ),
        (
            {"end_time": time(11, 30), "purposes": ["first"], "release_days_before": 2},
            "Hver tirsdag kl. 9–11.30, alle samtaleformer, kun første samtaler, åben for alle 2 dage før",
            "Every Tuesday 9:00–11:30, every kind of talk, only first talks, open to everybody 2 days before",
        ),
        (
            {"week_pattern": "every_n", "every_weeks": 3, "counted_from": date(2026, 11, 3), "modes": ["video"]},
            "Hver tirsdag kl. 9–12, video, hver 3. uge regnet fra 3. november",
            "Every Tuesday 9:00–12:00, video, every 3 weeks counted from 3 November",
        ),
        (
            {"valid": DateRange(date(2026, 12, 1), date(2027, 1, 1)), "is_within_opening_hours": True},
            "Hver tirsdag kl. 9–12, alle samtaleformer, i åbningstiden, fra 1. december til og med 31. december",
            "Every Tuesday 9:00–12:00, every kind of talk, within opening hours, from 1 December until 31 December",
        ),
    ],
)
def test_a_rule_is_a_sentence(fields: dict[str, Any], danish: str, english: str, at: Any) -> None:
    at(local(2026, 11, 22, 12))
    rule = AvailabilityRule(
        **{"iso_weekday": 2, "start_time": time(9), "end_time": time(12), "valid": FROM_2020, **fields}
    )
    assert rule_sentence(rule, TODAY) == danish
    with translation.override("en"):
        assert rule_sentence(rule, TODAY) == english
