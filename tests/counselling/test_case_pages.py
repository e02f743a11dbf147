"""The pages of a case: who may see what, what is recorded, what a refusal says; and nothing typed is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from counselling.actions import calls, cases, keeping, participants
from counselling.actions.participants import ParticipantWish
from counselling.models import Case, CaseAssignment, CaseParticipant, ConflictOfInterest, EmergencyAccess, FollowUp
from counselling.models.assignments import from_now_on
from portal import clock
from portal.audit.models import AuditEvent
from portal.worklist.models import Task
from tests.factories.talks import fresh_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(talk, relative, counsellor):
    """Rasmus' course, carried by Mette, with his sister in it and a talk ahead."""
    one = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    wish = ParticipantWish(first_name="Signe", relation="sibling", email="", consents=True, sees_notes=False)
    participants.add_participant(by=counsellor, case=one, wish=wish)
    return one


@pytest.fixture
def mettes(client_for, counsellor):
    """Mette, signed in."""
    return client_for(counsellor)


def page(client, name, *args, status=200, **query):
    answer = client.get(reverse(f"counselling:{name}", args=args), query)
    assert answer.status_code == status, answer.content[:500]
    return answer.content.decode()


def post(client, name, *args, status=302, **data):
    answer = client.post(reverse(f"counselling:{name}", args=args), data)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def test_who_works_with_a_case_sees_everything_and_the_reading_stands_in_the_log_first(mettes, case, counsellor):
    html = page(mettes, "case", case.pk)
    for said in (
        "Rasmus O&#x27;Connor-Bøgh",
        "Signe",
        "Bror eller søster",
        "En samtale blev booket til",
        "Mette Krogh",
    ):
        assert said in html, said
    event = AuditEvent.objects.get(action="counselling.case_read")
    assert (event.actor, event.subject, event.kind) == (counsellor.pk, case.person_id, "read")


def test_a_colleague_gets_404_for_every_page_of_a_case_that_is_not_theirs(client_for, colleague, case):
    client, sister = client_for(colleague), CaseParticipant.objects.get()
    for name in ("case", "case_change", "case_pause", "case_close", "case_reopen", "case_assign", "participant_new"):
        page(client, name, case.pk, status=404)
    page(client, "participant", case.pk, sister.pk, status=404)
    post(client, "case_resume", case.pk, status=404)
    post(client, "case_worker_end", case.pk, CaseAssignment.objects.get().pk, status=404)
    assert "Rasmus" not in page(client, "cases")


def test_a_team_lead_sees_the_header_and_nothing_anybody_wrote(client_for, team_lead, case):
    html = page(client_for(team_lead), "case", case.pk)
    assert "Rasmus" in html and "Mette Krogh" in html
    assert "Signe" not in html and "En samtale blev booket" not in html
    assert AuditEvent.objects.filter(action="counselling.case_header_read", subject=case.person_id).count() == 1
    assert not AuditEvent.objects.filter(action="counselling.case_read").exists()


def test_nobody_else_who_works_here_sees_cases(client_for, administrator, dpo, organiser, planner, relative, case):
    for person in (administrator, dpo, organiser, planner, relative):
        client = client_for(person)
        for name, *args in (("cases",), ("work_lists",), ("case", case.pk)):
            page(client, name, *args, status=403)
        assert not Case.objects.listed_for(person).exists()


def test_a_substitute_reads_until_the_end_and_no_longer(client_for, colleague, case, at):
    now = at(clock.now())
    period = from_now_on(now, now + timedelta(days=14))
    CaseAssignment.objects.create(case=case, worker=colleague, role="substitute", valid=period)
    assert "Signe" in page(client_for(colleague), "case", case.pk)
    at(now + timedelta(days=14))
    page(client_for(colleague), "case", case.pk, status=404)


