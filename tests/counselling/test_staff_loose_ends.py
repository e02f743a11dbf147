"""What a counsellor finds where a thread is picked up: the number carried over, the task closed, one day said once."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from counselling.actions import calls
from counselling.kinds import FAILED_TASK, call_instead
from counselling.models import CallRequest
from portal import clock
from portal.outbox.models import OutboxMessage
from portal.worklist.models import Task
from relatives import actions as contact
from tests.counselling.relative_pages import fields_of, one, soup_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(relative, talk) -> Task:
    """A message about a talk that did not arrive."""
    contact.change_phone(user=relative, by=relative, phone="20 30 40 50")
    call_instead(OutboxMessage.objects.about(talk.pk).filter(channel="email").first())
    return Task.objects.get(kind=FAILED_TASK)


def ring_url(task: Task) -> str:
    return reverse("counselling:ring_instead", args=[task.pk])


@pytest.mark.parametrize(("status", "note"), [("reached", "Vi har talt sammen"), ("not_reached", "Intet svar")])
def test_ringing_instead_has_an_end_that_closes_the_task(client_for, colleague, failed, status, note):
    client = client_for(colleague)
    page = soup_of(client.get(ring_url(failed)))
    assert [button["value"] for button in page.select("form.acts button")] == ["reached", "not_reached"]
    response = client.post(ring_url(failed), {"status": status})
    assert response["Location"] == reverse("worklist:tasks")
    failed.refresh_from_db()
    assert (failed.finished_by, failed.note) == (colleague, note)
    assert not soup_of(client.get(ring_url(failed))).select("form.acts")


def test_a_task_somebody_closed_meanwhile_is_said_so(client_for, colleague, failed):
    client = client_for(colleague)
    client.post(ring_url(failed), {"status": "reached"})
    page = client.post(ring_url(failed), {"status": "not_reached"}, follow=True)
    assert "allerede" in one(soup_of(page), ".messages").get_text()
    failed.refresh_from_db()
    assert failed.note == "Vi har talt sammen"


def test_an_outcome_nobody_offers_closes_nothing(client_for, colleague, failed):
    assert client_for(colleague).post(ring_url(failed), {"status": "withdrawn"}).status_code == 200
    failed.refresh_from_db()
    assert failed.is_open


def test_who_asked_to_be_rung_comes_along_to_the_booking(client_for, counsellor, mette):
    call = ask_to_be_rung()
    client = client_for(counsellor)
    page = soup_of(client.get(reverse("counselling:call", args=[call.pk])))
    form = one(page, f"form[action='{reverse('counselling:book_for')}']")
    found = soup_of(client.post(form["action"], fields_of(form)))
    assert one(found, "input[name=name]")["value"] == "Bodil"
    assert one(found, "input[name=phone]")["value"] == "+45 20 30 40 51"
    assert "20304051" not in str(page.select("a[href*='book']"))


def test_one_who_is_known_by_the_number_is_offered_first(client_for, counsellor, mette, relative):
    contact.change_phone(user=relative, by=relative, phone="20 30 40 51")
    call = ask_to_be_rung()
    client = client_for(counsellor)
    form = one(soup_of(client.get(reverse("counselling:call", args=[call.pk]))), "form:has([name=known_by])")
    found = soup_of(client.post(form["action"], fields_of(form)))
    assert found.select(f"a[href='{reverse('counselling:book_for_time', args=[relative.pk])}']")


def ask_to_be_rung() -> CallRequest:
    """Somebody who said a name and a number, and is not signed in."""
    return calls.request_call(
        by=None,
        phone="+4520304051",
        name="Bodil",
        topic="other",
        when="today",
        may_leave_voicemail=False,
        form_key=uuid4(),
    )


def test_a_turn_of_one_day_names_the_day_once(client_for, team_lead, counsellor, mette):
    day = clock.today() + timedelta(days=-clock.today().weekday() + 7)
    noon = [datetime.combine(day, time(hour), tzinfo=clock.zone()) for hour in (8, 16)]
    calls.give_phone_duty(by=team_lead, user=counsellor, starts_at=noon[0], ends_at=noon[1])
    row = one(soup_of(client_for(team_lead).get(reverse("counselling:phone_duty"))), "ul.rows li")
    said = " ".join(row.get_text().split())
    assert said.count(str(day.day) + ". ") == 1 and said.count("andag") == 1
    assert one(row, "button")["aria-label"].count(str(day.day) + ". ") == 1
