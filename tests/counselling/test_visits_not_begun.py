"""Nobody checked in and nobody answered: the team lead is asked, then the phone, each once, until somebody answers."""

import pytest
from django.urls import reverse

from counselling import watching
from counselling.actions import booking, keeping, missing, visits
from counselling.actions.calls import give_phone_duty
from counselling.rules.visits import VisitRefusal
from portal.audit.models import AuditEvent
from portal.outbox.models import OutboxMessage, State
from portal.outbox.rendering import text_of
from portal.worklist.models import Task
from tests.counselling.test_visits import after, drain, refused, told, visit  # noqa: F401 - visit is a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(visit, colleague, team_lead):  # noqa: F811
    """Jonas has the phone on the day of the visit."""
    begins, ends = after(visit.starts_at, hours=-2), after(visit.starts_at, hours=8)
    give_phone_duty(by=team_lead, user=colleague, starts_at=begins, ends_at=ends)
    return colleague


def minutes_in(at, visit, minutes):  # noqa: F811
    """So many minutes after the visit should have begun, with a worker awake."""
    at(after(visit.starts_at, minutes=minutes))
    drain()


def test_first_the_counsellor_then_the_lead_then_the_phone_each_once(at, visit, counsellor, team_lead, phone):  # noqa: F811
    minutes_in(at, visit, 15)
    assert told(watching.ASK) == [(counsellor.name, "email")] and told(watching.MISSING) == []
    minutes_in(at, visit, 29)
    assert told(watching.MISSING) == []
    minutes_in(at, visit, 30)
    assert told(watching.MISSING) == [(team_lead.name, "email")]
    task = Task.objects.open().get(kind=watching.MISSING_TASK)
    assert (task.about, task.role) == (visit.pk, "team_lead")
    minutes_in(at, visit, 44)
    assert told(watching.MISSING) == [(team_lead.name, "email")]
    minutes_in(at, visit, 45)
    assert told(watching.MISSING) == sorted([(team_lead.name, "email"), (phone.name, "email")])
    for later in (60, 90, 240):
        minutes_in(at, visit, later)
    assert len(told(watching.MISSING)) == 2 and Task.objects.filter(kind=watching.MISSING_TASK).count() == 1


def test_the_minutes_are_a_setting(at, settings, relative, mette, counsellor, team_lead, visit):  # noqa: F811
    settings.VISIT_ASK_MINUTES = 5
    later = after(visit.starts_at, days=1)
    moved = booking.move_appointment(by=counsellor, appointment=visit, starts_at=later, is_staff=True)
    minutes_in(at, moved, 19)
    assert told(watching.MISSING) == []
    minutes_in(at, moved, 20)
    assert told(watching.MISSING) == [(team_lead.name, "email")]


def test_where_nobody_leads_the_phone_is_asked_at_once(at, visit, counsellor, colleague):  # noqa: F811
    begins, ends = after(visit.starts_at, hours=-2), after(visit.starts_at, hours=8)
    give_phone_duty(by=counsellor, user=colleague, starts_at=begins, ends_at=ends)
    minutes_in(at, visit, 30)
    assert told(watching.MISSING) == [(colleague.name, "email")]


def test_a_lead_who_has_the_phone_is_asked_once(at, visit, team_lead):  # noqa: F811
    begins, ends = after(visit.starts_at, hours=-2), after(visit.starts_at, hours=8)
    give_phone_duty(by=team_lead, user=team_lead, starts_at=begins, ends_at=ends)
    for minutes in (30, 45, 60):
        minutes_in(at, visit, minutes)
    assert told(watching.MISSING) == [(team_lead.name, "email")]


def test_whoever_is_missed_is_never_asked_about_themselves(at, visit, counsellor, team_lead):  # noqa: F811
    begins, ends = after(visit.starts_at, hours=-2), after(visit.starts_at, hours=8)
    give_phone_duty(by=team_lead, user=counsellor, starts_at=begins, ends_at=ends)
    for minutes in (30, 45):
        minutes_in(at, visit, minutes)
    assert told(watching.MISSING) == [(team_lead.name, "email")]


def test_checking_in_late_stops_it(at, visit, counsellor, team_lead, phone):  # noqa: F811
    minutes_in(at, visit, 30)
    at(after(visit.starts_at, minutes=33))
    visits.go_in(by=counsellor, talk=visit, expected_end=after(visit.starts_at, minutes=90))
    minutes_in(at, visit, 50)
    assert told(watching.MISSING) == [(team_lead.name, "email")]
    assert not Task.objects.open().filter(kind=watching.MISSING_TASK).exists()


