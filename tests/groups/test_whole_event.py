"""An event as a whole: called off with one message to each, kept as a template, its questions, too few people."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from groups import event_off_kind
from groups.actions.changing_dates import call_off_event
from groups.actions.dates import DateWish, add_dates
from groups.actions.events import archive_event, copy_event, publish_event, submit_event
from groups.actions.seats import Limits, change_capacity
from groups.actions.speakers import add_speaker
from groups.board import is_short
from groups.forms.sign_up_questions import QuestionsForm
from groups.models import Event, Registration, SeatPool
from groups.rules.events import EventRefusal
from groups.rules.seats import SeatRefusal
from groups.rules.sign_up_questions import Question, answered, read_all, told
from portal import clock
from portal.accounts.models import User
from portal.outbox.kinds import get
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from portal.refusals import Refused
from tests.factories.evenings import make_date, make_draft, make_pool, sign_up
from tests.factories.people import make_person, sign_in

pytestmark = pytest.mark.django_db
KIND = "groups.event_called_off"


def refused(work: Callable[[], Any]) -> Refused:
    with pytest.raises(Refused) as error:
        work()
    return error.value


@pytest.fixture
def series(organiser: User) -> list[SeatPool]:
    """Three dates with one seat each; the first belongs to Rasmus."""
    first = make_pool(organiser, 1)
    add_speaker(by=organiser, event=first.occurrence.event, name="Lisbeth", email="lisbeth@gaest.example")
    rest = [
        SeatPool.objects.create(
            occurrence=make_date(first.occurrence.event, first.occurrence.starts_at + timedelta(days=days)), capacity=1
        )
        for days in (7, 14)
    ]
    return [first, *rest]


def test_each_is_told_once_of_all_the_dates_they_had(series: list[SeatPool], organiser: User) -> None:
    rasmus, yasmin, guest = make_person("Rasmus"), make_person("Yasmin"), None
    rows = [sign_up(pool, rasmus) for pool in series]
    waits = sign_up(series[0], yasmin)
    unproven = sign_up(series[1], guest)
    event = Event.objects.get()
    page = sign_in(organiser).get(reverse("groups:event_call_off", args=[event.pk])).content.decode()
    assert "4 får besked" in page, "three parties and one who speaks"
    call_off_event(by=organiser, event=event, version=event.version, says="Læreren er syg.")
    assert {row.state for row in Registration.objects.all()} == {"cancelled"}
    sent = list(OutboxMessage.objects.filter(kind=KIND, channel="email"))
    assert Counter(message.address for message in sent) == Counter([rasmus.email, yasmin.email, unproven.guest_email])
    assert OutboxMessage.objects.filter(kind="groups.speaker_told").count() == 1
    assert not OutboxMessage.objects.filter(kind="groups.date_called_off").exists()
    mine, hers = (next(one for one in sent if one.address == who.email) for who in (rasmus, yasmin))
    assert get(KIND).still_holds(mine)
    file = event_off_kind.calendar_file_of(mine)
    assert file is not None
    entries = Calendar.from_ical(file).walk("VEVENT")
    assert [str(entry["STATUS"]) for entry in entries] == ["CANCELLED"] * 3
    assert {str(entry["UID"]).split("@")[0] for entry in entries} == {str(row.pool.occurrence.uid) for row in rows}
    said = str(text_of(mine))
    assert said.count("kl.") >= 3 and "Når hukommelsen" not in said
    assert event_off_kind.calendar_file_of(hers) is None, "who waited has no entry"
    assert waits.pk
    speaker = OutboxMessage.objects.get(kind="groups.speaker_told")
    assert "Alle dagene er aflyst" in str(text_of(speaker))


def test_it_is_called_off_from_its_page_and_can_then_be_taken_down(series: list[SeatPool], organiser: User) -> None:
    sign_up(series[0], make_person("Rasmus"))
    event, desk = Event.objects.get(), sign_in(organiser)
    page = desk.get(reverse("groups:organised", args=[event.pk])).content.decode()
    url = reverse("groups:event_call_off", args=[event.pk])
    assert url in page and "så bliver det på siden" in page.replace("så det bliver", "så bliver det")
    late = desk.post(url, {"version": 99, "says": ""})
    assert late.status_code == 422
    page = desk.post(url, {"version": event.version, "says": "Storm."}, follow=True).content.decode()
    assert "Det er aflyst" in page and url not in page and "Tag det af siden" in page


def test_new_events_begin_from_a_template_that_never_goes_out(organiser: User, team_lead: User) -> None:
    event, desk = make_draft(organiser, title="Café"), sign_in(organiser)
    key = uuid4()
    for _press in range(2):
        desk.post(reverse("groups:event_template", args=[event.pk]), {"form_key": key})
    kept = Event.objects.get(is_template=True)
    assert (kept.pk, kept.title, kept.publication, kept.occurrences.count()) == (key, "Café", "draft", 0)
    assert str(kept.pk) not in desk.get(reverse("groups:board")).content.decode()
    assert "Begynd ud fra den" in desk.get(reverse("groups:event_new")).content.decode()
    page = desk.get(reverse("groups:organised", args=[kept.pk])).content.decode()
    assert "Det her er en skabelon" in page and "Ny dato" not in page
    wish = DateWish(days=[clock.today()], begins=clock.now().time(), ends=clock.now().time())
    for work in (
        lambda: submit_event(by=organiser, event=kept, version=kept.version),
        lambda: publish_event(by=team_lead, event=kept, version=kept.version),
        lambda: add_dates(by=organiser, event=kept, version=kept.version, wish=wish),
    ):
        reason = refused(work).reason
        assert reason in {EventRefusal.IS_A_TEMPLATE, EventRefusal.HAS_GAPS}
    begun = copy_event(by=organiser, event=kept, form_key=uuid4())
    assert not begun.is_template and begun.title == "Café"
    with pytest.raises(IntegrityError, match="template_is_never_out"), transaction.atomic():
        Event.objects.filter(pk=kept.pk).update(publication="published", published_at=clock.now())
    archive_event(by=organiser, event=kept, version=kept.version)
    assert not Event.objects.templates().exists()


def test_questions_are_set_asked_and_answered_each_in_its_way(pool: SeatPool, organiser: User) -> None:
    event, desk = pool.occurrence.event, sign_in(organiser)
    url = reverse("groups:event_asks", args=[event.pk])
    given = {
        "version": event.version, "text_1": "Spiser du kød?", "kind_1": "yes_no",
        "text_2": "Hvilken ø kommer du fra?", "kind_2": "choice", "choices_2": "Fyn",
    }  # fmt: skip
    page = desk.post(url, given)
    assert page.status_code == 422 and "Skriv to til otte svar" in page.content.decode()
    desk.post(url, {**given, "choices_2": "Fyn\nFyn\n\nFanø", "text_3": "Andet?", "kind_3": "text"})
    event.refresh_from_db()
    assert [one.choices for one in read_all(event.questions)] == [(), ("Fyn", "Fanø"), ()]
    assert QuestionsForm.shown(event)["choices_2"] == "Fyn\nFanø"
    form = reverse("groups:sign_up", args=[event.slug, pool.pk])
    page = Client().get(form).content.decode()
    assert page.count('type="radio"') == 4 and "Fanø" in page
    filled = {"name": "Åse", "reach": "aase@gaest.example", "seats": "1", "form_key": uuid4()}
    assert Client().post(form, {**filled, "answer_2": "Mars"}).status_code == 200
    Client().post(form, {**filled, "answer_1": "yes", "answer_2": "Fanø"})
    row = Registration.objects.get()
    Event.objects.update(questions=["Noget helt andet?"])
    event.refresh_from_db()
    pairs = told(row.answers, read_all(event.questions))
    assert pairs == [("Spiser du kød?", "yes"), ("Hvilken ø kommer du fra?", "Fanø")], "answers keep their question"


def test_answers_kept_before_questions_had_kinds_are_still_read() -> None:
    questions = read_all(["Hvorfor?", {"text": "Hvornår?", "kind": "what"}])
    assert questions == [Question("Hvorfor?"), Question("Hvornår?")]
    assert told(["Derfor", ""], questions) == [("Hvorfor?", "Derfor")]
    assert told(None, questions) == [] and answered(questions, ["a"]) == [["Hvorfor?", "a"]]


def test_the_board_says_when_too_few_have_signed_up_and_who_waits_for_an_answer(organiser: User) -> None:
    pool = make_pool(organiser, 10, registration="application", starts_in=timedelta(days=20))
    sign_up(pool, make_person("Rasmus"))
    change_capacity(by=organiser, pool=pool, capacity=10, limits=Limits(min_to_run=4, waiting_limit=3))
    rows = Event.objects.on_board(clock.now())
    assert not is_short(rows[0], clock.now())
    with clock.shifted_by(timedelta(days=10)):
        page = sign_in(organiser).get(reverse("groups:board")).content.decode()
    assert "For få endnu: der skal 4 til" in page and "1 venter på svar" in page
    SeatPool.objects.update(min_to_run=0)
    assert not is_short(Event.objects.on_board(clock.now())[0], clock.now() + timedelta(days=10))


def test_no_more_must_come_than_there_are_seats_for(pool: SeatPool, organiser: User) -> None:
    found = refused(lambda: change_capacity(by=organiser, pool=pool, capacity=3, limits=Limits(min_to_run=4)))
    assert found.reason == SeatRefusal.MINIMUM_TOO_HIGH
    with pytest.raises(IntegrityError, match="pool_needs_no_more_than_it_seats"), transaction.atomic():
        SeatPool.objects.update(min_to_run=4)
    change_capacity(by=organiser, pool=pool, capacity=3, limits=Limits(min_to_run=2, waiting_limit=5))
    url = reverse("groups:date_seats", args=[pool.occurrence_id, "in_person"])
    page = sign_in(organiser).post(url, {"capacity": 1, "overbook": 0, "min_to_run": 2})
    assert page.status_code == 422 and "Vælg et lavere tal" in page.content.decode()
    sign_in(organiser).post(url, {"capacity": 6, "overbook": 0, "min_to_run": 2})
    pool.refresh_from_db()
    assert (pool.capacity, pool.min_to_run, pool.waiting_limit) == (6, 2, None)
    change_capacity(by=organiser, pool=pool, capacity=7)
    pool.refresh_from_db()
    assert pool.min_to_run == 2, "who changes only the seats leaves the rest"
