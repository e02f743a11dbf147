"""A place that is kept says until when, and is kept longer for who asks; nothing runs out that nobody could answer."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from groups import links, why_not
from groups.actions import changing_dates, seats
from groups.actions.keeping_longer import give_more_time
from groups.models import Occurrence, Registration, RegistrationLog, SeatPool
from groups.rules.seats import Window, kept_after_move, more_time_until
from portal import clock
from portal.accounts.models import User
from portal.outbox.models import OutboxMessage
from tests.factories.evenings import make_pool, sign_up
from tests.factories.people import make_person, sign_in

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Copenhagen")
NOON = datetime(2026, 9, 1, 12, tzinfo=ZONE)
HALF_HOUR, DAY = timedelta(minutes=30), timedelta(days=1)


def scarce_hold(organiser: User, **more: Any) -> Registration:
    """A guest's place, kept half an hour because it is the last."""
    return sign_up(make_pool(organiser, 1, **more), None)


def offered(organiser: User) -> tuple[SeatPool, Registration]:
    """Somebody who waited has a place offered."""
    pool = make_pool(organiser, 1)
    first, row = sign_up(pool, make_person("Rasmus")), sign_up(pool, make_person("Yasmin"))
    seats.cancel_sign_up(by=None, registration=first)
    row.refresh_from_db()
    assert row.state == "offered"
    return pool, row


def link(row: Registration) -> str:
    return reverse("groups:sign_up_link", args=[links.sign(row)])


def press(row: Registration, answer: str = "more_time") -> tuple[int, str]:
    page = Client().post(link(row), {"answer": answer}, follow=True)
    row.refresh_from_db()
    return page.status_code, page.content.decode()


def test_a_kept_place_is_counted_down_said_aloud_and_kept_longer_twice(organiser: User) -> None:
    row, now = scarce_hold(organiser), clock.now()
    with clock.frozen_at(now + timedelta(minutes=5)):
        box = BeautifulSoup(Client().get(link(row)).content, "html.parser").find(class_="countdown")
        assert box.has_attr("data-countdown") and 1400 <= int(box["data-seconds"]) <= 1500
        assert box.find(attrs={"aria-live": "polite"}) is not None
        assert "Vi gemmer pladsen" in box.get_text() or "Vi holder pladsen" in box.get_text()
    first = row.expires_at
    for minute, longer in ((5, HALF_HOUR), (5, HALF_HOUR), (10, 2 * HALF_HOUR)):
        with clock.frozen_at(now + timedelta(minutes=minute)):
            status, said = press(row)
        assert (status, row.expires_at) == (200, first + longer), "a second press at once is the same press"
        assert "Vi holder pladsen til dig indtil" in said
    with clock.frozen_at(now + timedelta(minutes=20)):
        status, said = press(row)
        page = Client().get(link(row)).content.decode()
    assert status == 409 and "Vi kan ikke holde pladsen længere" in said and 'value="more_time"' not in page
    with clock.frozen_at(now + timedelta(minutes=80)):
        assert press(row, "confirm")[0] == 200 and row.state == "confirmed"


def test_it_is_not_counted_down_while_there_are_hours_left(organiser: User) -> None:
    row = sign_up(make_pool(organiser, 30), None)
    box = BeautifulSoup(Client().get(link(row)).content, "html.parser").find(class_="countdown")
    assert not box.has_attr("data-countdown") and box.find("button", value="more_time") is not None


def test_an_offer_stands_anew_once_and_the_message_still_holds(organiser: User) -> None:
    _pool, row = offered(organiser)
    until, version = row.expires_at, row.version
    give_more_time(by=row.person, registration=row)
    row.refresh_from_db()
    assert (row.expires_at, row.version) == (until + timedelta(hours=48), version)
    with clock.shifted_by(timedelta(minutes=2)):
        assert press(row)[0] == 409
    assert why_not.places_since(row) == 1, "kept longer, it is still one place"
    assert "Du bad om mere tid" in " ".join(line.words for line in why_not.story(row))


