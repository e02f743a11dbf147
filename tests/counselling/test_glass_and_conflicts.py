"""Break-glass is seen by all who should see it; a conflict of interest shuts every door."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from counselling import handover_news
from counselling.actions import cases, glass, handovers
from counselling.actions.booking import book_for_someone, book_held
from counselling.actions.conflicts import note_conflict
from counselling.actions.holding import hold_time
from counselling.models import Case, EmergencyAccess
from counselling.rules.cases import CaseRefusal
from counselling.rules.handovers import HandoverRefusal
from counselling.rules.talks import Refusal
from counselling.wishes import Wish
from portal import clock
from portal.audit.models import AuditEvent
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from portal.refusals import Refused
from portal.worklist.models import Task
from tests.counselling.test_handover_actions import propose
from tests.factories.people import make_person
from tests.factories.talks import next_weekday

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


def test_nobody_is_offered_times_with_somebody_they_must_not_meet(
    client_for, relative, another_relative, counsellor, talk_type, mette, jonas
):
    note_conflict(by=counsellor, worker=counsellor, person=relative)
    who = reverse("counselling:book_who") + f"?type={talk_type.slug}&mode=phone&company=alone"
    assert "Mette Krogh" not in client_for(relative).get(who).content.decode()
    assert "Mette Krogh" in client_for(another_relative).get(who).content.decode()
    day = next_weekday()
    anybody = Wish(meeting_type=talk_type, mode="phone", person_id=relative.pk)
    assert {time.resource_id for time in anybody.free_times(day.date(), day.date(), clock.now())} == {jonas.pk}
    hers = Wish(meeting_type=talk_type, mode="phone", counsellor_id=mette.pk)
    assert reason_of(lambda: hold_time(by=relative, wish=hers, starts_at=day)) == Refusal.COUNSELLOR_GONE
    hold, token = hold_time(by=None, wish=hers, starts_at=day)  # not signed in yet: then it is found at booking
    booked = reason_of(lambda: book_held(by=relative, token=token, hold_id=hold.pk))
    assert booked == Refusal.COUNSELLOR_GONE
    by_phone = lambda: book_for_someone(  # noqa: E731
        by=counsellor, person=relative, wish=hers, starts_at=day + timedelta(hours=2), form_key=uuid4()
    )
    assert reason_of(by_phone) == Refusal.COUNSELLOR_GONE


def test_a_closed_case_is_lent_to_nobody(case, counsellor, colleague):
    cases.close_case(by=counsellor, case=case, version=case.version, reason="finished")
    until = clock.now() + timedelta(days=3)
    lend = {"by": counsellor, "giver": counsellor, "receiver": colleague, "cases": [case], "until": until}
    assert reason_of(lambda: handovers.stand_in(**lend)) == CaseRefusal.CASE_CLOSED
    assert not Case.objects.worked_by(colleague).exists()


def test_each_reason_that_is_read_is_recorded_for_its_own_case(client_for, relative, another_relative, team_lead):
    """The relative sees that somebody looked why their case was opened, not that somebody looked at a list."""
    workers = [make_person(name, "counsellor") for name in ("En", "To")]
    for worker, person in zip(workers, (relative, another_relative), strict=True):
        case = cases.open_case(by=team_lead, person=person, worker=worker)
        glass.break_glass(by=workers[1 - workers.index(worker)], case=case, reason="Hun ringede og lød meget bange.")
    html = client_for(team_lead).get(reverse("counselling:glass_list")).content.decode()
    assert html.count("Hun ringede og lød meget bange.") == 2
    read = AuditEvent.objects.filter(action="counselling.emergency_reason_read", kind="read")
    assert set(read.values_list("subject", "actor")) == {
        (relative.pk, team_lead.pk),
        (another_relative.pk, team_lead.pk),
    }
    assert read.count() == 2 and {event.object_kind for event in read} == {"counselling.case"}