def test_emergency_access_opens_for_reading_only_and_ends(client_for, colleague, case, at):
    now = at(clock.now())
    glass = {"case": case, "by": colleague, "opened_at": now, "expires_at": now + timedelta(minutes=60)}
    EmergencyAccess.objects.create(**glass)
    client = client_for(colleague)
    assert "Signe" in page(client, "case", case.pk)
    page(client, "case_change", case.pk, status=404)
    at(now + timedelta(minutes=60))
    page(client_for(colleague), "case", case.pk, status=403)


def test_a_conflict_of_interest_blocks_even_who_carries_the_case_and_the_team_lead(
    client_for, mettes, counsellor, team_lead, case
):
    for worker in (counsellor, team_lead):
        ConflictOfInterest.objects.create(worker=worker, person=case.person, noted_at=clock.now())
    page(mettes, "case", case.pk, status=404)
    page(client_for(team_lead), "case", case.pk, status=404)


def test_a_lost_role_blocks_on_the_next_request(mettes, counsellor, case):
    page(mettes, "case", case.pk)
    counsellor.role_assignments.all().delete()
    page(mettes, "case", case.pk, status=403)
    assert not Case.objects.visible_to(type(counsellor).objects.get(pk=counsellor.pk)).exists()


def test_a_case_is_opened_from_a_talk_and_pressed_twice_it_is_one(mettes, talk):
    assert "Åbn et forløb" in page(mettes, "talk", talk.pk)
    post(mettes, "case_from_talk", talk.pk)
    post(mettes, "case_from_talk", talk.pk)
    case = Case.objects.get()
    assert reverse("counselling:case", args=[case.pk]) in page(mettes, "talk", talk.pk)


def test_a_talk_that_is_off_begins_no_case_in_words(mettes, talk, counsellor):
    keeping.cancel_appointment(by=counsellor, appointment=talk, actor="counsellor", reason="Syg")
    post(mettes, "case_from_talk", talk.pk)
    assert "Samtalen er aflyst" in page(mettes, "talk", talk.pk)


def test_a_counsellor_whose_talk_is_in_a_colleagues_case_is_told_so_and_not_let_in(mettes, talk, relative, colleague):
    case = cases.open_case(by=colleague, person=relative, worker=colleague)
    html = page(mettes, "talk", talk.pk)
    assert "en kollega arbejder med" in html and str(case.pk) not in html


def test_a_case_is_opened_from_a_call(mettes, relative):
    asked = {"phone": "+4520304050", "name": "", "topic": "money", "when": "any", "may_leave_voicemail": True}
    call = calls.request_call(by=relative, form_key=fresh_key(), **asked)
    assert "Åbn et forløb" in page(mettes, "call", call.pk)
    post(mettes, "case_from_call", call.pk)
    assert Case.objects.get().origin == "call"
    nameless = calls.request_call(by=None, form_key=fresh_key(), **asked)
    post(mettes, "case_from_call", nameless.pk, status=404)


def test_a_case_is_opened_by_hand_for_somebody_looked_up(mettes, relative, counsellor):
    html = post(mettes, "case_new", known_by=relative.email, status=200)
    assert reverse("counselling:case_new_for", args=[relative.pk]) in html
    post(mettes, "case_new_for", relative.pk, origin="referral", worker=str(counsellor.pk))
    assert (Case.objects.get().origin, list(Case.objects.worked_by(counsellor))) == ("referral", [Case.objects.get()])
    again = post(mettes, "case_new_for", relative.pk, origin="call", worker=str(counsellor.pk), status=409)
    assert "allerede et åbent forløb" in again and reverse("counselling:case", args=[Case.objects.get().pk]) in again
    assert "Ingen her har den e-mail" in post(mettes, "case_new", known_by="ingen@borger.example", status=200)


def test_a_team_lead_opens_a_case_for_nobody_yet_and_gives_it_out(client_for, team_lead, relative, counsellor):
    lead = client_for(team_lead)
    post(lead, "case_new_for", relative.pk, origin="referral", worker="nobody")
    case = Case.objects.get()
    assert "Rasmus" in page(lead, "work_list", "unassigned")
    post(lead, "case_assign", case.pk, part="primary", worker=str(counsellor.pk), version=1)
    assert list(Case.objects.worked_by(counsellor)) == [case]


