"""Is somebody there? And which days is the house closed?"""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import translation

from portal.accounts.models import User
from portal.calendar.actions.opening import add_closing_day, add_opening, add_public_holidays, remove_closing_day
from portal.calendar.hours import open_now, staffed_by
from portal.calendar.models import ClosingDay, OpeningHours
from portal.calendar.public_holidays import public_holidays
from portal.calendar.rules import Refusal
from portal.keys import new_key
from portal.refusals import Refused
from tests.calendar.builders import local

pytestmark = pytest.mark.django_db


@pytest.fixture
def hours() -> None:
    """Weekdays 9-15, Thursdays until 18, closed at lunch on Fridays, as in Egekøbing."""
    for weekday in range(1, 5):
        OpeningHours.objects.create(iso_weekday=weekday, opens_at=time(9), closes_at=time(18 if weekday == 4 else 15))
    OpeningHours.objects.create(iso_weekday=5, opens_at=time(9), closes_at=time(12))
    OpeningHours.objects.create(iso_weekday=5, opens_at=time(12, 30), closes_at=time(15))


def words(moment: datetime) -> str:
    """What the front page says at a moment."""
    state = open_now(now=moment)
    assert state is not None
    return state.words


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (local(2026, 11, 24, 9), "Åbent nu – til kl. 15"),
        (local(2026, 11, 26, 17, 59), "Åbent nu – til kl. 18"),
        (local(2026, 11, 24, 8, 59), "Lukket nu. Åbner i dag kl. 9."),
        (local(2026, 11, 24, 15), "Lukket nu. Åbner i morgen kl. 9."),
        (local(2026, 11, 27, 12, 10), "Lukket nu. Åbner i dag kl. 12.30."),
        (local(2026, 11, 27, 16), "Lukket nu. Åbner mandag kl. 9."),
        (local(2026, 12, 23, 16), "Lukket nu. Åbner mandag kl. 9."),
        (local(2026, 12, 24, 10), "Lukket i dag: juleaften. Åbner mandag kl. 9."),
        (local(2026, 12, 31, 10), "Lukket i dag: nytårsaften. Åbner mandag kl. 9."),
    ],
)
def test_the_front_page_says_what_a_person_would(
    moment: datetime, said: str, hours: None, team_lead: User, at: Any
) -> None:
    add_public_holidays(by=team_lead, year=2026)
    add_public_holidays(by=team_lead, year=2027)
    at(moment)
    assert words(moment) == said


def test_norwegian_and_english_say_it_their_way(hours: None) -> None:
    with translation.override("nb"):
        assert words(local(2026, 11, 24, 15)) == "Stengt nå. Åpner i morgen kl. 9."
    with translation.override("en"):
        assert words(local(2026, 11, 24, 12)) == "Open now – until 15:00"


def test_far_away_days_are_said_with_their_date(hours: None, team_lead: User, at: Any) -> None:
    moment = local(2026, 11, 24, 16)
    at(moment)
    for number in (25, 26, 27, 30):
        add_closing_day(by=team_lead, on=date(2026, 11, number), reason="Flytning")
    assert words(moment) == "Lukket nu. Åbner tirsdag 1. december kl. 9."


def test_without_hours_nothing_is_claimed_and_without_an_end_only_that_it_is_closed(team_lead: User) -> None:
    assert open_now(now=local(2026, 11, 24, 10)) is None
    OpeningHours.objects.create(iso_weekday=2, opens_at=time(9), closes_at=time(10))
    for number in (1, 8, 15, 22):
        add_closing_day(by=team_lead, on=date(2026, 12, number), reason="Flytning")
    state = open_now(now=local(2026, 12, 1, 11))
    assert state is not None and state.words == "Lukket i dag: Flytning."


def test_a_units_own_hours_are_its_own(hours: None) -> None:
    assert open_now(new_key(), now=local(2026, 11, 24, 10)) is None


