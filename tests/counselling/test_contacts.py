"""A call nobody planned: who it is, one line about it, and what comes next."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from counselling.actions import contacts
from counselling.actions.cases import open_case
from counselling.actions.contacts import ContactWish
from counselling.case_timeline import happenings
from counselling.forms.contacts import ticket_for
from counselling.models import CallRequest, Case, ClaimCode, ConflictOfInterest, Contact
from counselling.rules.cases import CaseRefusal
from counselling.rules.contacts import ContactRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.refusals import Refused
from portal.worklist.models import Task
from relatives import actions as contact_settings
from tests.portal.test_constraints import refused_by

pytestmark = pytest.mark.django_db


def a_wish(person=None, **fields):
    usual = {"new_name": "", "phone": "", "minutes": 10, "topic": "other", "outcome": "talked", "note": ""}
    return ContactWish(person=person, at=clock.now(), **{**usual, **fields})


def logged(by, person=None, **fields):
    return contacts.log_contact(by=by, wish=a_wish(person, **fields), form_key=uuid4())


def refusal(act):
    with pytest.raises(Refused) as error:
        act()
    return error.value.reason


def post(client, name, *args, **data):
    return client.post(reverse(f"counselling:{name}", args=args), data)


def test_a_number_shows_who_rings_and_whether_they_have_a_case(client_for, counsellor, relative, colleague):
    contact_settings.change_phone(user=relative, by=relative, phone="20 30 40 50")
    open_case(by=counsellor, person=relative, worker=colleague)
    html = post(client_for(counsellor), "log_call", known_by="20304050", look_up="1", note="Om natten").content.decode()
    assert "Rasmus" in html and "Jonas Hviid Toft" in html and "Om natten" in html
    assert AuditEvent.objects.filter(action="counselling.person_looked_up", subject=relative.pk).count() == 1


def test_the_call_is_saved_with_the_person_and_their_case(client_for, counsellor, relative):
    contact_settings.change_phone(user=relative, by=relative, phone="20 30 40 50")
    case = open_case(by=counsellor, person=relative, worker=counsellor)
    ticket = ticket_for(relative, counsellor)
    said = {"known_by": "20304050", "looked_up": "20304050", "found": ticket, "minutes": "12"}
    said["person"] = str(relative.pk)
    more = {"topic": "grief", "outcome": "informed", "note": "Spurgte om orlov", "when": "today", "save": "1"}
    answer = post(client_for(counsellor), "log_call", **said, **more)
    row = Contact.objects.get()
    assert answer.status_code == 302 and answer.url == reverse("counselling:contact", args=[row.pk])
    assert (row.person, row.case, row.minutes, row.note) == (relative, case, 12, "Spurgte om orlov")


def test_a_number_nobody_looked_up_is_looked_up_before_anything_is_saved(client_for, counsellor, relative):
    contact_settings.change_phone(user=relative, by=relative, phone="20 30 40 50")
    said = {"minutes": "5", "topic": "other", "outcome": "talked", "when": "today", "save": "1"}
    html = post(client_for(counsellor), "log_call", known_by="20304050", **said).content.decode()
    assert "Rasmus" in html and not Contact.objects.exists()


def test_a_call_without_a_name_stores_no_person(client_for, counsellor):
    said = {"minutes": "5", "topic": "other", "outcome": "talked", "when": "yesterday", "save": "1"}
    assert post(client_for(counsellor), "log_call", **said).status_code == 302
    row = Contact.objects.get()
    assert row.person is None and row.at < clock.now() - timedelta(hours=23)


def test_a_person_nobody_looked_up_cannot_be_attached(client_for, counsellor, colleague, relative):
    stolen = ticket_for(relative, colleague)
    for person in (stolen, str(relative.pk)):
        said = {"looked_up": "", "found": stolen, "person": person, "minutes": "5", "topic": "other"}
        post(client_for(counsellor), "log_call", when="today", save="1", outcome="talked", **said)
    assert not Contact.objects.filter(person=relative).exists()


def test_somebody_new_is_written_down_with_the_call(client_for, counsellor):
    said = {"known_by": "20304051", "looked_up": "20304051", "new_name": "Kaj", "minutes": "5", "topic": "other"}
    post(client_for(counsellor), "log_call", outcome="talked", when="today", save="1", **said)
    person = Contact.objects.get().person
    assert person.name == "Kaj" and contacts.who_rings(by=counsellor, phone="20304051")[0].person == person


def test_a_new_persons_number_that_is_none_is_refused_in_words(client_for, counsellor):
    said = {"known_by": "123456789012345678", "looked_up": "123456789012345678", "new_name": "Kaj", "minutes": "5"}
    answer = post(client_for(counsellor), "log_call", topic="other", outcome="talked", when="today", save="1", **said)
    assert answer.status_code == 409 and not Contact.objects.exists() and not User.objects.filter(name="Kaj").exists()


def test_pressed_twice_a_call_is_logged_once(counsellor, relative):
    key = uuid4()
    first = contacts.log_contact(by=counsellor, wish=a_wish(relative), form_key=key)
    assert contacts.log_contact(by=counsellor, wish=a_wish(relative), form_key=key) == first
    assert Contact.objects.count() == 1


def test_a_conflict_of_interest_shuts_the_call_too(client_for, counsellor, relative):
    mine = logged(counsellor, relative)
    ConflictOfInterest.objects.create(worker=counsellor, person=relative, noted_at=clock.now())
    assert refusal(lambda: logged(counsellor, relative)) == ContactRefusal.CALLER_BARRED
    assert client_for(counsellor).get(reverse("counselling:contact", args=[mine.pk])).status_code == 404
    (caller,) = contacts.callers(counsellor, [relative])
    assert caller.is_barred and not caller.has_case


def test_somebody_merged_away_is_refused(counsellor, relative):
    User.objects.filter(pk=relative.pk).update(is_active=False)
    assert refusal(lambda: logged(counsellor, relative)) == ContactRefusal.CALLER_GONE


def test_a_note_is_read_after_the_read_is_recorded_and_only_by_those_who_may(
    client_for, counsellor, colleague, team_lead, relative
):
    row = logged(counsellor, relative, note="Hun græd")
    where = reverse("counselling:contact", args=[row.pk])
    assert "Hun græd" in client_for(counsellor).get(where).content.decode()
    assert AuditEvent.objects.filter(action="counselling.contact_opened", subject=relative.pk).count() == 1
    assert client_for(colleague).get(where).status_code == 404 == client_for(team_lead).get(where).status_code


def test_a_case_begins_with_a_call(client_for, counsellor, relative):
    row = logged(counsellor, relative)
    post(client_for(counsellor), "contact_case", row.pk)
    case = Case.objects.get(person=relative)
    assert case.origin == "call" and Contact.objects.get().case == case
    assert refusal(lambda: contacts.open_case_from(by=counsellor, contact=row)) == CaseRefusal.HAS_OPEN_CASE
    nobody = logged(counsellor)
    assert refusal(lambda: contacts.open_case_from(by=counsellor, contact=nobody)) == ContactRefusal.CALLER_NAMELESS


def test_a_promise_to_ring_stands_on_the_list_and_among_ones_tasks(client_for, counsellor, relative):
    contact_settings.change_phone(user=relative, by=relative, phone="20 30 40 50")
    row = logged(counsellor, relative)
    on = clock.today() + timedelta(days=3)
    post(client_for(counsellor), "contact", row.pk, on=on.isoformat())
    contacts.call_back_later(by=counsellor, contact=row, on=on)  # pressed twice
    request = CallRequest.objects.get()
    assert request.person == relative and request.phone == "+4520304050"
    assert Task.objects.get(about=request.pk).assigned_to == counsellor


def test_a_promise_to_ring_needs_a_person_a_number_and_a_day_ahead(counsellor, relative):
    today = clock.today()
    row, nobody = logged(counsellor, relative), logged(counsellor)
    back = contacts.call_back_later
    assert refusal(lambda: back(by=counsellor, contact=nobody, on=today)) == ContactRefusal.CALLER_NAMELESS
    assert refusal(lambda: back(by=counsellor, contact=row, on=today)) == ContactRefusal.NO_NUMBER
    contact_settings.change_phone(user=relative, by=relative, phone="20 30 40 50")
    past = today - timedelta(days=1)
    assert refusal(lambda: back(by=counsellor, contact=row, on=past)) == ContactRefusal.CALL_BACK_PAST


def test_the_database_keeps_calls_whole(counsellor, relative):
    row = logged(counsellor, relative)
    rows = Contact.objects.filter(pk=row.pk)
    assert refused_by(lambda: rows.update(minutes=241)) == "a_call_lasts_up_to_four_hours"
    assert refused_by(lambda: rows.update(outcome="x")) == "call_outcome_is_known"
    assert refused_by(lambda: rows.update(topic="x")) == "call_topic_is_known"
    case = open_case(by=counsellor, person=relative)
    assert refused_by(lambda: rows.update(case=case, person=None)) == "a_call_in_a_case_is_somebodys"


def test_the_database_keeps_codes_whole(counsellor, relative):
    now = clock.now()
    times = {"made_at": now, "expires_at": now + timedelta(days=14)}
    row = ClaimCode.objects.create(person=relative, code_hash="a", **times)
    again = {"person": relative, "code_hash": "b", **times}
    assert refused_by(lambda: ClaimCode.objects.create(**again)) == "a_person_has_one_open_claim_code"
    rows = ClaimCode.objects.filter(pk=row.pk)
    assert refused_by(lambda: rows.update(expires_at=now)) == "a_claim_code_ends_later"
    assert refused_by(lambda: rows.update(used_at=now, replaced_at=now)) == "a_claim_code_is_used_or_replaced"


def test_a_call_stands_on_the_cases_time_line(counsellor, relative):
    case = open_case(by=counsellor, person=relative, worker=counsellor)
    row = logged(counsellor, relative, outcome="informed")
    line = next(one for one in happenings(Case.objects.of_person(relative)) if one.source == "contact")
    assert line.case_id == case.pk and line.words == "Et opkald: de fik noget at vide"
    assert line.url == reverse("counselling:contact", args=[row.pk])