def test_who_carries_a_case_asks_a_colleague_to_help_but_gives_it_to_nobody(mettes, colleague, case, counsellor):
    refused = post(mettes, "case_assign", case.pk, part="primary", worker=str(colleague.pk), version=1, status=422)
    assert 'value="primary"' not in refused
    post(mettes, "case_assign", case.pk, part="co", worker=str(colleague.pk), version=1)
    part = CaseAssignment.objects.get(worker=colleague)
    assert "Jonas Hviid Toft" in page(mettes, "case", case.pk)
    post(mettes, "case_worker_end", case.pk, part.pk)
    assert not Case.objects.visible_to(colleague)
    over = post(mettes, "case_worker_end", case.pk, part.pk, status=409)
    assert "arbejder ikke med forløbet længere" in over


def test_a_colleague_who_left_meanwhile_is_said_and_the_form_is_kept(client_for, team_lead, colleague, case):
    lead = client_for(team_lead)
    page(lead, "case_assign", case.pk)
    ConflictOfInterest.objects.create(worker=colleague, person=case.person, noted_at=clock.now())
    html = post(lead, "case_assign", case.pk, part="co", worker=str(colleague.pk), version=1, status=409)
    assert "inhabil" in html and f'value="{colleague.pk}" selected' in html
    colleague.role_assignments.all().delete()
    gone = post(lead, "case_assign", case.pk, part="co", worker=str(colleague.pk), version=1, status=422)
    assert "Vælg" in gone


def test_a_stale_form_loses_nothing_and_is_saved_at_the_second_press(mettes, case, counsellor, colleague):
    cases.add_worker(by=counsellor, case=case, worker=colleague, version=1)
    given = {
        "phase": "under_way",
        "complexity": "3",
        "topics": ["grief"],
        "journal_number": "26/1234",
        "kle": "27.69.40",
    }
    html = post(mettes, "case_change", case.pk, version=1, status=409, **given)
    assert "Nogen har ændret forløbet imens" in html and "26/1234" in html and 'name="version" value="2"' in html
    post(mettes, "case_change", case.pk, version=2, **given)
    case.refresh_from_db()
    assert (case.phase, case.complexity, case.topics, str(case.weight)) == ("under_way", 3, ["grief"], "2.00")


def test_a_case_closed_meanwhile_is_said_and_what_was_typed_stays(mettes, talk, case, counsellor, relative):
    keeping.cancel_appointment(by=relative, appointment=talk, actor="relative")
    cases.close_case(by=counsellor, case=case, version=1, reason="finished")
    given = {"phase": "ending", "complexity": "1", "journal_number": "26/1234"}
    html = post(mettes, "case_change", case.pk, version=2, status=409, **given)
    assert "Forløbet er lukket" in html and "26/1234" in html
    post(mettes, "case_pause", case.pk, version=2, reason="wished", status=409)


def test_a_case_is_closed_only_when_nothing_is_promised_and_the_page_names_what_is(
    mettes, talk, case, counsellor, relative
):
    FollowUp.objects.create(case=case, owner=counsellor, due_on=clock.today(), created_at=clock.now())
    html = page(mettes, "case_close", case.pk)
    assert reverse("counselling:talk", args=[talk.pk]) in html and "Opfølgningen" in html
    assert "Der er stadig noget" in post(mettes, "case_close", case.pk, version=1, reason="finished", status=409)
    keeping.cancel_appointment(by=relative, appointment=talk, actor="relative")
    FollowUp.objects.update(done_at=clock.now())
    post(mettes, "case_close", case.pk, version=1, reason="finished")
    assert "Den pårørende er godt på vej" in page(mettes, "case", case.pk)
    post(mettes, "case_reopen", case.pk, version=2, reason="came_back")
    assert Case.objects.get().is_open


def test_a_case_rests_and_goes_on(mettes, case):
    post(mettes, "case_pause", case.pk, version=1, reason="illness")
    assert "På pause" in page(mettes, "case", case.pk)
    stale = post(mettes, "case_resume", case.pk, version=1, status=409)
    assert "Nogen har ændret forløbet imens" in stale
    post(mettes, "case_resume", case.pk, version=2)
    assert "Sygdom eller dødsfald" in page(mettes, "case", case.pk) or "sygdom" in page(mettes, "case", case.pk)