def test_what_has_run_out_or_was_never_kept_is_not_kept_longer(organiser: User) -> None:
    row = scarce_hold(organiser)
    with clock.shifted_by(timedelta(hours=1)):
        assert press(row)[0] == 409
        seats.sweep()
        row.refresh_from_db()
        assert row.state == "expired"
    confirmed = sign_up(make_pool(organiser, 3), make_person("Rasmus"))
    assert press(confirmed)[0] == 409 and confirmed.expires_at is None


@pytest.mark.parametrize(
    ("state", "given", "left", "longer"),
    [
        ("held", 0, 20 * DAY, HALF_HOUR),
        ("held", 2, 20 * DAY, None),
        ("offered", 0, 20 * DAY, 2 * DAY),
        ("offered", 1, 20 * DAY, None),
        ("offered", 0, timedelta(hours=5), None),
        ("held", 0, timedelta(minutes=50), timedelta(minutes=20)),
        ("waiting", 0, 20 * DAY, None),
    ],
)
def test_more_time_never_goes_past_the_closing(
    state: str, given: int, left: timedelta, longer: timedelta | None
) -> None:
    until, window = NOON + HALF_HOUR, Window(None, None, NOON + left)
    found = more_time_until(state=state, until=until, given=given, now=NOON, window=window, zone=ZONE)
    assert found == (until + longer if longer else None)


def test_nothing_runs_out_while_a_date_is_put_off_and_there_is_time_again_after(organiser: User) -> None:
    pool, row = offered(organiser)
    guest_pool = make_pool(organiser, 1)
    held = sign_up(guest_pool, None)
    for date in (pool.occurrence, guest_pool.occurrence):
        changing_dates.postpone(by=organiser, date=date, version=1, says="Taleren er syg.")
    with clock.frozen_at(clock.now() + 5 * DAY):
        seats.sweep()
        for one in (row, held):
            one.refresh_from_db()
        assert (row.state, held.state) == ("offered", "held"), "nobody could answer meanwhile"
        starts = clock.now() + 30 * DAY
        date = Occurrence.objects.get(pk=pool.occurrence_id)
        changing_dates.reschedule(
            by=organiser, date=date, version=2, starts_at=starts, ends_at=starts + timedelta(hours=2),
            venue=date.venue, room=None, says="",
        )  # fmt: skip
        row.refresh_from_db()
        assert row.state == "offered" and row.expires_at == clock.now() + 2 * DAY
        assert press(row, "accept")[0] == 200 and row.state == "confirmed"
    assert not OutboxMessage.objects.filter(kind="groups.ran_out").exists()


def test_an_offer_never_outlives_the_date_it_is_for(organiser: User) -> None:
    pool, row = offered(organiser)
    starts = clock.now() + timedelta(hours=30)
    changing_dates.reschedule(
        by=organiser, date=pool.occurrence, version=1, starts_at=starts, ends_at=starts + timedelta(hours=2),
        venue=pool.occurrence.venue, room=None, says="",
    )  # fmt: skip
    row.refresh_from_db()
    assert row.expires_at == starts and RegistrationLog.objects.filter(registration=row, why="moved").count() == 1
    past = kept_after_move(until=NOON, now=NOON, window=Window(None, NOON - DAY, NOON + DAY), zone=ZONE)
    assert past == NOON, "sign-up has closed meanwhile: it runs out, it is not turned back"


def test_staff_gives_more_time_on_the_phone(organiser: User) -> None:
    pool, row = offered(organiser)
    url = reverse("groups:organised_party", args=[pool.occurrence_id, row.pk])
    desk, until = sign_in(organiser), row.expires_at
    assert "Giv dem mere tid" in desk.get(url).content.decode()
    assert (
        "Der er holdt en plads til dem indtil" in desk.post(url, {"answer": "more_time"}, follow=True).content.decode()
    )
    row.refresh_from_db()
    assert row.expires_at > until
