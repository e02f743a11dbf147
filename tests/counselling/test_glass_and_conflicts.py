"""Break-glass is seen by all who should see it; a conflict of interest shuts every door."""

from datetime import timedelta

import pytest

from counselling import handover_news
from counselling.actions import cases, glass, handovers
from counselling.actions.conflicts import note_conflict
from counselling.models import Case, EmergencyAccess
from counselling.rules.handovers import HandoverRefusal
from portal import clock
from portal.audit.models import AuditEvent
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from portal.refusals import Refused
from portal.worklist.models import Task
from tests.counselling.test_handover_actions import propose

pytestmark = pytest.mark.django_db
REASON = "Hun ringer i krise, og Mette er syg i dag."


@pytest.fixture
def case(relative, counsellor):
    return cases.open_case(by=counsellor, person=relative, worker=counsellor)


def reason_of(work):
    with pytest.raises(Refused) as error:
        work()
    return error.value.reason


def test_broken_glass_opens_the_case_for_an_hour_and_no_longer(case, colleague, at):
    access = glass.break_glass(by=colleague, case=case, reason=REASON)
    assert list(Case.objects.visible_to(colleague)) == [case]
    at(access.opened_at + timedelta(minutes=60))
    assert not Case.objects.visible_to(colleague)
    assert reason_of(lambda: glass.end_glass(by=colleague, access=access)) == HandoverRefusal.GLASS_OVER


def test_lead_and_data_protection_officer_are_told_at_once_without_content(case, colleague, team_lead, dpo):
    access = glass.break_glass(by=colleague, case=case, reason=REASON)
    told = OutboxMessage.objects.planned().filter(kind="counselling.glass_news")
    assert {row.to for row in told} == {team_lead, dpo}
    assert not any(word in text_of(row).body for row in told for word in ("Rasmus", "krise", "Jonas"))
    assert {task.role for task in Task.objects.open().filter(kind=handover_news.GLASS_TASK)} == {"team_lead", "dpo"}
    event = AuditEvent.objects.get(action="counselling.glass_broken")
    assert (event.subject, event.reason) == (case.person_id, "emergency")
    assert EmergencyAccess.objects.get(pk=access.pk).reason == REASON


def test_a_short_reason_breaks_nothing(case, colleague):
    short = reason_of(lambda: glass.break_glass(by=colleague, case=case, reason="  haster  nu        "))
    assert short == HandoverRefusal.REASON_SHORT
    assert not EmergencyAccess.objects.exists() and not OutboxMessage.objects.filter(kind__contains="glass").exists()


def test_who_reads_the_case_already_breaks_no_glass_and_who_must_not_can_not(case, counsellor, colleague):
    reads = reason_of(lambda: glass.break_glass(by=counsellor, case=case, reason=REASON))
    assert reads == HandoverRefusal.ALREADY_READS
    note_conflict(by=colleague, worker=colleague, person=case.person)
    barred = reason_of(lambda: glass.break_glass(by=colleague, case=case, reason=REASON))
    assert barred == HandoverRefusal.OWN_CONFLICT


def test_access_ended_early_is_over(case, colleague):
    access = glass.break_glass(by=colleague, case=case, reason=REASON)
    glass.end_glass(by=colleague, access=access)
    assert not Case.objects.visible_to(colleague)


def test_a_conflict_takes_the_case_away_at_once_and_the_lead_finds_somebody(case, counsellor, team_lead):
    note_conflict(by=counsellor, worker=counsellor, person=case.person)
    assert list(Case.objects.unassigned()) == [case]
    task = Task.objects.open().get(kind=handover_news.UNASSIGNED_TASK)
    assert (task.role, task.about) == ("team_lead", case.pk)
    known = reason_of(lambda: note_conflict(by=team_lead, worker=counsellor, person=case.person))
    assert known == HandoverRefusal.CONFLICT_KNOWN


def test_a_substitute_with_a_conflict_leaves_the_case_with_its_carrier(case, counsellor, colleague):
    until = clock.now() + timedelta(days=3)
    handovers.stand_in(by=counsellor, giver=counsellor, receiver=colleague, cases=[case], until=until)
    row = propose(case, counsellor, colleague)
    note_conflict(by=colleague, worker=colleague, person=case.person)
    row.refresh_from_db()
    assert row.state == "withdrawn" and not Case.objects.unassigned()
    assert not Task.objects.open().filter(kind=handover_news.UNASSIGNED_TASK).exists()