def test_somebody_takes_part_and_takes_the_yes_back(mettes, case, chairwoman):
    given = {"first_name": "Inge-Lise", "relation": "friend", "consents": "on", "sees_notes": "on"}
    post(mettes, "participant_new", case.pk, status=422, **given)
    wrong = post(mettes, "participant_new", case.pk, status=422, email="ingen@borger.example", **given)
    assert "Ingen her har den e-mail" in wrong and "Inge-Lise" in wrong
    post(mettes, "participant_new", case.pk, email=chairwoman.email, **given)
    one = CaseParticipant.objects.get(person=chairwoman)
    post(mettes, "participant", case.pk, one.pk)
    one.refresh_from_db()
    assert (one.has_consented, one.sees_notes) == (False, False)
    assert "Trak ja" in page(mettes, "case", case.pk)
    page(mettes, "participant", case.pk, uuid4(), status=404)


def test_the_norwegian_fields_are_there_in_norway_only(mettes, case, settings):
    assert "is_child_relative" not in page(mettes, "case_change", case.pk)
    assert 'name="kle"' in page(mettes, "case_change", case.pk)
    settings.COUNTRY = "NO"
    html = page(mettes, "case_change", case.pk)
    assert "is_child_relative" in html and 'name="kle"' not in html
    given = {"phase": "start", "complexity": "1", "is_child_relative": "on", "version": 1}
    wrong = {"guidance_asked_on": "2026-11-10", "guidance_decided_on": "2026-11-01"}
    post(mettes, "case_change", case.pk, status=422, **given, **wrong)
    post(mettes, "case_change", case.pk, **given, guidance_asked_on="2026-11-10", guidance_decided_on="2026-11-12")
    case.refresh_from_db()
    assert (case.is_child_relative, case.guidance_asked_on.isoformat()) == (True, "2026-11-10")


def test_the_day_they_asked_for_guidance_makes_the_task_whichever_form_it_is_written_in(
    mettes, case, settings, counsellor
):
    settings.COUNTRY = "NO"
    given = {"phase": "start", "complexity": "1"}
    tasks = Task.objects.open().filter(kind="counselling.guidance_due", about=case.pk)
    post(mettes, "case_change", case.pk, **given, version=1, guidance_asked_on="2026-11-10")
    task = tasks.get()
    assert (task.due_at.date().isoformat(), task.assigned_to) == ("2026-11-21", counsellor)
    post(mettes, "case_change", case.pk, **given, version=2, guidance_asked_on="2026-11-10", topics="other")
    assert tasks.get() == task, "what doesn't concern the two days leaves the task as it is"
    post(mettes, "case_change", case.pk, **given, version=3, guidance_asked_on="2026-11-12")
    assert tasks.get().due_at.date().isoformat() == "2026-11-23", "another day: another task, the old one gone"
    days = {"guidance_asked_on": "2026-11-12", "guidance_decided_on": "2026-11-13"}
    post(mettes, "case_change", case.pk, **given, version=4, **days)
    assert not tasks.exists()
    post(mettes, "case_change", case.pk, **given, version=5, guidance_asked_on="2026-11-12")
    assert tasks.count() == 1, "the decision was written by mistake: the clock runs again"


def test_in_denmark_the_case_form_makes_no_task_of_guidance(mettes, case):
    post(mettes, "case_change", case.pk, phase="start", complexity="1", version=1, guidance_asked_on="2026-11-10")
    assert not Task.objects.filter(kind="counselling.guidance_due").exists()


def test_a_counsellor_with_open_cases_can_not_leave_before_they_are_given_on(
    client_for, administrator, counsellor, case
):
    html = client_for(administrator).post(reverse("accounts:deactivate", args=[counsellor.pk]), follow=True)
    assert "1 åbent forløb" in html.content.decode()
