"""What a discreet event is about stands nowhere else: own calendars, news, afterwards, files, machines, log lines."""

import io
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from groups import links
from groups.actions import events, handouts, news
from groups.actions.evaluations import digest_of
from groups.models import EvaluationForm, EvaluationTicket, Event, Handout, LetterCopy, NewsTold, NewsWish, Registration
from portal import clock
from portal.accounts.models import User
from portal.audit.log_lines import formatter
from portal.outbox import kinds
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from relatives import actions as relatives
from relatives.models import RelativeProfile
from tests.factories.evenings import make_pool, sign_up
from tests.factories.news import ALL
from tests.factories.people import sign_in
from tests.groups.residue import Evening
from tests.groups.test_discreet_everywhere import NAMED, hides, lines

__all__ = ["lines"]  # a fixture
pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("language", ["da", "nb", "en"])]
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def over(organiser: User, colleague: User, at: Any, lines: pytest.LogCaptureFixture) -> Evening:
    """A discreet evening that is over since a morning: everything was said, asked, sent and handed out."""
    made = Evening(organiser, colleague, **NAMED)
    made.before()
    handouts.add_handout(by=organiser, date=made.date, name="Når nogen drikker hjemme.pdf", data=PDF)
    at(made.date.starts_at + timedelta(minutes=5))
    made.at_the_door()
    at(made.date.ends_at.replace(hour=11) + timedelta(days=1))
    made.answer()
    handouts.tell_of_handouts()
    return made


@pytest.fixture(autouse=True)
def spoken(language: str) -> Iterator[None]:
    """Everything is asked and said in a language."""
    with translation.override(language):
        yield


