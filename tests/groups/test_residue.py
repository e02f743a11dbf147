"""When its time is over, nothing anybody said about an evening is left anywhere in the database; numbers are."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from groups.actions import evaluations, news, seats, tallies
from groups.models import Attendee, DateTally, Occurrence, Registration, SeatPool
from portal import clock
from portal.accounts.models import User
from portal.privacy import registry
from portal.privacy.actions import keep_and_delete
from portal.vault.fields import EncryptedField
from tests.factories.evenings import make_pool, many_people, sign_up
from tests.groups.residue import AFTER, WEEKS, WORDS, Evening, after, found, let_everything_leave, tried_out

pytestmark = pytest.mark.django_db
WANT_NEWS = {"newsmail", "newsindex"}
PARTNERS = "groups.partner_members"


@pytest.fixture
def evening(organiser: User, colleague: User, at: Any) -> Iterator[Evening]:
    """An evening that is over since an hour; everything was said that can be said."""
    made = Evening(organiser, colleague)
    made.before()
    assert {"needs", "newsmail", "newsindex", "unanswered", "unconfirmed", "mailindex", "letter"} <= found()
    at(clock.now() + timedelta(days=5))
    seats.sweep()
    let_everything_leave()
    at(made.date.starts_at + timedelta(minutes=5))
    made.at_the_door()
    let_everything_leave()
    at(made.date.ends_at.replace(hour=11) + timedelta(days=1))
    made.answer()
    let_everything_leave()
    yield made


def sealed(model: type[models.Model]) -> list[str]:
    """The names of its sealed columns."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedField)]


def left_after(days: int) -> set[str]:
    """What may still stand there so many days after."""
    return {name for name, last in AFTER.items() if last > days}


def night(at: Any, moment: datetime) -> None:
    """What happens by itself until a night, and in it."""
    at(moment)
    let_everything_leave()
    seats.sweep()
    evaluations.close_due()
    tallies.count_dates()
    keep_and_delete()


def test_everything_goes_on_its_day_and_not_before(evening: Evening, at: Any) -> None:
    assert found() == set(WORDS), "it all stands there, or this test finds nothing"
    news.stop_news(by=None, wish=evening.wish)
    for days in (13, 15, 29, 31, 91, 364, 366):
        night(at, after(evening, days))
        assert found() == left_after(days), f"{days} days after"
    assert not Registration.objects.exists() and not Attendee.objects.exists()


def test_whoever_wants_to_hear_of_evenings_is_known_until_they_stop(evening: Evening, at: Any) -> None:
    night(at, after(evening, 400))
    assert found() == WANT_NEWS
    news.stop_news(by=None, wish=evening.wish)
    assert not found()


def test_a_period_taken_away_is_found(evening: Evening, at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the evenings' own in turn, on the day after: without it, a word stays."""
    ours = [
        period
        for period in registry.periods()
        if period.name.startswith("groups.") and period.name != PARTNERS  # not of an evening: test_partners
    ]
    needless = []
    for period in ours:
        kept = {name: one for name, one in registry._periods.items() if name != period.name}
        days = max(period.keep.days, WEEKS) + 1
        with tried_out(), monkeypatch.context() as bug:
            bug.setattr(registry, "_periods", kept)
            night(at, after(evening, days))
            if found() <= left_after(days) | WANT_NEWS:
                needless.append(period.name)
    assert len(ours) >= 12 and not needless


def test_every_table_is_walked() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables "
            "WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') "
            "AND NOT has_table_privilege(format('%I.%I', table_schema, table_name), 'SELECT')"
        )
        assert not cursor.fetchall(), "what can't be read can't be searched"


def test_every_sealed_word_of_an_evening_is_said_in_this_test(evening: Evening) -> None:
    """A new sealed column without a word of its own would never be looked for."""
    empty = []
    for model in apps.get_app_config("groups").get_models():
        for field in sealed(model):
            values = [str(getattr(row, field) or "") for row in model._base_manager.all()]
            if not any(word in value.lower() for value in values for word in WORDS.values()):
                empty.append(f"{model.__name__}.{field}")
    assert sorted(empty) == [], "say something there in tests/groups/residue.py"


def test_numbers_outlive_the_people_they_were_counted_from(evening: Evening, at: Any) -> None:
    night(at, after(evening, 15))
    before = DateTally.objects.get(occurrence=evening.date)
    assert before.came >= 9 and before.parts
    night(at, after(evening, 366))
    assert DateTally.objects.get(occurrence=evening.date).parts == before.parts
    assert tallies.count_dates() == 0, "counted once"


def test_nobody_goes_before_they_are_counted(organiser: User, at: Any) -> None:
    pool = make_pool(organiser, 5)
    rows = [sign_up(pool, person) for person in many_people(3)]
    Attendee.objects.filter(registration=rows[0]).update(came_at=pool.occurrence.starts_at)
    at(pool.occurrence.ends_at + timedelta(days=60))
    keep_and_delete()
    assert Registration.objects.count() == 3, "whoever counts was asleep"
    tallies.count_dates()
    keep_and_delete()
    tally = DateTally.objects.get()
    assert (tally.came, tally.unsaid, Registration.objects.count()) == (1, 2, 0)


@pytest.mark.parametrize(("status", "gone"), [("cancelled", True), ("postponed", False)])
def test_what_is_called_off_goes_and_what_is_put_off_waits_half_a_year(
    pool: SeatPool, relative: User, at: Any, status: str, gone: bool
) -> None:
    sign_up(pool, relative)
    Occurrence.objects.update(status=status)
    at(pool.occurrence.ends_at + timedelta(days=31))
    keep_and_delete()
    assert Registration.objects.exists() is not gone
    at(pool.occurrence.ends_at + timedelta(days=250))
    keep_and_delete()
    assert not Registration.objects.exists()


def test_a_dry_run_says_what_would_go_and_takes_nothing(evening: Evening, at: Any) -> None:
    at(after(evening, 15))
    would = {one.period.name: one.rows for one in keep_and_delete(dry_run=True)}
    assert would["groups.needs"] == 1 and would["groups.respite"] == 1 and would["groups.answers"] == 1
    assert "needs" in found()
    keep_and_delete()
    assert {one.rows for one in keep_and_delete(dry_run=True) if one.period.name.startswith("groups.")} == {0}
