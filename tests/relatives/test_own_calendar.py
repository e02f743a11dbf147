"""A relative's talks and evenings in their own calendar: one neutral file behind a secret address."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from counselling.actions import keeping
from groups.models import Event, Occurrence, OnlineAccess
from portal.accounts.merging import Merge
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from relatives import actions
from relatives.models import CalendarFeed, RelativeProfile
from tests.factories.evenings import make_pool, sign_up
from tests.factories.people import make_person, sign_in

pytestmark = pytest.mark.django_db
SECRET = "Når nogen drikker"


def address(user: User, says_titles: bool = False) -> str:
    return reverse("relatives:calendar_feed", args=[actions.renew_feed(by=user, says_titles=says_titles)])


@pytest.fixture
def feed(relative: User) -> Callable[..., Any]:
    """The file as a calendar fetches it, without signing in."""
    at_this = address(relative)
    return lambda **headers: Client().get(at_this, headers=headers)


def choose(user: User, **fields: str) -> None:
    RelativeProfile.objects.update_or_create(user=user, defaults=fields)


def said(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 200
    entries = Calendar.from_ical(answer.content).walk("VEVENT")
    assert {str(one["CLASS"]) for one in entries} <= {"PRIVATE"}
    return [(str(one["SUMMARY"]), str(one.get("LOCATION", ""))) for one in entries]


def test_talks_and_evenings_stand_in_one_file_that_says_nothing_of_them(
    feed: Any, relative: User, talk: Any, organiser: User
) -> None:
    sign_up(make_pool(organiser, 3), relative)
    answer = feed()
    assert sorted(said(answer)) == [("Aftale", ""), ("Arrangement", "")]
    assert answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    for word in ("hukommelsen", "Smedje", "Mette", "Rasmus", "samtale", "pårørende", "LOCATION", "ATTENDEE", "://"):
        assert word not in text


def test_the_uid_is_the_one_in_messages_so_that_a_calendar_knows_them_for_the_same(
    feed: Any, relative: User, talk: Any
) -> None:
    assert f"{talk.uid}@" in feed().content.decode().replace("\r\n ", "")


@pytest.mark.parametrize(
    ("readers", "discreet", "says_titles", "expected"),
    [
        ("only_me", "no", True, ("Når hukommelsen svigter", "Smedjegade 3, 0000 Egekøbing")),
        ("only_me", "no", False, ("Arrangement", "Smedjegade 3, 0000 Egekøbing")),
        ("others", "no", True, ("Arrangement", "")),
        ("only_me", "neutral_email", True, ("Arrangement", "")),
    ],
)
def test_an_open_evening_is_named_only_where_the_person_chose_it_and_alone_reads(
    relative: User, organiser: User, readers: str, discreet: str, says_titles: bool, expected: tuple[str, str]
) -> None:
    choose(relative, readers=readers, discreet=discreet)
    sign_up(make_pool(organiser, 3), relative)
    assert said(Client().get(address(relative, says_titles))) == [expected]


def test_a_discreet_evening_is_never_named_nor_placed(relative: User, organiser: User) -> None:
    choose(relative, readers="only_me")
    fields = {"title": SECRET, "sensitivity": "discreet", "discreet_title": "Temaaften"}
    sign_up(make_pool(organiser, 3, **fields), relative)
    assert said(Client().get(address(relative, True))) == [("Arrangement", "")]


def test_the_way_into_a_meeting_online_never_stands_there(relative: User, organiser: User) -> None:
    choose(relative, readers="only_me")
    pool = make_pool(organiser, 3, attendance="online", channel="online")
    OnlineAccess.objects.create(occurrence=pool.occurrence, address="https://moede.example/hemmelig-7Qk2")
    sign_up(pool, relative)
    answer = Client().get(address(relative, True))
    assert said(answer) == [("Når hukommelsen svigter", "")]
    assert b"hemmelig" not in answer.content


def test_what_is_over_off_waiting_or_somebody_elses_is_not_there(
    feed: Any, relative: User, another_relative: User, organiser: User
) -> None:
    full = make_pool(organiser, 1, title="Fuld")
    sign_up(full, another_relative)
    sign_up(full, relative)
    gone = make_pool(organiser, 3)
    sign_up(gone, relative)
    assert len(said(feed())) == 1
    Occurrence.objects.filter(pk=gone.occurrence_id).update(status="postponed")
    assert said(feed()) == []


def test_nothing_new_is_a_304_and_every_change_is_seen(
    feed: Any, relative: User, talk: Any, organiser: User, at: Any
) -> None:
    first = feed()["ETag"]
    assert feed(if_none_match=first).status_code == 304
    assert feed(if_none_match=f"W/{first}").status_code == 304
    sign_up(make_pool(organiser, 3), relative)
    second = feed(if_none_match=first)["ETag"]
    assert second != first
    Occurrence.objects.update(sequence=1)
    assert feed(if_none_match=second).status_code == 200
    keeping.cancel_appointment(by=relative, appointment=talk, actor="relative")
    assert said(feed()) == [("Arrangement", "")]


def test_a_new_address_closes_the_old_one_at_once_and_only_its_hash_is_kept(relative: User) -> None:
    old = address(relative)
    assert Client().get(old).status_code == 200
    new = address(relative)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    assert CalendarFeed.objects.get().secret_hash not in new
    by_hash = reverse("relatives:calendar_feed", args=[CalendarFeed.objects.get().secret_hash])
    assert Client().get(by_hash).status_code == 404
    actions.close_feed(by=relative)
    actions.close_feed(by=relative)
    assert Client().get(new).status_code == 404
    assert AuditEvent.objects.filter(action="relatives.feed_closed", subject=relative.pk).count() == 1


def test_the_page_makes_shows_once_renews_and_closes(relative: User) -> None:
    client, page = sign_in(relative), reverse("relatives:calendar")
    assert "Lav en adresse" in client.get(page).content.decode()
    shown = client.post(page, {"says_titles": "on"}).content.decode()
    assert "/abonnement/" in shown and "webcal://" in shown
    assert CalendarFeed.objects.get().says_titles
    again = client.get(page).content.decode()
    assert "/abonnement/" not in again and "Lav en ny adresse" in again
    client.post(reverse("relatives:calendar_close"))
    assert not CalendarFeed.objects.exists()


def test_whoever_wants_nothing_outside_the_site_gets_no_address_and_the_old_one_rests(
    feed: Any, relative: User
) -> None:
    choose(relative, discreet="inbox_only")
    assert feed().status_code == 404
    answer = sign_in(relative).post(reverse("relatives:calendar"))
    assert answer.status_code == 409, "nothing_leaves_the_site"
    assert "Du har bedt om, at intet forlader siden." in answer.content.decode()
    choose(relative, discreet="no")
    assert feed().status_code == 200


def test_the_address_dies_with_the_account_and_is_no_door_to_a_merged_one(
    feed: Any, relative: User, another_relative: User, talk: Any, counsellor: User
) -> None:
    User.objects.filter(pk=relative.pk).update(is_active=False)
    assert feed().status_code == 404
    User.objects.filter(pk=relative.pk).update(is_active=True)
    mine = address(another_relative)
    actions.carry_feed(Merge(keep=another_relative, gone=relative, by=counsellor, choices={}))
    assert feed().status_code == 404
    assert Client().get(mine).status_code == 200


def test_secrets_are_not_tried_and_an_address_is_not_asked_without_end(feed: Any) -> None:
    cache.clear()
    tried = [Client().get(reverse("relatives:calendar_feed", args=[f"gaet{n}"])).status_code for n in range(61)]
    assert set(tried[:60]) == {404} and tried[60] == 429
    asked = [feed().status_code for _time in range(31)]
    assert set(asked[:30]) == {200} and asked[30] == 429


def test_a_busy_person_costs_no_more_queries(feed: Any, relative: User, organiser: User, talk: Any) -> None:
    sign_up(make_pool(organiser, 3), relative)
    feed()
    with CaptureQueriesContext(connection) as few:
        feed()
    for _number in range(6):
        sign_up(make_pool(organiser, 3), relative)
    with CaptureQueriesContext(connection) as many:
        assert len(said(feed())) == 8
    assert len(many.captured_queries) == len(few.captured_queries)
    assert Event.objects.count() == 7


def test_the_file_is_in_the_persons_language(organiser: User) -> None:
    norwegian = make_person("Kari Nordmann", language="nb")
    sign_up(make_pool(organiser, 3), norwegian)
    assert said(Client().get(address(norwegian))) == [("Arrangement", "")]