@pytest.fixture(autouse=True)
def no_line_says_it(lines: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever happens in these tests, nothing of it stands in a line of the log."""
    logging.getLogger("django.request").warning("Not Found: %s", "/arrangementer/vis/naar-nogen-drikker-hjemme/")
    yield
    written = formatter()
    records = lines.get_records("setup") + lines.get_records("call")
    assert records, "lines are caught"
    for record in records:
        hides(written.format(record))


def hidden_answer(answer: Any, path: str = "") -> None:
    """Address, head and content."""
    hides(path)
    hides(str(dict(answer.headers)))
    if not answer.streaming:
        hides(answer.content.decode(errors="ignore"))


def confirmed(evening: Evening) -> Registration:
    """Somebody with an account who has a place."""
    return Registration.objects.of_pool(evening.pool.pk).confirmed().exclude(person=None)[0]


def test_the_file_a_persons_own_calendar_fetches(organiser: User, relative: User, language: str) -> None:
    pool = make_pool(organiser, 3, **NAMED)
    RelativeProfile.objects.create(user=relative, readers="only_me")
    sign_up(pool, relative)
    path = reverse("relatives:calendar_feed", args=[relatives.renew_feed(by=relative, says_titles=True)])
    answer = Client().get(path)
    assert b"BEGIN:VEVENT" in answer.content
    hidden_answer(answer, path)


def test_news_of_what_became_discreet_after_it_was_told(
    organiser: User, relative: User, settings: Any, language: str
) -> None:
    """It was open when the message was written; nobody is told of it any more, and the page names it no more."""
    RelativeProfile.objects.create(user=relative, readers="only_me")
    wish = news.start_own_news(by=relative, wishes={**ALL, "says_titles": True}, language=language)
    event = make_pool(organiser, 3, title="Åben").occurrence.event
    other = make_pool(organiser, 3, title="Stadig åben").occurrence.event
    NewsTold.objects.bulk_create(NewsTold(wish=wish, event=one, told_at=clock.now()) for one in (event, other))
    Event.objects.filter(pk=event.pk).update(**NAMED)
    context = {"events": [str(event.pk), str(other.pk)], "names": True}
    message = OutboxMessage(kind="groups.news", channel="email", language=language, about=wish.pk, context=context)
    said = text_of(message)
    hides(said.subject + said.body)
    assert "Stadig åben" in said.body
    path = reverse("groups:my_news")
    answer = sign_in(relative).get(path)
    hidden_answer(answer, path)
    guest = NewsWish.objects.get()
    link = reverse("groups:news_link", args=[links.sign_news(guest.pk)])
    hidden_answer(Client().get(link), link)


def test_every_message_there_is_of_it_in_every_channel(over: Evening, language: str) -> None:
    rows = list(OutboxMessage.objects.filter(kind__startswith="groups.").exclude(channel="house"))
    tried = set()
    for row in rows:
        for channel in ("email", "sms", "inbox"):
            row.language, row.loaded = language, None
            row.channel = channel if channel in {"email", row.channel} else row.channel
            said = text_of(row)
            hides(f"{said.subject} {said.body}")
            kind = kinds.get(row.kind)
            if kind.calendar_file is not None:
                hides((kind.calendar_file(row) or b"").decode().replace("\r\n ", ""))
            tried.add(row.kind)
    assert {"groups.evaluation", "groups.handouts", "groups.confirmed", "groups.reminder"} <= tried


def test_pages_and_files_of_what_was_handed_out(over: Evening, language: str) -> None:
    row = confirmed(over)
    assert row.person is not None
    files = list(Handout.objects.of_date(over.date.pk))
    token = links.sign_handouts(row)
    asked: list[tuple[Client, str]] = [
        (sign_in(row.person), reverse("groups:my_handouts", args=[row.pk])),
        (Client(), reverse("groups:handouts_link", args=[token])),
    ]
    for one in files:
        asked.append((sign_in(row.person), reverse("groups:my_handout", args=[row.pk, one.pk])))
        asked.append((Client(), reverse("groups:handout_link", args=[token, one.pk])))
    for client, path in asked:
        answer = client.get(path)
        assert answer.status_code == 200
        hidden_answer(answer, path)


def test_the_questions_afterwards_their_thanks_and_their_end(over: Evening, language: str) -> None:
    message = OutboxMessage.objects.filter(kind="groups.evaluation", channel="email").first()
    assert message is not None and message.secret is not None
    form = EvaluationForm.objects.get(occurrence=over.date)
    EvaluationTicket.objects.create(form=form, digest=digest_of("hemmelig"))
    path = reverse("groups:evaluation", args=["hemmelig"])
    for answer in (
        Client().get(path),
        Client().post(path, {"worth": "9"}),
        Client().post(path, {"worth": "5", "welcome": "4", "words": "Tak"}),
        Client().get(path),
    ):
        hidden_answer(answer, path)


def test_letters_and_what_one_can_still_do_behind_links(over: Evening, language: str) -> None:
    row = confirmed(over)
    token = links.sign(row)
    for name in ("sign_up_link", "sign_up_link_change", "sign_up_link_instead", "sign_up_link_why", "online_link"):
        path = reverse(f"groups:{name}", args=[token])
        hidden_answer(Client().get(path), path)
    copy = LetterCopy.objects.filter(registration=row).first()
    assert copy is not None
    path = reverse("groups:letter_link", args=[links.sign_copy(copy)])
    hidden_answer(Client().get(path), path)
    assert row.person is not None
    for name in ("my_sign_up", "my_sign_up_change", "my_sign_up_instead", "my_sign_up_why"):
        path = reverse(f"groups:{name}", args=[row.pk])
        hidden_answer(sign_in(row.person, method="code").get(path), path)


def test_files_organisers_take_along_and_their_names(over: Evening, organiser: User, language: str) -> None:
    desk = sign_in(organiser)
    given = {"file_format": "xlsx", "reason": "Liste til vagten i receptionen"}
    for path in (reverse("groups:sign_ups_file", args=[over.date.pk]), reverse("groups:numbers_file")):
        answer = desk.post(desk.post(path, given)["Location"])
        assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
        hides(path + str(dict(answer.headers)))
        sheet = load_workbook(io.BytesIO(answer.content)).active
        hides(str([[cell.value for cell in line] for line in sheet.iter_rows()]))
        hides(str(sheet.title))
    hidden_answer(desk.get(reverse("audit:files")))


def test_answers_for_machines_and_what_stands_in_their_heads(organiser: User, language: str) -> None:
    make_pool(organiser, 3, **NAMED)
    visitor = Client(headers={"accept-language": language})
    for path in ("/api/v1/events", "/api/v1/events/temaaften-3", reverse("groups:feed"), "/api/v1/"):
        answer = visitor.get(path)
        hidden_answer(answer, path)


def test_an_address_forgets_what_it_said_when_an_event_becomes_discreet(organiser: User, language: str) -> None:
    pool = make_pool(organiser, 3, title="Når nogen drikker hjemme", slug="naar-nogen-drikker-hjemme")
    event = pool.occurrence.event
    values = {"sensitivity": "discreet", "discreet_title": "Temaaften"}
    row = events.change_event(by=organiser, event=event, version=event.version, values=values)
    hides(row.slug)
    assert Client().get(reverse("groups:event", args=["naar-nogen-drikker-hjemme"])).status_code == 404
    copy = events.copy_event(by=organiser, event=row, form_key=uuid4())
    hides(copy.slug)
