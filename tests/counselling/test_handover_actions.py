"""A case changes hands: everything moves at once, or nothing does."""

from datetime import timedelta

import pytest

from counselling import handover_news
from counselling.actions import cases, handovers
from counselling.actions.conflicts import note_conflict
from counselling.handover_choices import HandoverConsent, HandoverReason
from counselling.models import Appointment, Case, CaseAssignment, FollowUp, Handover
from counselling.rules.cases import CaseRefusal
from counselling.rules.handovers import HandoverRefusal
from portal import clock
from portal.calendar.models import Absence, Occupancy
from portal.outbox import kinds
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from portal.refusals import Refused
from portal.worklist import actions as worklist
from portal.worklist.models import Task
from tests.factories.people import make_person
from tests.factories.talks import make_talk, next_weekday

pytestmark = pytest.mark.django_db
SUMMARY = "Hun har brug for at tale om aflastning. Næste gang: hvad manden siger til det."


def propose(case, giver, receiver, *, by=None, summary=SUMMARY):
    wish = handovers.HandoverWish(
        case=case,
        receiver=receiver,
        summary=summary,
        reason=HandoverReason.LEAVE,
        consent=HandoverConsent.TOLD,
    )
    return handovers.propose_handover(by=by or giver, giver=giver, wish=wish)


def refused(work):
    """The reason and details of a refusal."""
    with pytest.raises(Refused) as error:
        work()
    return error.value


@pytest.fixture
def case(relative, counsellor):
    return cases.open_case(by=counsellor, person=relative, worker=counsellor)


def test_nothing_moves_before_the_receiver_says_yes(case, talk, counsellor, colleague, jonas):
    row = propose(case, counsellor, colleague)
    talk.refresh_from_db()
    assert talk.counsellor.user == counsellor and talk.version == 1
    assert list(Case.objects.visible_to(counsellor)) == [case] and not Case.objects.visible_to(colleague)
    assert Task.objects.open().get(about=row.pk).assigned_to == colleague
    assert not OutboxMessage.objects.filter(kind__in=["counselling.changed", "counselling.case_news"]).exists()


def test_handover_moves_calendar_mails_and_calendar_files(case, talk, counsellor, colleague, mette, jonas):
    planned = set(OutboxMessage.objects.planned().about(talk.pk).values_list("pk", flat=True))
    old_reminder = OutboxMessage.objects.planned().about(talk.pk).filter(kind="counselling.reminder").first()
    follow_up = FollowUp.objects.create(
        case=case, owner=counsellor, due_on=clock.today(), created_at=clock.now(), text="Ring om aflastning"
    )
    before = kinds.get("counselling.receipt").calendar_file(OutboxMessage.objects.about(talk.pk).first())
    handovers.accept_handover(by=colleague, handover=propose(case, counsellor, colleague))
    moved = Appointment.objects.get(pk=talk.pk)
    assert (moved.counsellor, moved.uid, moved.starts_at) == (jonas, talk.uid, talk.starts_at)
    assert (moved.version, moved.ics_sequence) == (talk.version + 1, talk.ics_sequence + 1)
    firm = Occupancy.objects.of(talk.pk).filter(state="firm")
    assert {row.resource_id for row in firm} == {jonas.pk} and {row.kind for row in firm} == {"core", "buffer"}
    assert list(Case.objects.visible_to(colleague)) == [case] and not Case.objects.visible_to(counsellor)
    follow_up.refresh_from_db()
    assert follow_up.owner == colleague and follow_up.text == "Ring om aflastning"
    old = OutboxMessage.objects.filter(pk__in=planned)
    assert {row.state for row in old} == {"withdrawn"}
    old_reminder.refresh_from_db()
    assert not kinds.get(old_reminder.kind).still_holds(old_reminder)
    new = OutboxMessage.objects.planned().about(talk.pk)
    assert {row.version for row in new} == {moved.version}
    assert {row.kind for row in new} == {"counselling.changed", "counselling.reminder"}
    told = new.filter(kind="counselling.changed").first()
    event = kinds.get("counselling.changed").calendar_file(told).decode()
    assert f"UID:{talk.uid}" in event and "SEQUENCE:1" in event and "METHOD:REQUEST" in event
    assert f"UID:{talk.uid}" in before.decode() and "SEQUENCE:0" in before.decode()
    said = text_of(told).body
    assert "Jonas" not in said and "Mette" not in said and "Samtale" not in said
    assert not OutboxMessage.objects.filter(kind=handover_news.CASE_NEWS).exists()


