"""An event may keep less of the people who were there than the municipality does, and never more."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from groups.actions import events, seats, tallies
from groups.actions.events import change_event
from groups.forms.organising import SignUpForm
from groups.models import Attendee, DateTally, Event, EventLetter, EventQuestion, Handout, Occurrence, Registration
from groups.models.keeping import FEWEST_DAYS, days_kept
from groups.rules.events import EventRefusal
from portal.accounts.models import User
from portal.privacy.actions import keep_and_delete
from portal.refusals import Refused
from tests.factories.evenings import make_pool, sign_up
from tests.factories.people import sign_in
from tests.groups.residue import Evening, after, found, let_everything_leave
from tests.groups.test_residue import night

pytestmark = pytest.mark.django_db
SHORT = 5
# Of no event, of nobody, and of the other event that somebody got no place at, which keeps its month.
OF_ELSEWHERE = {"newsmail", "newsindex", "evaluation", "guestmail", "mailindex", "rejected"}


@pytest.fixture
def evening(organiser: User, colleague: User, at: Any) -> Evening:
    """An evening that keeps five days, over since a day, with everything said that can be said."""
    made = Evening(organiser, colleague, retention_days=SHORT)
    made.before()
    seats.sweep()
    let_everything_leave()
    at(made.date.starts_at + timedelta(minutes=5))
    made.at_the_door()
    let_everything_leave()
    at(made.date.ends_at.replace(hour=11) + timedelta(days=1))
    made.answer()
    let_everything_leave()
    return made


def of_this_event(evening: Evening) -> int:
    """Rows that say something of those who were there."""
    date = evening.date
    rows: list[Any] = [Registration.objects.of_event(date.event_id), Handout.objects.filter(occurrence=date)]
    rows += [EventLetter.objects.filter(occurrence=date), EventQuestion.objects.filter(event=date.event)]
    return sum(one.count() for one in rows)


def test_what_was_said_goes_on_the_events_own_day_and_the_numbers_stay(evening: Evening, at: Any) -> None:
    night(at, after(evening, SHORT, hours=-1))
    assert of_this_event(evening) > 9 and Attendee.objects.filter(has_needs=True).exists()
    night(at, after(evening, SHORT, hours=1))
    assert of_this_event(evening) == 0
    assert DateTally.objects.get(occurrence=evening.date).came >= 9, "counted before they went"
    night(at, after(evening, SHORT + 8))  # messages that have left keep their text for a week
    assert found() == OF_ELSEWHERE


def test_a_dry_run_counts_what_would_go(evening: Evening, at: Any) -> None:
    at(after(evening, SHORT, hours=1))
    tallies.count_dates()
    would = {one.period.name: one.rows for one in keep_and_delete(dry_run=True)}
    assert would["groups.registrations"] > 9 and would["groups.needs"] == 1
    assert would["groups.handouts"] == would["groups.letters"] == would["groups.questions"] == 1
    assert of_this_event(evening) > 9


def test_an_event_never_keeps_longer_than_the_municipality(
    organiser: User, relative: User, at: Any, settings: Settings
) -> None:
    assert days_kept(None) == 30 and days_kept(90) == 30 and days_kept(3) == 3
    pool = make_pool(organiser, 5, retention_days=90)
    sign_up(pool, relative)
    at(pool.occurrence.ends_at + timedelta(days=31))
    tallies.count_dates()
    keep_and_delete()
    assert not Registration.objects.exists()
    settings.KEEPING_DAYS = {"groups.registrations": 10}
    assert days_kept(None) == days_kept(20) == 10 and days_kept(5) == 5


def test_another_event_of_the_same_night_keeps_its_people(organiser: User, relative: User, at: Any) -> None:
    short, usual = make_pool(organiser, 5, retention_days=3), make_pool(organiser, 5, title="En anden")
    for pool in (short, usual):
        sign_up(pool, relative)
    at(short.occurrence.ends_at + timedelta(days=4))
    tallies.count_dates()
    keep_and_delete()
    assert [row.pool for row in Registration.objects.all()] == [usual]
    assert [one.occurrence for one in DateTally.objects.all()] == [short.occurrence], "the other is counted in its time"


def test_who_has_a_place_at_what_is_put_off_keeps_it(organiser: User, relative: User, at: Any) -> None:
    pool = make_pool(organiser, 5, retention_days=3)
    sign_up(pool, relative)
    Occurrence.objects.update(status="postponed")
    at(pool.occurrence.ends_at + timedelta(days=20))
    keep_and_delete()
    assert Registration.objects.exists()


def typed(event: Event, **more: Any) -> dict[str, Any]:
    shown = {name: value for name, value in SignUpForm.shown(event).items() if value not in {None, False}}
    return {**shown, "version": event.version, **more}


def test_an_organiser_chooses_it_and_people_read_it_before_they_sign_up(organiser: User, settings: Settings) -> None:
    pool = make_pool(organiser, 5)
    event, desk = pool.occurrence.event, sign_in(organiser)
    address = reverse("groups:event_sign_up", args=[event.pk])
    page = desk.get(address).content.decode()
    assert "Tomt: 30 dage efter hver dato" in page
    for wrong in ("2", "31", "-1", "x"):
        assert desk.post(address, typed(event, retention_days=wrong)).status_code != 302
    assert desk.post(address, typed(event, retention_days="4")).status_code == 302
    event.refresh_from_db()
    assert event.retention_days == 4
    visitor = Client().get(reverse("groups:sign_up", args=[event.slug, pool.pk])).content.decode()
    assert "Det slettes 4 dage efter." in visitor
    settings.KEEPING_DAYS = {"groups.registrations": 20}
    assert "Tomt: 20 dage efter hver dato" in desk.get(address).content.decode()
    assert desk.post(address, typed(event, retention_days="21")).status_code != 302


def test_what_people_were_told_when_they_signed_up_is_kept(organiser: User, relative: User) -> None:
    pool = make_pool(organiser, 5, retention_days=4)
    event = pool.occurrence.event
    change_event(by=organiser, event=event, version=event.version, values={"retention_days": 6})
    sign_up(pool, relative)
    for longer in (7, None):
        event.refresh_from_db()
        with pytest.raises(Refused) as said:
            change_event(by=organiser, event=event, version=event.version, values={"retention_days": longer})
        assert said.value.reason == EventRefusal.KEEPS_LONGER
    event.refresh_from_db()
    change_event(by=organiser, event=event, version=event.version, values={"retention_days": 4})
    event.refresh_from_db()
    assert event.retention_days == 4


def test_three_days_are_the_fewest(organiser: User) -> None:
    event = make_pool(organiser, 5).occurrence.event
    with pytest.raises(Refused) as said:
        change_event(by=organiser, event=event, version=event.version, values={"retention_days": FEWEST_DAYS - 1})
    assert said.value.reason == EventRefusal.KEEPS_TOO_SHORT
    with pytest.raises(IntegrityError, match="event_keeps_people_three_days_or_more"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(retention_days=1)


def test_a_copy_keeps_as_long_as_what_it_was_copied_from(organiser: User) -> None:
    event = make_pool(organiser, 5, retention_days=7).occurrence.event
    copy = events.copy_event(by=organiser, event=event, form_key=event.organiser.pk)
    assert copy.retention_days == 7
