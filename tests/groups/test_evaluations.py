"""What those who came thought: asked blindly, answered once, read only together, and nothing leads back to a person."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.urls import reverse

from groups.actions import evaluations
from groups.forms.after_refusals import REFUSAL_TEXT
from groups.models import (
    Attendee,
    EvaluationAnswer,
    EvaluationForm,
    EvaluationTicket,
    Occurrence,
    Registration,
    SeatPool,
)
from groups.rules.evaluations import Came, EvaluationRefusal, may_show, who_is_asked
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.outbox import kinds
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from portal.refusals import Refused
from tests.factories.evenings import make_pool, many_people, sign_up
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Copenhagen")
STARTS = datetime(2026, 9, 22, 17, tzinfo=ZONE)
MORNING_AFTER = datetime(2026, 9, 23, 10, tzinfo=ZONE)
CLOSES = MORNING_AFTER + timedelta(days=settings.EVALUATION_DAYS)
TITLE, WORDS = "Når nogen drikker", "Tak for kaffen, det hjalp"


@pytest.fixture(autouse=True)
def two_weeks_before() -> Iterator[None]:
    with clock.frozen_at(STARTS - timedelta(days=14)):
        yield


@pytest.fixture
def pool(organiser: User) -> SeatPool:
    """An evening of seven parties that is planned to be asked about."""
    made = make_pool(organiser, 20, starts_in=STARTS - clock.now(), title=TITLE)
    for person in many_people(7):
        sign_up(made, person)
    evaluations.ask(by=organiser, date=made.occurrence)
    return made


def form() -> EvaluationForm:
    return EvaluationForm.objects.get()


def tokens() -> list[str]:
    rows = OutboxMessage.objects.filter(kind="groups.evaluation", channel="email").order_by("pk")
    return [one.secret["token"] for one in rows]


def send(at: datetime = MORNING_AFTER) -> list[str]:
    with clock.frozen_at(at):
        evaluations.send_due()
    return tokens()


def answer_all(given: list[str], at: datetime = MORNING_AFTER, **more: Any) -> None:
    with clock.frozen_at(at + timedelta(hours=1)):
        for token in given:
            evaluations.answer(token=token, **{"worth": 4, "welcome": 5, "words": WORDS, **more})


def close() -> None:
    with clock.frozen_at(CLOSES):
        evaluations.close_due()


def read_page(reader: User, date: Occurrence) -> str:
    answer = sign_in(reader).get(reverse("groups:evaluation_read", args=[date.pk]))
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def post(token: str, **given: Any) -> Any:
    return Client(enforce_csrf_checks=True).post(reverse("groups:evaluation", args=[token]), given)


def test_those_who_came_are_asked_the_morning_after_and_once(pool: SeatPool) -> None:
    assert send(MORNING_AFTER - timedelta(minutes=1)) == []
    assert len(send()) == 7
    assert len(send(MORNING_AFTER + timedelta(hours=3))) == 7, "a second chore asks nobody twice"
    assert form().closes_at == CLOSES and EvaluationTicket.objects.count() == 7


def test_who_is_known_to_have_stayed_away_is_not_asked(pool: SeatPool) -> None:
    rows = list(Registration.objects.order_by("sequence"))
    Attendee.objects.filter(registration__in=rows[:5]).update(came_at=STARTS)
    Attendee.objects.filter(registration=rows[5]).update(stayed_away=True)
    send()
    asked = set(OutboxMessage.objects.filter(kind="groups.evaluation").values_list("to", flat=True))
    assert asked == {row.person_id for row in rows[:5]}, "the seventh was not noted, others were"


def test_whoever_takes_part_online_is_asked_though_nobody_stood_at_a_door() -> None:
    here, away, online = Came(True, False), Came(False, True), Came(False, False, is_online=True)
    unsaid = Came(False, False)
    assert who_is_asked([here, away, online, unsaid]) == [0, 2]
    assert who_is_asked([unsaid, unsaid, online]) == [0, 1, 2]


def test_nobody_is_asked_when_fewer_than_five_came_for_it_could_never_be_shown(pool: SeatPool) -> None:
    Attendee.objects.update(came_at=STARTS)
    four = list(Registration.objects.values_list("pk", flat=True)[:4])
    Attendee.objects.exclude(registration__in=four).update(came_at=None, stayed_away=True)
    assert send() == [] and form().closed_at is not None and not EvaluationTicket.objects.exists()
    assert AuditEvent.objects.filter(action="groups.evaluation_too_few").exists()


def test_an_evening_that_is_called_off_asks_nobody(pool: SeatPool) -> None:
    Occurrence.objects.update(status="cancelled")
    assert send() == []


def test_only_the_fingerprint_of_a_secret_is_kept(pool: SeatPool) -> None:
    given = send()
    assert len(set(given)) == 7
    assert {one.digest for one in EvaluationTicket.objects.all()} == {sha256(t.encode()).hexdigest() for t in given}
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM outbox_outboxmessage t")
        stored = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(t::text, '') FROM groups_evaluationticket t")
        stored += cursor.fetchone()[0]
    assert not any(token in stored for token in given), "sealed in the outbox, hashed in the ticket"
    assert not OutboxMessage.objects.filter(kind="groups.evaluation", about__isnull=False).exists()


def test_the_second_use_gets_a_clear_page_and_writes_nothing(pool: SeatPool) -> None:
    token = send()[0]
    with clock.frozen_at(MORNING_AFTER + timedelta(hours=2)):
        page = Client().get(reverse("groups:evaluation", args=[token]))
        assert page.status_code == 200 and page["Referrer-Policy"] == "no-referrer"
        assert "Du svarer uden navn" in page.content.decode() and TITLE not in page.content.decode()
        assert "Tak for dit svar" in post(token, worth="4").content.decode()
        for again in (post(token, worth="1"), Client().get(reverse("groups:evaluation", args=[token]))):
            assert again.status_code == 410 and "Linket virker én gang" in again.content.decode()
    assert [one.worth for one in EvaluationAnswer.objects.all()] == [4]
    assert EvaluationTicket.objects.count() == 6


def test_a_ticket_is_spent_only_with_its_answer(pool: SeatPool) -> None:
    token = send()[0]
    with clock.frozen_at(MORNING_AFTER), pytest.raises(IntegrityError), transaction.atomic():
        evaluations.answer(token=token, worth=9, welcome=None, words="")
    assert EvaluationTicket.objects.count() == 7 and not EvaluationAnswer.objects.exists()


def test_an_empty_answer_keeps_its_ticket_and_a_wrong_link_is_over(pool: SeatPool) -> None:
    token = send()[0]
    with clock.frozen_at(MORNING_AFTER):
        said = post(token, words="  ")
        assert said.status_code == 422
        assert str(REFUSAL_TEXT[EvaluationRefusal.EVALUATION_EMPTY]) in said.content.decode()
        assert post("nonsense").status_code == 410
        with pytest.raises(Refused) as refused:
            evaluations.answer(token="nonsense", worth=1, welcome=None, words="")
        assert refused.value.reason == EvaluationRefusal.EVALUATION_LINK_USED
    with clock.frozen_at(CLOSES):
        assert post(token, worth="1").status_code == 410, "over"
    assert EvaluationTicket.objects.count() == 7


def test_evaluation_with_four_answers_shows_nothing(pool: SeatPool, organiser: User) -> None:
    answer_all(send()[:4])
    for moment in (MORNING_AFTER + timedelta(days=1), CLOSES + timedelta(minutes=1)):
        with clock.frozen_at(moment):
            evaluations.close_due()
            said = read_page(organiser, pool.occurrence)
        assert WORDS not in said and "4" not in said.replace("2026", "").split() and "Rigtig" not in said
    assert "Færre end 5 svarede" in said
    assert not EvaluationAnswer.objects.exists(), "what can never be read is not kept"
    assert not AuditEvent.objects.filter(action="groups.evaluation_read").exists()


def test_five_answers_are_read_when_it_is_over_and_not_one_moment_before(pool: SeatPool, organiser: User) -> None:
    given = send()
    answer_all(given[:5])
    with clock.frozen_at(CLOSES - timedelta(minutes=1)):
        evaluations.close_due()
        before = read_page(organiser, pool.occurrence)
        answer_all(given[5:6], clock.now() - timedelta(hours=1))
        assert read_page(organiser, pool.occurrence) == before, "nobody sees the next answer arrive"
    assert WORDS not in before and "Rigtig" not in before
    close()
    said = read_page(organiser, pool.occurrence)
    assert "6 svar" in said and said.count(WORDS) == 6 and "Rigtig godt 6" in said
    assert AuditEvent.objects.filter(action="groups.evaluation_read").count() == 1


def test_after_it_closed_nothing_changes_any_more(pool: SeatPool, organiser: User) -> None:
    given = send()
    answer_all(given[:5])
    close()
    said = read_page(organiser, pool.occurrence)
    with clock.frozen_at(CLOSES + timedelta(days=1)):
        assert post(given[6], words="En til").status_code == 410
        assert evaluations.close_due() == 0
    assert read_page(organiser, pool.occurrence) == said


def test_a_question_fewer_than_five_answered_is_left_out(pool: SeatPool, organiser: User) -> None:
    given = send()
    answer_all(given[:1])
    answer_all(given[1:6], welcome=None, words="")
    close()
    said = read_page(organiser, pool.occurrence)
    assert "Hvor meget fik du ud" in said and "Hvor godt blev der taget" not in said


def test_no_column_leads_from_an_answer_to_a_sign_up_or_a_person() -> None:
    """Walk every path of foreign keys: an answer and a ticket reach the date and what belongs to it, never a party."""
    for start in (EvaluationAnswer, EvaluationTicket):
        names = {field.name for field in start._meta.get_fields()}
        assert names <= {"id", "form", "worth", "welcome", "words", "digest"}
        assert not [f for f in start._meta.get_fields() if isinstance(f, (models.DateField, models.TimeField))]
        assert start._meta.get_field("id").default.__name__ == "uuid4", "no key that counts or tells the time"
        assert [f.name for f in start._meta.get_fields() if f.is_relation] == ["form"]
    relations = [f for f in EvaluationForm._meta.concrete_fields if f.is_relation]
    assert {f.related_model for f in relations} == {Occurrence, User}
    assert {f.name for f in relations} == {"occurrence", "asked_by"}, "the organiser who asked"
    assert not [one for one in (Registration, Attendee) for f in one._meta.get_fields() if "evaluation" in f.name]


def test_nothing_is_logged_of_an_answer_and_it_has_no_moment(pool: SeatPool) -> None:
    given = send()
    before = AuditEvent.objects.count()
    answer_all(given[:1])
    assert AuditEvent.objects.count() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT a::text FROM groups_evaluationanswer a")
        row = cursor.fetchone()[0]
    assert "2026-" not in row and WORDS not in row and given[0] not in row


def test_closing_shuffles_answers_and_gives_them_new_keys(pool: SeatPool) -> None:
    for number, token in enumerate(send()):
        answer_all([token], words=f"Svar {number}")
    before = {one.words: one.pk for one in EvaluationAnswer.objects.all()}
    close()
    after = {one.words: one.pk for one in EvaluationAnswer.objects.all()}
    assert before.keys() == after.keys() and not set(before.values()) & set(after.values())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM groups_evaluationanswer")
        assert cursor.fetchone()[0] == 1, "written together: no transaction tells them apart"
    assert not EvaluationTicket.objects.exists()


def test_the_message_is_neutral_and_stops_when_its_ticket_is_spent(pool: SeatPool) -> None:
    token = send()[0]
    message = next(
        one for one in OutboxMessage.objects.filter(kind="groups.evaluation") if one.secret["token"] == token
    )
    said = text_of(message)
    assert "Tre spørgsmål" in said.subject and token in said.body
    for word in (TITLE, "drikker", "Smedje", "pårørende"):
        assert word not in said.subject + said.body
    holds = kinds.get("groups.evaluation").still_holds
    with clock.frozen_at(MORNING_AFTER):
        assert holds(message)
        answer_all([token], clock.now() - timedelta(hours=1))
        assert not holds(message)


def test_asking_is_refused_twice_too_late_and_where_nothing_takes_place(pool: SeatPool, organiser: User) -> None:
    date = pool.occurrence

    def refused(at: datetime) -> object:
        with clock.frozen_at(at), pytest.raises(Refused) as said:
            evaluations.ask(by=organiser, date=date)
        return said.value.reason

    assert refused(STARTS) == EvaluationRefusal.EVALUATION_ASKED
    evaluations.do_not_ask(by=organiser, form=form())
    assert refused(STARTS + timedelta(days=9)) == EvaluationRefusal.EVALUATION_TOO_LATE
    Occurrence.objects.update(status="postponed")
    assert refused(STARTS) == EvaluationRefusal.EVALUATION_NO_DATE


def test_who_has_been_asked_is_not_unasked(pool: SeatPool, organiser: User) -> None:
    send()
    answer = sign_in(organiser).post(reverse("groups:evaluation_off", args=[pool.occurrence_id]))
    assert answer.status_code == 409
    assert str(REFUSAL_TEXT[EvaluationRefusal.EVALUATION_SENT]) in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "rows", "values"),
    [
        ("evaluation_closes_after_it_was_sent", EvaluationForm, {"closes_at": STARTS}),
        ("evaluation_is_closed_when_its_time_is_over", EvaluationForm, {"closed_at": STARTS}),
        ("answer_is_on_the_scale", EvaluationAnswer, {"worth": 6}),
    ],
)
def test_the_database_refuses_what_no_evaluation_is(
    pool: SeatPool, name: str, rows: Any, values: dict[str, object]
) -> None:
    answer_all(send()[:1])
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.objects.update(**values)


def test_results_are_shown_from_five_answers_on_and_only_closed() -> None:
    assert may_show(closed_at=CLOSES, answers=5)
    assert not may_show(closed_at=CLOSES, answers=4) and not may_show(closed_at=None, answers=50)