def test_the_mailboxes_hear_of_it_the_old_counsellors_is_freed(case, talk, counsellor, colleague, mette, jonas):
    type(mette).objects.filter(pk=mette.pk).update(mailbox="mette@kommune.example")
    type(jonas).objects.filter(pk=jonas.pk).update(mailbox="jonas@kommune.example")
    handovers.accept_handover(by=colleague, handover=propose(case, counsellor, colleague))
    sent = OutboxMessage.objects.planned().about(talk.pk).filter(kind__startswith="counselling.invitation")
    said = {row.kind: kinds.get(row.kind).calendar_file(row).decode() for row in sent}
    assert "METHOD:REQUEST" in said["counselling.invitation"] and "SEQUENCE:1" in said["counselling.invitation"]
    assert "METHOD:CANCEL" in said["counselling.invitation_cancelled"]
    assert {row.address for row in sent} == {"mette@kommune.example", "jonas@kommune.example"}


def test_a_seeded_reminder_of_the_old_counsellor_never_leaves(case, talk, counsellor, colleague, jonas, at):
    handovers.accept_handover(by=colleague, handover=propose(case, counsellor, colleague))
    old = OutboxMessage.objects.about(talk.pk).filter(kind="counselling.reminder", version=1).first()
    OutboxMessage.objects.filter(pk=old.pk).update(state="planned", done_at=None)
    old = OutboxMessage.objects.get(pk=old.pk)
    at(old.send_at)
    assert not kinds.get(old.kind).still_holds(old)


def test_a_relative_without_talks_ahead_is_told_once_and_neutrally(case, counsellor, colleague):
    handovers.accept_handover(by=colleague, handover=propose(case, counsellor, colleague))
    told = OutboxMessage.objects.planned().filter(kind="counselling.case_news", to=case.person)
    assert {row.channel for row in told} == {"email", "inbox"}
    assert all(
        "Jonas" not in text_of(row).body and "sag" not in text_of(row).body and "forløb" not in text_of(row).body
        for row in told
    )


def test_open_tasks_of_the_case_follow_and_others_stay(case, counsellor, colleague):
    worklist.add_task(handover_news.UNASSIGNED_TASK, "a", about=case.pk, due_at=clock.now(), assigned_to=counsellor)
    worklist.add_task(
        handover_news.UNASSIGNED_TASK, "b", about=colleague.pk, due_at=clock.now(), assigned_to=counsellor
    )
    handovers.accept_handover(by=colleague, handover=propose(case, counsellor, colleague))
    assert Task.objects.get(key="a").assigned_to == colleague and Task.objects.get(key="b").assigned_to == counsellor


def test_a_busy_receiver_refuses_the_whole_handover_and_names_the_talks(
    case, talk, talk_type, relative, another_relative, counsellor, colleague, jonas
):
    other = make_talk(relative, talk_type, starts_at=next_weekday(10))
    Appointment.objects.filter(pk=other.pk).update(counsellor=talk.counsellor)
    Occupancy.objects.of(other.pk).update(resource=talk.counsellor)
    make_talk(another_relative, talk_type, starts_at=talk.starts_at)  # with Jonas: Mette has one then
    row = propose(case, counsellor, colleague)
    error = refused(lambda: handovers.accept_handover(by=colleague, handover=row))
    assert error.reason == HandoverRefusal.RECEIVER_BUSY and error.details["starts"] == [talk.starts_at]
    for one in (talk, other, row):
        one.refresh_from_db()
    assert (talk.counsellor.user, other.counsellor.user, row.state) == (counsellor, counsellor, "proposed")
    assert list(Case.objects.visible_to(counsellor)) == [case]


def test_a_receiver_who_is_away_then_counts_as_busy(case, talk, counsellor, colleague, jonas):
    day = (talk.starts_at - timedelta(hours=1), talk.ends_at)
    Absence.objects.create(resource=jonas, period=day)
    row = propose(case, counsellor, colleague)
    error = refused(lambda: handovers.accept_handover(by=colleague, handover=row))
    assert error.reason == HandoverRefusal.RECEIVER_BUSY


def test_a_receiver_without_a_calendar_can_not_take_talks_over(case, talk, counsellor, colleague):
    row = propose(case, counsellor, colleague)
    error = refused(lambda: handovers.accept_handover(by=colleague, handover=row))
    assert error.reason == HandoverRefusal.RECEIVER_WITHOUT_CALENDAR


def test_a_receiver_who_left_or_got_a_conflict_meanwhile_is_refused(case, counsellor, colleague):
    row = propose(case, counsellor, colleague)
    colleague.is_active = False
    colleague.save()
    error = refused(lambda: handovers.accept_handover(by=colleague, handover=Handover.objects.get(pk=row.pk)))
    assert error.reason == CaseRefusal.WORKER_NOT_COUNSELLOR
    colleague.is_active = True
    colleague.save()
    note_conflict(by=colleague, worker=colleague, person=case.person)
    error = refused(lambda: handovers.accept_handover(by=colleague, handover=row))
    assert error.reason == HandoverRefusal.HANDOVER_DECIDED  # taken back by the conflict itself
    assert Handover.objects.get().state == "withdrawn"


def test_a_case_given_to_somebody_else_meanwhile_is_not_taken_over(case, counsellor, colleague, team_lead):
    row = propose(case, counsellor, colleague)
    cases.assign_case(by=team_lead, case=case, worker=make_third(), reason="allocated")
    error = refused(lambda: handovers.accept_handover(by=colleague, handover=row))
    assert error.reason == HandoverRefusal.HANDOVER_OUTDATED


