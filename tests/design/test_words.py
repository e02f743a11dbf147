"""Days and times as people say them, in three languages."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from portal import clock
from portal.design import words

NOW = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
TALK = datetime(2026, 11, 3, 13, 0, tzinfo=UTC)  # 14.00 in Copenhagen
ENDS = datetime(2026, 11, 3, 13, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("da", "tirsdag 3. november kl. 14.00"),
        ("nb", "tirsdag 3. november kl. 14.00"),
        ("en", "Tuesday 3 November at 14:00"),
    ],
)
def test_a_moment_is_said_in_the_active_language(language: str, said: str) -> None:
    with clock.frozen_at(NOW), translation.override(language):
        assert words.moment_words(TALK) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 12, 24), "torsdag 24. december"),
        (date(2027, 2, 1), "mandag 1. februar"),
        (date(2028, 2, 29), "tirsdag 29. februar 2028"),
        (date(2025, 5, 5), "mandag 5. maj 2025"),
    ],
)
def test_the_year_is_said_only_when_it_is_far(day: date, said: str) -> None:
    with clock.frozen_at(NOW), translation.override("da"):
        assert words.day_words(day) == said


def test_a_period_of_one_day_names_the_day_once() -> None:
    with clock.frozen_at(NOW), translation.override("da"):
        assert words.period_words((TALK, ENDS)) == "tirsdag 3. november kl. 14.00–14.45"


def test_a_period_past_midnight_names_both_days() -> None:
    with clock.frozen_at(NOW), translation.override("en"):
        late = datetime(2026, 11, 3, 22, 30, tzinfo=UTC)
        assert words.period_words((late, late.replace(hour=23, minute=30))) == (
            "Tuesday 3 November at 23:30 – Wednesday 4 November at 00:30"
        )


def test_the_zone_is_the_municipalitys_on_both_sides_of_a_clock_change() -> None:
    before = datetime(2026, 10, 24, 7, 0, tzinfo=UTC)
    after = datetime(2026, 10, 25, 8, 0, tzinfo=UTC)
    with translation.override("da"):
        assert words.time_words(before) == words.time_words(after) == "9.00"


def test_a_time_of_day_has_no_zone() -> None:
    with translation.override("nb"):
        assert words.time_words(time(9, 5)) == "9.05"
        assert words.time_words(datetime(2026, 1, 1, 9, 5, tzinfo=ZoneInfo("Europe/Oslo"))) == "9.05"
