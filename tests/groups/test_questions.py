"""Questions to whoever speaks: asked by nobody in particular, read on the record, gone two weeks after."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from groups.actions import questions as actions
from groups.forms.questions import REFUSAL_TEXT
from groups.models import Event, EventQuestion, Occurrence, SeatPool
from groups.rules.questions import QuestionRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.privacy.registry import periods
from portal.refusals import Refused
from tests.factories.evenings import make_event, make_pool
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
TEXT = "Må jeg sige nej til min mor's læge? Æh <b>øh</b>"


def ask(event: Event, client: Client | None = None, **more: Any) -> Any:
    given = {"text": TEXT, "form_key": str(uuid4()), **more}
    return (client or Client()).post(reverse("groups:question", args=[event.slug]), given)


@pytest.fixture
def event(pool: SeatPool) -> Event:
    """An evening in two weeks."""
    return pool.occurrence.event


def test_anybody_asks_from_the_events_page_and_nothing_says_who(event: Event, relative: User) -> None:
    page = Client().get(reverse("groups:event", args=[event.slug])).content.decode()
    assert reverse("groups:question", args=[event.slug]) in page
    assert ask(event, sign_in(relative)).url == reverse("groups:event", args=[event.slug])
    assert {field.name for field in EventQuestion._meta.concrete_fields} == {
        *("id", "event", "text", "state", "asked_at", "form_key")
    }
    told = AuditEvent.objects.get(action="groups.question_asked")
    assert (told.actor, told.subject) == (None, None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text::text FROM groups_eventquestion")
        assert "mor" not in cursor.fetchone()[0]
    assert EventQuestion.objects.get().text == TEXT


def test_a_second_press_asks_nothing_more(event: Event) -> None:
    key = str(uuid4())
    ask(event, form_key=key)
    ask(event, form_key=key)
    assert EventQuestion.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 501])
def test_nothing_or_too_much_is_said_and_kept(event: Event, text: str) -> None:
    answer = ask(event, text=text)
    assert answer.status_code == 422
    assert text.strip() in answer.content.decode()
    assert not EventQuestion.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"publication": "draft", "published_at": None},
        {"sensitivity": "closed", "discreet_title": "Gruppe"},
        {"audience": "staff"},
        {"registration": "application"},
    ],
)
def test_where_one_cannot_come_one_cannot_ask(organiser: User, fields: Any) -> None:
    event = make_pool(organiser, 3, **fields).occurrence.event
    assert ask(event).status_code == 404
    assert Client().get(reverse("groups:question", args=[event.slug])).status_code == 404


def test_one_asks_before_a_drop_in_too(organiser: User) -> None:
    assert ask(make_pool(organiser, 3, registration="drop_in").occurrence.event).status_code == 302


def test_when_it_is_over_or_off_it_is_too_late_and_the_text_stays(event: Event, organiser: User) -> None:
    Occurrence.objects.update(status="cancelled")
    for one in (event, make_pool(organiser, 3, starts_in=timedelta(days=-3)).occurrence.event):
        answer = ask(one)
        assert answer.status_code == 409, QuestionRefusal.QUESTION_TOO_LATE
        said = BeautifulSoup(answer.content, "html.parser")
        assert str(REFUSAL_TEXT[QuestionRefusal.QUESTION_TOO_LATE]) in said.get_text()
        assert said.textarea.get_text().strip() == TEXT


def test_the_event_may_have_gone_while_somebody_typed(event: Event) -> None:
    Event.objects.update(publication="archived")
    with pytest.raises(Refused, match=QuestionRefusal.QUESTION_TOO_LATE):
        actions.ask_question(event=event, text=TEXT, form_key=uuid4())


def test_many_questions_from_one_place_are_stopped_for_a_while(event: Event) -> None:
    cache.clear()
    assert {ask(event).status_code for _time in range(20)} == {302}
    answer = ask(event)
    assert answer.status_code == 429, QuestionRefusal.QUESTIONS_TOO_MANY
    assert EventQuestion.objects.count() == 20


def test_the_organiser_reads_marks_hides_and_prints(event: Event, organiser: User) -> None:
    for text in ("Den første", "Den anden", "Den dumme"):
        actions.ask_question(event=event, text=text, form_key=uuid4())
    desk, page = sign_in(organiser), reverse("groups:event_questions", args=[event.pk])
    assert "Den dumme" in desk.get(page).content.decode()
    assert AuditEvent.objects.filter(action="groups.questions_read", kind="read").count() == 1
    first, _second, silly = EventQuestion.objects.of_event(event.pk)
    desk.post(reverse("groups:question_put", args=[first.pk, "answered"]))
    desk.post(reverse("groups:question_put", args=[silly.pk, "hidden"]))
    printed = desk.get(page + "?print").content.decode()
    assert "Den anden" in printed and "Den første" not in printed and "Den dumme" not in printed
    desk.post(reverse("groups:question_put", args=[silly.pk, "open"]))
    assert "Den dumme" in desk.get(page + "?print").content.decode()
    assert desk.post(reverse("groups:question_put", args=[silly.pk, "burnt"])).status_code == 404
    with pytest.raises(Refused) as error:
        actions.put_question(by=organiser, question=silly, state="burnt")
    assert error.value.reason == QuestionRefusal.QUESTION_NOT_FROM_HERE


def test_what_was_asked_is_shown_as_text_and_to_organisers_alone(
    event: Event, organiser: User, relative: User, counsellor: User
) -> None:
    ask(event)
    page = reverse("groups:event_questions", args=[event.pk])
    assert b"<b>" not in sign_in(organiser).get(page).content
    for person in (relative, counsellor):
        assert sign_in(person).get(page).status_code == 403
    assert (
        "mor"
        not in BeautifulSoup(Client().get(reverse("groups:event", args=[event.slug])).content, "html.parser").get_text()
    )


def test_it_is_gone_two_weeks_after_the_last_date(event: Event, organiser: User, at: Any) -> None:
    actions.ask_question(event=event, text=TEXT, form_key=uuid4())
    undated = make_event(organiser, title="Uden dato")
    EventQuestion.objects.create(event=undated, text="Hvornår?", asked_at=clock.now(), form_key=uuid4())
    period = next(one for one in periods() if one.name == "groups.questions")
    ends_at = Occurrence.objects.get().ends_at
    at(ends_at + timedelta(days=13))
    assert [row.event for row in period.overdue(clock.now() - period.keep)] == [undated]  # asked four weeks ago
    at(ends_at + timedelta(days=15))
    assert {row.event for row in period.overdue(clock.now() - period.keep)} == {event, undated}


def test_a_question_is_in_one_of_three_places(event: Event) -> None:
    ask(event)
    with pytest.raises(IntegrityError, match="question_state_is_known"), transaction.atomic():
        EventQuestion.objects.update(state="burnt")