def make_third():
    """One more counsellor."""
    return make_person("Signe Holm", "counsellor")


def test_a_closed_case_is_not_taken_over(case, counsellor, colleague):
    row = propose(case, counsellor, colleague)
    Case.objects.filter(pk=case.pk).update(status="closed", closed_at=clock.now(), close_reason="finished")
    assert refused(lambda: handovers.accept_handover(by=colleague, handover=row)).reason == CaseRefusal.CASE_CLOSED


def test_a_no_comes_with_words_and_the_proposer_has_a_task(case, counsellor, colleague):
    row = propose(case, counsellor, colleague)
    error = refused(lambda: handovers.decline_handover(by=colleague, handover=row, answer=" "))
    assert error.reason == HandoverRefusal.WORDS_MISSING
    handovers.decline_handover(by=colleague, handover=row, answer="Jeg er selv væk i den uge.")
    row.refresh_from_db()
    assert (row.state, row.answer) == ("declined", "Jeg er selv væk i den uge.")
    assert Task.objects.open().get(about=row.pk).assigned_to == counsellor
    error = refused(lambda: handovers.accept_handover(by=colleague, handover=row))
    assert error.reason == HandoverRefusal.HANDOVER_DECIDED


def test_what_can_not_be_proposed(case, counsellor, colleague, team_lead):
    assert refused(lambda: propose(case, colleague, counsellor)).reason == HandoverRefusal.NOT_CARRIED
    assert refused(lambda: propose(case, counsellor, counsellor)).reason == HandoverRefusal.SAME_WORKER
    short = refused(lambda: propose(case, counsellor, colleague, summary="kort"))
    assert short.reason == HandoverRefusal.SUMMARY_SHORT
    assert refused(lambda: propose(case, counsellor, team_lead)).reason == CaseRefusal.WORKER_NOT_COUNSELLOR
    row = propose(case, counsellor, colleague)
    assert refused(lambda: propose(case, counsellor, colleague)).reason == HandoverRefusal.HANDOVER_WAITS
    handovers.withdraw_handover(by=counsellor, handover=row)
    propose(case, counsellor, colleague)
    empty = refused(lambda: handovers.propose_handovers(by=counsellor, giver=counsellor, wishes=[]))
    assert empty.reason == HandoverRefusal.NOTHING_CHOSEN


def test_a_leave_hands_over_all_of_the_chosen_cases_or_none(case, counsellor, colleague, another_relative, team_lead):
    second = cases.open_case(by=counsellor, person=another_relative, worker=counsellor)
    wishes = [
        handovers.HandoverWish(case=one, receiver=colleague, summary=SUMMARY, reason="leave", consent="told")
        for one in (case, second)
    ]
    Case.objects.filter(pk=second.pk).update(status="closed", closed_at=clock.now(), close_reason="finished")
    refused(lambda: handovers.propose_handovers(by=team_lead, giver=counsellor, wishes=wishes))
    assert not Handover.objects.exists()
    Case.objects.filter(pk=second.pk).update(status="open", closed_at=None, close_reason="")
    rows = handovers.propose_handovers(by=team_lead, giver=counsellor, wishes=wishes)
    assert len({row.batch for row in rows}) == 1 and rows[0].batch is not None


def test_a_substitution_ends_by_itself(case, counsellor, colleague, team_lead, at):
    until = clock.now() + timedelta(days=14)
    handovers.stand_in(by=counsellor, giver=counsellor, receiver=colleague, cases=[case], until=until)
    assert list(Case.objects.visible_to(colleague)) == [case] == list(Case.objects.visible_to(counsellor))
    at(until)
    assert not Case.objects.visible_to(colleague) and list(Case.objects.visible_to(counsellor)) == [case]


def test_what_no_substitution_can_be(case, counsellor, colleague):
    def lend(days=7, chosen=None, giver=counsellor, receiver=colleague):
        until = clock.now() + timedelta(days=days)
        chosen = [case] if chosen is None else chosen
        return lambda: handovers.stand_in(by=giver, giver=giver, receiver=receiver, cases=chosen, until=until)

    assert refused(lend(days=15)).reason == HandoverRefusal.TOO_LONG
    assert refused(lend(days=-1)).reason == HandoverRefusal.ALREADY_PAST
    assert refused(lend(chosen=[])).reason == HandoverRefusal.NOTHING_CHOSEN
    assert refused(lend(receiver=counsellor)).reason == HandoverRefusal.SAME_WORKER
    assert refused(lend(giver=colleague, receiver=counsellor)).reason == HandoverRefusal.NOT_CARRIED
    lend()()
    lend()()  # asked twice: the part they have stays
    assert CaseAssignment.objects.of_worker(colleague).count() == 1
    handovers.end_substitution(by=counsellor, case=case, worker=colleague)
    assert not Case.objects.visible_to(colleague)