def test_denmark_closes_on_5_june_and_norway_does_not() -> None:
    denmark, norway = public_holidays("DK", 2026), public_holidays("NO", 2026)
    assert date(2026, 6, 5) in denmark and date(2026, 6, 5) not in norway
    assert date(2026, 5, 17) in norway and date(2026, 5, 1) in norway and date(2026, 5, 1) not in denmark
    both = {date(2026, 12, day) for day in (24, 25, 26, 31)} | {date(2026, 4, 6)}
    assert both <= set(denmark) & set(norway)
    assert all(holiday for holiday, _name in [*denmark.values(), *norway.values()])


def test_an_old_holiday_without_a_name_of_ours_keeps_the_countrys_own() -> None:
    assert public_holidays("DK", 2023)[date(2023, 5, 5)] == (None, "Store bededag")


def test_holidays_are_added_once_and_say_their_name_in_the_readers_language(team_lead: User) -> None:
    add_closing_day(by=team_lead, on=date(2026, 12, 24), reason="Hele huset holder jul")
    assert add_public_holidays(by=team_lead, year=2026) == 12
    assert add_public_holidays(by=team_lead, year=2026) == 0
    assert ClosingDay.objects.get(on=date(2026, 12, 24)).words == "Hele huset holder jul"
    with translation.override("nb"):
        assert ClosingDay.objects.get(on=date(2026, 12, 25)).words == "første juledag"


def test_opening_hours_and_closing_days_refuse_what_makes_no_sense(team_lead: User) -> None:
    def refusal(action: Any, **fields: Any) -> Refusal:
        with pytest.raises(Refused) as refused:
            action(by=team_lead, **fields)
        return Refusal(refused.value.reason)

    add_opening(by=team_lead, iso_weekday=1, opens_at=time(9), closes_at=time(15))
    overlap = {"iso_weekday": 1, "opens_at": time(14), "closes_at": time(16)}
    assert refusal(add_opening, **overlap) is Refusal.OPENING_OVERLAPS
    backwards = {"iso_weekday": 2, "opens_at": time(14), "closes_at": time(9)}
    assert refusal(add_opening, **backwards) is Refusal.ENDS_BEFORE_IT_BEGINS
    night = {"iso_weekday": 7, "opens_at": time(2), "closes_at": time(9)}
    assert refusal(add_opening, **night) is Refusal.CHANGE_NIGHT
    day = add_closing_day(by=team_lead, on=date(2026, 12, 24), reason="Jul")
    assert refusal(add_closing_day, on=date(2026, 12, 24), reason="Jul") is Refusal.DAY_ALREADY_CLOSED
    remove_closing_day(by=team_lead, closing_day_id=day.id)
    assert refusal(remove_closing_day, closing_day_id=day.id) is Refusal.CHANGED_MEANWHILE


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (local(2026, 11, 24, 10), local(2026, 11, 25, 10)),
        (local(2026, 11, 21, 23, 44), local(2026, 11, 24, 9)),  # Saturday night: a day after Monday begins
        (local(2026, 11, 26, 17), local(2026, 11, 27, 15)),  # Thursday is open until 18, Friday until 15
        (local(2026, 11, 27, 14), local(2026, 11, 30, 14)),  # over a weekend
        (local(2026, 12, 23, 11), local(2026, 12, 28, 11)),  # over Christmas
    ],
)
def test_an_answer_is_promised_for_a_moment_when_somebody_is_there(
    asked: datetime, answered: datetime, hours: None, team_lead: User
) -> None:
    add_public_holidays(by=team_lead, year=2026)
    assert staffed_by(asked, timedelta(hours=24)) == answered


def test_without_opening_hours_an_answer_is_promised_in_plain_hours() -> None:
    asked = local(2026, 11, 21, 23, 44)
    assert staffed_by(asked, timedelta(hours=24)) == asked + timedelta(hours=24)
