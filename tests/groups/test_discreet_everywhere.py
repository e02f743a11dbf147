"""The real title of a discreet event stands in no subject, text message, calendar file, address, feed or log line."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from groups import links
from groups.actions import seats
from groups.models import Event, Registration
from portal import clock
from portal.accounts.models import User
from tests.factories.people import sign_in
from tests.groups.residue import Evening, let_everything_leave

pytestmark = pytest.mark.django_db
TITLE, WORD = "Når nogen drikker hjemme", "drikker"
NAMED = {
    "title": TITLE,
    "sensitivity": "discreet",
    "discreet_title": "Temaaften",
    "slug": "temaaften-3",
    "summary": "Om at drikker man, mærkes det.",
}


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Every line any logger writes; what the database is asked is shown nowhere outside a test."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    yield caplog


@pytest.fixture
def evening(organiser: User, colleague: User, lines: pytest.LogCaptureFixture) -> Evening:
    """A discreet evening ahead, with people, wishes and letters."""
    made = Evening(organiser, colleague, **NAMED)
    made.before()
    return made


def hides(said: str) -> None:
    """The word is not there: as it is, in an address, or as JSON writes it."""
    assert WORD not in said.lower(), said[max(0, said.lower().find(WORD) - 200) :][:400]


def test_no_calendar_file_feed_or_answer_for_machines_says_it(evening: Evening, organiser: User) -> None:
    visitor = Client()
    date = {"slug": "temaaften-3", "pk": evening.date.pk}
    for path in (
        reverse("groups:date_file", kwargs=date),
        reverse("groups:feed"),
        reverse("groups:calendar_feed"),
        "/api/v1/events",
        f"/api/v1/events?q={WORD}",
    ):
        answer = visitor.get(path)
        text = answer.content.decode() + str(dict(answer.headers))
        hides(text.replace(f"q={WORD}", ""))
    poster = sign_in(organiser).get(reverse("groups:event_poster", args=[evening.date.event_id]))
    pages = PdfReader(io.BytesIO(poster.content)).pages
    hides(" ".join(page.extract_text() for page in pages) + str(dict(poster.headers)))


@pytest.mark.parametrize("path", ["groups:evenings", "groups:month", "groups:event"])
def test_no_public_page_says_it_where_others_read_along(evening: Evening, path: str) -> None:
    """The window's title, every address, what search engines read and what a link shows when it is shared."""
    args = ["temaaften-3"] if path == "groups:event" else []
    answer = Client().get(reverse(path, args=args))
    page = BeautifulSoup(answer.content, "html.parser")
    for tag in page.find_all(True):
        for name in ("href", "src", "action"):
            hides(str(tag.get(name, "")))
    for script in page.find_all("script", type="application/ld+json"):
        hides(json.dumps(json.loads(script.string or "{}"), ensure_ascii=False))
    for meta in page.find_all("meta"):
        hides(str(meta.get("content", "")))
    hides(page.title.get_text() if page.title else "")
    hides(str(dict(answer.headers)))
    assert answer["Referrer-Policy"] in {"same-origin", "no-referrer", "strict-origin"}


def test_no_line_of_a_log_says_it_whatever_is_done(
    evening: Evening, organiser: User, lines: pytest.LogCaptureFixture, at: Any
) -> None:
    row = Registration.objects.of_pool(evening.pool.pk).confirmed().exclude(person=None)[0]
    assert row.person is not None
    for client, path in (
        (Client(), reverse("groups:event", args=["temaaften-3"])),
        (Client(), reverse("groups:sign_up", args=["temaaften-3", evening.pool.pk])),
        (Client(), reverse("groups:sign_up_link", args=[links.sign(row)])),
        (Client(), reverse("groups:event", args=["findes-ikke"])),
        (sign_in(row.person), reverse("groups:my_evenings")),
        (sign_in(organiser), reverse("groups:organised", args=[evening.date.event_id])),
        (sign_in(organiser), reverse("groups:organised_date", args=[evening.date.pk])),
        (sign_in(organiser), reverse("groups:door", args=[evening.date.pk])),
    ):
        client.get(path)
        hides(path)
    at(evening.date.starts_at + timedelta(minutes=5))
    evening.at_the_door()
    seats.sweep()
    let_everything_leave()
    logging.getLogger("groups").warning("seen: %s", evening.date.event)
    assert any("seen: Temaaften" in record.getMessage() for record in lines.records), "lines are caught"
    for record in lines.records:
        hides(record.getMessage())


def test_an_event_says_its_discreet_title_wherever_it_is_written_out(evening: Evening) -> None:
    event = Event.objects.get(pk=evening.date.event_id)
    for said in (str(event), f"{event}", repr(event), str(evening.date), str(evening.pool)):
        hides(said)
    assert clock.now() < evening.date.starts_at
