"""Posters and texts: they say what a stranger may read, lead to the event's page, and never to more than that."""

import html
import io
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from groups import telling
from groups.forms.telling_refusals import REFUSAL_TEXT
from groups.models import Event, Occurrence, Speaker, Venue
from groups.rules.telling import TellRefusal
from portal.accounts.models import User
from tests.factories.evenings import make_date, make_pool
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
SECRET = "Når nogen drikker"
PEOPLE = {"contact_name": "Lone Vad", "contact_phone": "00 00 12 40"}


@pytest.fixture
def desk(organiser: User) -> Client:
    return sign_in(organiser)


@pytest.fixture
def open_event(organiser: User) -> Event:
    event = make_pool(organiser, 20, summary="Få råd til hverdagen.", **PEOPLE).occurrence.event
    Speaker.objects.create(event=event, name="Ole Brask", title="demenskonsulent")
    Venue.objects.update(hearing_loop="yes", lift="no")
    return event


@pytest.fixture
def discreet(organiser: User) -> Event:
    named = {"title": SECRET, "sensitivity": "discreet", "discreet_title": "Temaaften", "summary": "Om alkohol."}
    event = make_pool(organiser, 20, slug="temaaften-7", **named, **PEOPLE).occurrence.event
    Speaker.objects.create(event=event, name="Ida Holm", title="alkoholbehandler")
    return event


def poster_of(client: Client, event: Event) -> PdfReader:
    answer = client.get(reverse("groups:event_poster", args=[event.pk]))
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def texts_of(client: Client, event: Event) -> list[str]:
    answer = client.get(reverse("groups:event_tell", args=[event.pk]))
    return [area.text for area in BeautifulSoup(answer.content, "html.parser").find_all("textarea")]


def words(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def said_on(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_a_poster_is_one_page_that_says_what_when_where_and_whom_to_ask(desk: Client, open_event: Event) -> None:
    reader = poster_of(desk, open_event)
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842), "A4"
    said = said_on(reader)
    for part in (
        *("Når hukommelsen svigter", "Få råd til hverdagen", "Ole Brask", "Kulturhuset Smedjen", "Smedjegade 3"),
        *("Teleslynge", "Findes ikke: elevator", "Lone Vad", "00 00 12 40", "Det er gratis"),
        telling.period_words(open_event.occurrences.get().period).split(" kl. ")[1],
    ):
        assert part in said


def test_the_square_code_is_the_events_public_address(open_event: Event) -> None:
    address = f"{settings.SITE_URL}{reverse('groups:event', args=[open_event.slug])}"
    dates = telling.dates_to_tell(open_event)
    with_code = telling.said(open_event, dates, [])
    assert with_code["address"] == address
    assert telling.square_code(address) != telling.square_code(address + "x")
    assert Client().get(address.removeprefix(settings.SITE_URL)).status_code == 200


def test_nothing_to_hang_up_says_what_a_discreet_event_is_about(desk: Client, discreet: Event) -> None:
    reader = poster_of(desk, discreet)
    paper, snippet = texts_of(desk, discreet)
    raw = telling.poster(discreet, telling.dates_to_tell(discreet), discreet.speakers.all())
    for said in (said_on(reader), paper, snippet, str(reader.metadata)):
        assert "Temaaften" in said
        for word in (SECRET, "drikker", "alkohol", "Ida Holm"):
            assert word not in said
    assert SECRET.encode() not in raw


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"sensitivity": "closed", "discreet_title": "Gruppe"}, TellRefusal.TELL_CLOSED),
        ({"publication": "draft"}, TellRefusal.TELL_NOT_OUT),
        ({"publication": "archived"}, TellRefusal.TELL_NOT_OUT),
    ],
)
def test_there_is_no_poster_of_what_is_closed_or_not_out(
    desk: Client, open_event: Event, fields: dict[str, Any], refusal: TellRefusal
) -> None:
    Event.objects.update(**fields)
    for name in ("event_tell", "event_poster"):
        answer = desk.get(reverse(f"groups:{name}", args=[open_event.pk]))
        assert answer.status_code == 409 and str(REFUSAL_TEXT[refusal]) in words(answer)
        assert "<textarea" not in answer.content.decode()


def test_there_is_no_poster_without_a_date_that_takes_place(desk: Client, open_event: Event) -> None:
    Occurrence.objects.update(status="cancelled")
    answer = desk.get(reverse("groups:event_poster", args=[open_event.pk]))
    assert answer.status_code == 409 and str(REFUSAL_TEXT[TellRefusal.TELL_NO_DATE]) in words(answer)


def test_what_an_organiser_writes_is_text_on_the_poster_and_in_the_snippet(desk: Client, open_event: Event) -> None:
    nasty = "<script>alert(1)</script> #read(\"/etc/passwd\") & 'x'"
    Event.objects.update(title=nasty, summary="*fed* $x$ 😀")
    assert nasty.replace(" ", "") in said_on(poster_of(desk, open_event)).replace(" ", "")
    paper, snippet = texts_of(desk, open_event)
    assert nasty in paper and "<script" not in snippet and html.escape("<script>") in snippet
    read = BeautifulSoup(snippet, "html.parser")
    assert read.article and read.h3 and read.h3.text == nasty and not read.find_all(["script", "img", "style"])


def test_the_way_into_an_online_evening_stands_nowhere(desk: Client, open_event: Event) -> None:
    Occurrence.objects.update(venue=None, status="moved_online")
    said = said_on(poster_of(desk, open_event))
    assert "hjemmefra" in said and "Smedjegade" not in said


def test_a_poster_speaks_the_events_own_language(desk: Client, open_event: Event) -> None:
    Event.objects.update(language="en", contact_name="Lone")
    said = said_on(poster_of(desk, open_event))
    assert "It is free. Sign up here:" in said and "/en/" in said


def test_a_poster_holds_on_one_page_with_a_long_title_and_many_dates(desk: Client, organiser: User) -> None:
    pool = make_pool(organiser, 5, title="Ord " * 29 + "Ende", summary="Lang " * 58, **PEOPLE)
    date = pool.occurrence
    for week in range(1, 9):
        make_date(date.event, date.starts_at + timedelta(days=7 * week))
    Venue.objects.update(arrival="Gå gennem gården. " * 8)
    assert len(poster_of(desk, date.event).pages) == 1


def test_what_is_typed_from_paper_is_short_and_no_number_is_broken() -> None:
    assert telling.printed("https://portal.example/aften/sov-bedre/") == "portal.example/aften/sov-bedre"
    assert telling.in_one_piece("Lone Vad, 00 00 12 40") == "Lone Vad, 00\u00a000\u00a012\u00a040"
