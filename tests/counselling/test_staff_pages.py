"""Every page of the counsellors and the team lead shows what it promises, to those who may see it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from counselling.actions import calls, keeping
from counselling.models import CallRequest
from counselling.wishes import Wish
from portal import clock
from portal.audit.models import AuditEvent
from relatives import actions as contact
from tests.factories.talks import fresh_key, make_talk, make_type, next_weekday

pytestmark = pytest.mark.django_db


@pytest.fixture
def mettes(client_for, counsellor, mette):
    """Mette, signed in."""
    return client_for(counsellor)


def page(client, name, *args, status=200, **query):
    answer = client.get(reverse(f"counselling:{name}", args=args), query)
    assert answer.status_code == status, answer.content[:500]
    return answer.content.decode()


def day_of(talk):
    return talk.starts_at.astimezone(clock.zone()).date().isoformat()


def test_the_day_shows_the_talk_and_what_is_needed_to_begin_it(mettes, talk, relative):
    keeping.answer_intake(by=relative, appointment=talk, texts={1: "Min mor på 84"})
    html = page(mettes, "day_on", day_of(talk))
    assert "Rasmus" in html and "Min mor på 84" in html and "10.00–10.45" in html


def test_the_answers_are_read_only_after_the_read_is_recorded(mettes, talk, relative, counsellor):
    page(mettes, "talk", talk.pk)
    event = AuditEvent.objects.get(action="counselling.talk_opened")
    assert (event.actor, event.subject, event.kind) == (counsellor.pk, relative.pk, "read")


def test_a_shared_phone_is_said_in_red(mettes, talk, relative):
    contact.change_phone(user=relative, by=relative, phone="20 30 40 50")
    wish = contact.ContactWish(channel="email", readers="others", discreet="no", shared_phone=True)
    contact.change_contact(user=relative, by=relative, wish=wish)
    html = page(mettes, "talk", talk.pk)
    assert "Delt telefon – læg ingen besked." in html and "+45 20 30 40 50" in html


def test_the_team_lead_sees_the_talk_but_not_what_was_written(client_for, team_lead, talk, relative):
    keeping.answer_intake(by=relative, appointment=talk, texts={1: "Min mor på 84"})
    html = page(client_for(team_lead), "talk", talk.pk)
    assert "Rasmus" in html and "Min mor på 84" not in html


def test_a_colleague_gets_404_for_a_talk_that_is_not_theirs(client_for, colleague, talk, jonas):
    page(client_for(colleague), "talk", talk.pk, status=404)


def test_the_week_shows_the_picture_and_the_list(mettes, talk):
    html = page(mettes, "week_on", day_of(talk))
    assert "<svg" in html and html.count("Rasmus") >= 2


def test_a_day_that_is_none_is_not_found(mettes):
    for wrong in ("nonsense", "2026-02-30", "0001-01-01", "9999-12-31"):
        page(mettes, "day_on", wrong, status=404)
        page(mettes, "week_on", wrong, status=404)


def test_the_lists_are_empty_in_words_that_say_so(mettes):
    assert "Der mangler ikke noget." in page(mettes, "unresolved")
    assert "Ingen venter på svar." in page(mettes, "requests")
    assert "Ingen venter på, at vi ringer." in page(mettes, "calls")


def test_talks_past_their_end_wait_for_an_outcome(mettes, talk, talk_type, mette, at):
    wish = Wish(meeting_type=talk_type, mode="phone", counsellor_id=mette.pk)
    calls.book_nameless_talk(wish=wish, starts_at=next_weekday(at_hour=13), form_key=fresh_key())
    at(talk.ends_at + timedelta(hours=4))
    html = page(mettes, "unresolved")
    assert "Rasmus" in html and "Uden navn" in html
    mettes.post(reverse("counselling:talk_outcome", args=[talk.pk]), {"version": talk.version, "outcome": "noshow"})
    talk.refresh_from_db()
    assert talk.status == "noshow"


def test_a_request_is_confirmed_from_the_list(mettes, relative, mette):
    kind = make_type("hjemme", needs_approval=True)
    wanted = make_talk(relative, kind)
    assert "Rasmus" in page(mettes, "requests")
    mettes.post(reverse("counselling:talk_confirm", args=[wanted.pk]), {"version": wanted.version})
    wanted.refresh_from_db()
    assert wanted.status == "booked"


def test_a_stale_page_is_refused_in_words_and_shows_what_is_so_now(mettes, talk, counsellor):
    keeping.cancel_appointment(by=counsellor, appointment=talk, actor="counsellor", reason="Syg")
    answer = mettes.post(reverse("counselling:talk_confirm", args=[talk.pk]), {"version": 1})
    assert answer.status_code == 409
    assert "har ændret" in answer.content.decode()


def test_a_call_shows_its_number_only_when_opened_and_the_reading_is_recorded(mettes):
    asked = calls.request_call(
        by=None,
        phone="+4520304050",
        name="Solveig",
        topic="money",
        when="morning",
        may_leave_voicemail=False,
        form_key=fresh_key(),
    )
    listed = page(mettes, "calls")
    assert "20304050" not in listed and "Solveig" not in listed
    opened = page(mettes, "call", asked.pk)
    assert "20 30 40 50" in opened and "Solveig" in opened and "Læg ingen besked" in opened
    assert AuditEvent.objects.filter(action="counselling.call_request_opened").count() == 1
    mettes.post(reverse("counselling:call", args=[asked.pk]), {"status": "not_reached"})
    assert "Ikke truffet" in page(mettes, "calls")
    mettes.post(reverse("counselling:call", args=[asked.pk]), {"status": "reached"})
    assert CallRequest.objects.get().status == "reached"


def test_the_team_lead_sees_a_counsellors_day_and_a_colleague_does_not(
    client_for, team_lead, colleague, talk, jonas, mette
):
    query = {"counsellor": str(mette.pk)}
    assert "Rasmus" in page(client_for(team_lead), "day_on", day_of(talk), **query)
    page(client_for(colleague), "day_on", day_of(talk), status=404, **query)
    page(client_for(colleague), "week", status=404, counsellor="nonsense")


def test_each_staff_page_opens(client_for, team_lead, mettes, talk):
    lead = client_for(team_lead)
    for name in ("day", "week", "unresolved", "requests", "calls", "book_for", "phone_duty"):
        page(mettes, name)
        page(lead, name)
    for name in ("meeting_types", "meeting_type_new"):
        page(lead, name)
        page(mettes, name, status=403)
    page(lead, "meeting_type", talk.meeting_type_id)
    page(mettes, "profile")
    for name in ("talk", "talk_cancel", "talk_move", "talk_decline"):
        page(mettes, name, talk.pk)
        page(lead, name, talk.pk)
    page(mettes, "book_for_time", talk.booked_by_id)
