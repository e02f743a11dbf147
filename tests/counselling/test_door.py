"""The professionals' door: with the relative's yes, proven by a code, answered by us; never more said than allowed."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from counselling.actions import door
from counselling.actions.cases import open_case
from counselling.actions.door import DoorWish, knock, prove, take_in, turn_away
from counselling.actions.guidance import GUIDANCE_TASK
from counselling.door_choices import DoorNo, DoorState
from counselling.models import CallRequest, Case, ConflictOfInterest, IncomingWord, Referral
from counselling.rules.contacts import ContactRefusal
from counselling.rules.door import DoorRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.keys import new_key
from portal.outbox import kinds as outbox_kinds
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from portal.worklist import kinds
from portal.worklist.models import Task
from relatives import actions as relatives
from tests.counselling.test_contacts import refusal
from tests.portal.test_constraints import refused_by

pytestmark = pytest.mark.django_db
NUMBER, DOCTOR = "+4520304050", "karin@laegehus.example"
NEVER_SAID = ("bodil", "vestergaard", "holt", "lægehus", "sover", "pårørende", "relative", "rådgiv", "20304050")
TYPED = {
    "consent": "yes",
    "from_name": "Karin Holt",
    "from_place": "Lægehuset Torvet",
    "from_email": DOCTOR,
    "name": "Bodil Vestergaard",
    "phone": "20 30 40 50",
    "email": "bodil@borger.example",
    "reach": "Kun før kl. 12",
    "words": "Sover dårligt",
}


def a_wish(**changes):
    usual = {name: value for name, value in TYPED.items() if name != "consent"}
    return DoorWish(**{**usual, "phone": NUMBER, "may_write": False, "may_tell": False, **changes})


def waiting(**changes):
    word = knock(wish=a_wish(**changes), language="da", form_key=new_key())
    return prove(key=word.pk, email=word.from_email)


def told(kind):
    return [row.address for row in OutboxMessage.objects.filter(kind=kind)]


def typed(**changes):
    return {**TYPED, "form_key": str(new_key()), **changes}


def waited_for(client):
    """The id of the code that the page asks for."""
    return client.get(reverse("counselling:door_code")).context["form"].initial["code_id"]


def code_of():
    return OutboxMessage.objects.filter(kind="accounts.code").latest("id").secret["code"]


def test_a_doctor_writes_without_an_account_and_it_waits_once_the_code_is_right(client):
    answer = client.post(reverse("counselling:door"), typed())
    assert answer.status_code == 302 and IncomingWord.objects.get().state == DoorState.UNPROVEN
    assert not Task.objects.exists() and not told(door.RECEIVED)
    done = client.post(reverse("counselling:door_code"), {"code_id": waited_for(client), "code": code_of()})
    assert done["Location"] == reverse("counselling:door_thanks")
    assert "Tak. Vi har fået det" in client.get(done["Location"]).content.decode()
    word = IncomingWord.objects.get()
    assert word.state == DoorState.WAITING and told(door.RECEIVED) == [DOCTOR]
    task = Task.objects.get(kind=door.DOOR_TASK)
    assert kinds.url_of(task) == reverse("counselling:incoming_word", args=[word.pk]) and kinds.sentence_of(task)
    assert not Case.objects.exists() and not User.objects.filter(name="Bodil Vestergaard").exists()


def test_without_the_relatives_yes_nothing_is_kept_and_the_page_says_what_to_do_instead(client):
    answer = client.post(reverse("counselling:door"), typed(consent="not_yet"))
    assert answer["Location"] == reverse("counselling:door_not_asked")
    assert "Vi har ikke gemt noget" in client.get(answer["Location"]).content.decode()
    unsaid = client.post(reverse("counselling:door"), typed(consent=""))
    assert unsaid.status_code == 422 and "Vælg, om den pårørende har sagt ja." in unsaid.content.decode()
    assert not IncomingWord.objects.exists() and not OutboxMessage.objects.exists()


def test_a_wrong_code_proves_nothing(client):
    client.post(reverse("counselling:door"), typed())
    wrong = "111111" if code_of() != "111111" else "222222"
    client.post(reverse("counselling:door_code"), {"code_id": waited_for(client), "code": wrong})
    assert IncomingWord.objects.get().state == DoorState.UNPROVEN


def test_one_professional_can_not_flood_us(client):
    said = [client.post(reverse("counselling:door"), typed()).status_code for _time in range(6)]
    assert said[:5] == [302] * 5 and said[5] == 429
    assert IncomingWord.objects.count() == 5


def test_who_sends_twice_and_proves_twice_is_there_once():
    key = new_key()
    first, second = (knock(wish=a_wish(), language="da", form_key=key) for _time in range(2))
    assert first == second
    for _time in range(2):
        prove(key=first.pk, email=DOCTOR)
    assert Task.objects.filter(kind=door.DOOR_TASK).count() == 1 and told(door.RECEIVED) == [DOCTOR]


def test_a_word_that_lapsed_or_is_anothers_is_not_proven(at):
    word = knock(wish=a_wish(), language="da", form_key=new_key())
    assert refusal(lambda: prove(key=word.pk, email="en.anden@laegehus.example")) == DoorRefusal.DOOR_LAPSED
    assert refusal(lambda: prove(key=None, email=DOCTOR)) == DoorRefusal.DOOR_LAPSED
    at(clock.now() + timedelta(hours=25))
    assert refusal(lambda: prove(key=word.pk, email=DOCTOR)) == DoorRefusal.DOOR_LAPSED


def test_what_nobody_confirmed_goes_after_a_day_and_what_is_answered_after_a_month(at, counsellor):
    knock(wish=a_wish(from_email="aldrig@laegehus.example"), language="da", form_key=new_key())
    take_in(by=counsellor, word=waiting(), person=None)
    waits = waiting(phone="+4520304051")
    at(clock.now() + timedelta(days=2))
    call_command("keep_and_delete")
    assert set(IncomingWord.objects.values_list("state", flat=True)) == {DoorState.TAKEN, DoorState.WAITING}
    at(clock.now() + timedelta(days=31))
    call_command("keep_and_delete")
    assert list(IncomingWord.objects.all()) == [waits], "what waits is never deleted unseen"
    assert Case.objects.exists()


def test_somebody_new_gets_a_case_nobody_carries_and_is_rung(counsellor):
    word = take_in(by=counsellor, word=waiting(), person=None)
    case = Case.objects.get()
    assert case == word.case and case.person.name == "Bodil Vestergaard" and case.origin == "referral"
    assert case.person.email is None, "an address a third person wrote opens no account"
    assert case in Case.objects.unassigned()
    referral = Referral.objects.get()
    assert (referral.direction, referral.outside) == ("in", "Lægehuset Torvet")
    assert "Sover dårligt" in referral.summary and "Kun før kl. 12" in referral.summary
    request = CallRequest.objects.get()
    assert request.person == case.person and request.due_at > clock.now()
    assert "Kun før kl. 12" in request.name and not request.may_leave_voicemail
    assert not Task.objects.open().filter(kind=door.DOOR_TASK).exists()


@pytest.mark.parametrize(("may_write", "may_tell"), [(False, False), (True, False), (False, True), (True, True)])
def test_relative_and_professional_hear_what_the_relative_allowed_and_never_more(counsellor, may_write, may_tell):
    take_in(by=counsellor, word=waiting(may_write=may_write, may_tell=may_tell), person=None)
    assert told(door.TOLD) == (["bodil@borger.example"] if may_write else [])
    assert told(door.TAKEN_UP) == ([DOCTOR] if may_tell else [])


@pytest.mark.parametrize("language", ["da", "nb", "en"])
def test_no_message_says_who_it_is_about_or_what_it_is(counsellor, language):
    word = knock(wish=a_wish(may_write=True, may_tell=True), language=language, form_key=new_key())
    take_in(by=counsellor, word=prove(key=word.pk, email=DOCTOR), person=None)
    rows = OutboxMessage.objects.filter(kind__in=[door.RECEIVED, door.TAKEN_UP, door.TOLD])
    assert {row.kind for row in rows} == {
        "counselling.door_received",
        "counselling.door_taken",
        "counselling.door_told",
    }
    for row in rows:
        assert outbox_kinds.get(row.kind).still_holds(row)
        said = str(text_of(row)).casefold()
        assert [secret for secret in NEVER_SAID if secret in said] == [], row.kind


def test_a_receipt_whose_word_is_gone_does_not_leave(counsellor):
    word = waiting()
    row = OutboxMessage.objects.get(kind=door.RECEIVED)
    word.delete()
    assert not outbox_kinds.get(row.kind).still_holds(row)


def test_whom_we_know_by_the_number_is_shown_and_keeps_their_case(client_for, counsellor, team_lead, relative):
    relatives.change_phone(user=relative, by=relative, phone=NUMBER)
    case = open_case(by=team_lead, person=relative, worker=counsellor)
    earlier = turn_away(by=counsellor, word=waiting(), no=DoorNo.TWICE)
    word = waiting()
    where = reverse("counselling:incoming_word", args=[word.pk])
    html = client_for(counsellor).get(where).content.decode()
    assert "Connor-Bøgh" in html and "Vi kender allerede nummeret" in html
    assert earlier.get_state_display() in html and "Nogen har før skrevet" in html
    assert AuditEvent.objects.filter(action="counselling.door_opened", actor=counsellor.pk).exists()
    done = client_for(counsellor).post(where, {"person": str(relative.pk), "take_in": "1"})
    assert done.status_code == 302
    word.refresh_from_db()
    assert word.case == case and Case.objects.count() == 1


def test_a_stranger_can_not_be_slipped_in_as_the_person(client_for, counsellor, another_relative):
    where = reverse("counselling:incoming_word", args=[waiting().pk])
    answer = client_for(counsellor).post(where, {"person": str(another_relative.pk), "take_in": "1"})
    assert answer.status_code == 422 and not Case.objects.exists()


def test_whoever_has_a_conflict_of_interest_reads_nothing_and_takes_nobody_in(client_for, counsellor, relative):
    relatives.change_phone(user=relative, by=relative, phone=NUMBER)
    ConflictOfInterest.objects.create(worker=counsellor, person=relative, noted_at=clock.now())
    word = waiting()
    where = reverse("counselling:incoming_word", args=[word.pk])
    html = client_for(counsellor).get(where).content.decode()
    assert "Du er inhabil" in html and "Sover" not in html and "Bodil" not in html
    client_for(counsellor).post(where, {"person": "new", "take_in": "1"})
    assert not Case.objects.exists()
    assert refusal(lambda: take_in(by=counsellor, word=word, person=relative)) == ContactRefusal.CALLER_BARRED


def test_two_who_answer_at_once_do_it_once(client_for, counsellor, team_lead):
    word = waiting()
    turn_away(by=team_lead, word=word, no=DoorNo.NOT_OURS)
    assert refusal(lambda: take_in(by=counsellor, word=word, person=None)) == DoorRefusal.DOOR_ANSWERED
    assert refusal(lambda: turn_away(by=counsellor, word=word, no=DoorNo.TWICE)) == DoorRefusal.DOOR_ANSWERED
    assert not Case.objects.exists() and not told(door.TAKEN_UP) and not told(door.TOLD)
    where = reverse("counselling:incoming_word", args=[word.pk])
    assert client_for(counsellor).get(where).status_code == 404


def test_in_norway_the_clock_runs_since_it_reached_us(settings, at, counsellor):
    settings.COUNTRY, settings.GUIDANCE_DAYS = "NO", 14
    reached = clock.today()
    word = waiting()
    at(clock.now() + timedelta(days=3))
    take_in(by=counsellor, word=word, person=None)
    case = Case.objects.get()
    assert case.guidance_asked_on == reached
    task = Task.objects.get(kind=GUIDANCE_TASK)
    assert task.about == case.pk and task.due_at.date() <= reached + timedelta(days=14)


def test_it_stands_on_the_work_list_of_who_answers_and_its_line_names_nobody(client_for, counsellor):
    waiting()
    html = client_for(counsellor).get(reverse("counselling:work_list", args=["door"])).content.decode()
    assert "En fagperson skriver om en pårørende." in html and "Bodil" not in html


def test_the_database_refuses_a_word_that_is_two_things():
    word = waiting()
    rows = IncomingWord.objects.filter(pk=word.pk)
    changes = {
        "incoming_word_state_is_known": {"state": "x"},
        "a_word_waits_once_its_sender_is_proven": {"proven_at": None},
        "a_word_is_answered_at_a_moment": {"decided_at": clock.now()},
    }
    for name, change in changes.items():
        assert refused_by(lambda change=change: rows.update(**change)) in {name, "a_word_is_answered_at_a_moment"}


def test_what_was_written_is_sealed(database):
    word = waiting()
    row = IncomingWord.objects.filter(pk=word.pk).extra(select={"raw": "words::text"}).values_list("raw", flat=True)
    assert "Sover" not in str(row[0])