def test_a_colleagues_answer_stops_it_and_stands_in_the_log(at, visit, team_lead, phone):  # noqa: F811
    with refused(VisitRefusal.NOBODY_MISSED):
        missing.say_it_is_answered(by=team_lead, talk=visit)
    minutes_in(at, visit, 30)
    missing.say_it_is_answered(by=team_lead, talk=visit)
    minutes_in(at, visit, 60)
    assert told(watching.MISSING) == [(team_lead.name, "email")]
    assert Task.objects.get(kind=watching.MISSING_TASK).finished_by == team_lead
    assert AuditEvent.objects.filter(action="counselling.visit_answered", actor=str(team_lead.pk)).exists()
    with refused(VisitRefusal.NOBODY_MISSED):
        missing.say_it_is_answered(by=team_lead, talk=visit)


def test_an_answer_that_comes_before_the_mail_leaves_holds_the_mail_back(at, visit, team_lead):  # noqa: F811
    at(after(visit.starts_at, minutes=30))
    step = OutboxMessage.objects.get(kind=watching.MISSING_STEP)
    missing.ask_next(step)
    missing.say_it_is_answered(by=team_lead, talk=visit)
    drain()
    assert told(watching.MISSING) == []


@pytest.mark.parametrize("how", ["cancelled", "moved"])
def test_a_visit_that_is_off_asks_nobody(at, visit, counsellor, team_lead, how):  # noqa: F811
    if how == "cancelled":
        keeping.cancel_appointment(by=counsellor, appointment=visit, actor="counsellor", reason="Syg", version=1)
    else:
        later = after(visit.starts_at, days=1)
        booking.move_appointment(by=counsellor, appointment=visit, starts_at=later, is_staff=True)
    minutes_in(at, visit, 60)
    assert told(watching.MISSING) == [] and not Task.objects.filter(kind=watching.MISSING_TASK).exists()


def test_a_step_run_again_after_a_kill_asks_nobody_twice(at, visit, team_lead, phone):  # noqa: F811
    """A worker that died before its commit left nothing; one that died after it, and is run again, adds nothing."""
    at(after(visit.starts_at, minutes=30))
    step = OutboxMessage.objects.get(kind=watching.MISSING_STEP)
    for _again in range(3):
        missing.ask_next(step)
    drain()
    minutes_in(at, visit, 45)
    second = OutboxMessage.objects.get(kind=watching.MISSING_STEP, context__step=2)
    missing.ask_next(second)
    drain()
    rows = OutboxMessage.objects.filter(kind=watching.MISSING, state=State.SENT)
    assert sorted(rows.values_list("to__name", flat=True)) == sorted([team_lead.name, phone.name])


def test_a_step_that_comes_after_the_outcome_says_nothing(at, visit, counsellor, team_lead):  # noqa: F811
    at(after(visit.ends_at, minutes=5))
    keeping.record_outcome(by=counsellor, appointment=visit, version=1, outcome="noshow")
    drain()
    assert told(watching.MISSING) == []
    assert not Task.objects.open().filter(kind=watching.MISSING_TASK).exists()


def test_the_pages_lead_to_number_and_address_and_to_the_answer(at, visit, team_lead, client_for, relative):  # noqa: F811
    page = reverse("counselling:not_begun", args=[visit.pk])
    lead = client_for(team_lead)
    assert "Birkevej" not in lead.get(page).content.decode(), "nobody is asked about: the address stays closed"
    minutes_in(at, visit, 30)
    lead = client_for(team_lead)
    listed = lead.get(reverse("counselling:alarms")).content.decode()
    assert page in listed and "Mette Krogh" in listed and "En kollega svarer ikke." in listed
    html = lead.get(page).content.decode()
    assert "Birkevej 17" in html and "Jeg har fat i" in html
    read = AuditEvent.objects.get(action="counselling.visit_alarm_opened")
    assert (read.subject, read.actor) == (relative.pk, team_lead.pk)
    assert lead.post(page).status_code == 302 and lead.post(page).status_code == 409
    assert page not in lead.get(reverse("counselling:alarms")).content.decode()


@pytest.mark.parametrize("language", ["da", "nb", "en"])
def test_the_message_names_nobody(at, visit, team_lead, relative, language):  # noqa: F811
    at(after(visit.starts_at, minutes=30))
    missing.ask_next(OutboxMessage.objects.get(kind=watching.MISSING_STEP))
    message = OutboxMessage.objects.get(kind="counselling.visit_missing")
    message.language = language
    text = text_of(message)
    for secret in ("Mette", "Rasmus", "Birkevej", "4621", "besøg", "visit", "pårørende"):
        assert secret not in f"{text.subject} {text.body}"
