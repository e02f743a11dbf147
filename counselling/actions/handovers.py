"""A case is offered to a colleague, who takes it over or says no; and it is lent for at most 14 days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from counselling import handover_news as news
from counselling.actions.cases import assign_case, begin_assignment, end_assignments, judge_worker, locked_case
from counselling.actions.transferring import calendar_of, talks_to_move, transfer_all
from counselling.case_choices import AssignmentRole
from counselling.handover_choices import HandoverState
from counselling.models import Case, CaseAssignment, FollowUp, Handover
from counselling.models.handovers import ONE_PROPOSAL
from counselling.rules import handovers as rules
from counselling.rules.cases import CaseRefusal
from counselling.rules.handovers import HandoverRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.keys import new_key
from portal.refusals import Refused, locking, violated_constraint
from portal.worklist import actions as worklist


@dataclass(frozen=True, kw_only=True)
class HandoverWish:
    """What somebody writes when a case is to change hands."""

    case: Case
    receiver: User
    summary: str
    reason: str
    consent: str


def carrier_of(case: Case, now: datetime) -> User | None:
    """Who carries a case now."""
    row = CaseAssignment.objects.current(now).primary().filter(case=case).select_related("worker").first()
    return row.worker if row else None


@locking
def propose_handover(*, by: User, giver: User, wish: HandoverWish, batch: UUID | None = None) -> Handover:
    """Ask a colleague to carry a case on. Nothing moves yet; the receiver has a task.

    Refuses when the giver doesn't carry it, it waits for an answer already, is closed, or the receiver can't be given
    it; and a summary nobody could go on from.
    """
    now = clock.now()
    case = locked_case(wish.case)
    if not case.is_open:
        raise Refused(CaseRefusal.CASE_CLOSED)
    carried_by = carrier_of(case, now)
    if refusal := rules.may_propose(
        giver=giver.pk, receiver=wish.receiver.pk, carried_by=carried_by and carried_by.pk, summary=wish.summary
    ):
        raise Refused(refusal)
    judge_worker(wish.receiver, case.person)
    row = Handover(
        case=case,
        from_worker=giver,
        to_worker=wish.receiver,
        summary=wish.summary.strip(),
        reason=wish.reason,
        consent=wish.consent,
        batch=batch,
        proposed_by=by,
        proposed_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if violated_constraint(error) != ONE_PROPOSAL:
            raise
        raise Refused(HandoverRefusal.HANDOVER_WAITS) from error
    audit.record("counselling.handover_proposed", by=by, obj=row, subject=case.person_id, reason=wish.reason)
    news.ask_receiver(row, now=now)
    return row


@locking
def propose_handovers(*, by: User, giver: User, wishes: Sequence[HandoverWish]) -> list[Handover]:
    """Offer several cases before a leave, each to its own colleague; all of them or none."""
    if not wishes:
        raise Refused(HandoverRefusal.NOTHING_CHOSEN)
    batch = new_key()
    ordered = sorted(wishes, key=lambda wish: wish.case.pk)
    return [propose_handover(by=by, giver=giver, wish=wish, batch=batch) for wish in ordered]


def decided(handover: Handover, wanted: str, now: datetime) -> Handover:
    """The locked row with its answer, unsaved. Refuses when it has one already."""
    row = Handover.objects.select_for_update().get(pk=handover.pk)
    if refusal := rules.may_decide(state=row.state, wanted=wanted):
        raise Refused(refusal)
    row.state = wanted
    row.decided_at = now
    return row


@locking
def accept_handover(*, by: User, handover: Handover) -> Handover:
    """Take the case over: assignment, follow-ups, tasks and talks ahead move at once, or nothing does.

    Refuses when it is answered, the case is closed or somebody else's meanwhile, the receiver left or has a conflict,
    or the receiver's calendar has no room for a talk: then it names them.
    """
    now = clock.now()
    row = decided(handover, HandoverState.ACCEPTED, now)
    case = locked_case(row.case)
    carried_by = carrier_of(case, now)
    if refusal := rules.may_accept(giver=row.from_worker_id, carried_by=carried_by and carried_by.pk):
        raise Refused(refusal)
    assign_case(by=by, case=case, worker=row.to_worker, reason="handover")
    talks = list(talks_to_move(case, row.from_worker, now))
    moved = transfer_all(by=by, talks=talks, to=calendar_of(row.to_worker), now=now) if talks else []
    carry_open_work(row)
    row.save(update_fields=["state", "decided_at"])
    audit.record("counselling.handover_accepted", by=by, obj=row, subject=case.person_id)
    if not moved:
        news.tell_relative(case, key=f"{row.pk}", now=now)
    news.close_question(row)
    return row


def carry_open_work(row: Handover) -> None:
    """Open follow-ups and tasks of the case are the receiver's from now on."""
    open_ones = FollowUp.objects.open().of_worker(row.from_worker).filter(case=row.case_id)
    keys = list(open_ones.values_list("pk", flat=True))
    FollowUp.objects.filter(pk__in=keys).update(owner=row.to_worker)
    worklist.hand_over_tasks([row.case_id, *keys], from_user=row.from_worker, to_user=row.to_worker)


@locking
def decline_handover(*, by: User, handover: Handover, answer: str) -> Handover:
    """Say no, with words; the case stays where it is and whoever proposed has a task. Refuses without words."""
    if not answer.strip():
        raise Refused(HandoverRefusal.WORDS_MISSING)
    now = clock.now()
    row = decided(handover, HandoverState.DECLINED, now)
    row.answer = answer.strip()
    row.save()
    audit.record("counselling.handover_declined", by=by, obj=row, subject=row.case.person_id)
    news.close_question(row)
    news.tell_of_no(row, now=now)
    return row


@locking
def withdraw_handover(*, by: User, handover: Handover) -> Handover:
    """Take a proposal back before it is answered. Refuses when it is answered."""
    row = decided(handover, HandoverState.WITHDRAWN, clock.now())
    row.save(update_fields=["state", "decided_at"])
    audit.record("counselling.handover_withdrawn", by=by, obj=row, subject=row.case.person_id)
    news.close_question(row)
    return row


@locking
def stand_in(
    *,
    by: User,
    giver: User,
    receiver: User,
    cases: Sequence[Case],
    until: datetime,
    begins: datetime | None = None,
) -> list[CaseAssignment]:
    """Lend a counsellor's cases to a colleague for at most 14 days, from now or a later moment; it ends by itself.

    Refuses when nothing is chosen, the time is over or longer, a case is closed or not carried by the giver, or the
    receiver can't be given one. Somebody who works with a case already keeps the part they have.
    """
    now = clock.now()
    begins = max(now, begins or now)
    if not cases:
        raise Refused(HandoverRefusal.NOTHING_CHOSEN)
    if refusal := rules.may_stand_in(now=begins, until=until):
        raise Refused(refusal)
    if giver == receiver:
        raise Refused(HandoverRefusal.SAME_WORKER)
    made = []
    for case in sorted(cases, key=lambda case: case.pk):
        row = locked_case(case)
        if not row.is_open:
            raise Refused(CaseRefusal.CASE_CLOSED)
        if carrier_of(row, now) != giver:
            raise Refused(HandoverRefusal.NOT_CARRIED)
        judge_worker(receiver, row.person)
        if CaseAssignment.objects.within(begins, until).of_worker(receiver).filter(case=row).exists():
            continue
        role, reason = AssignmentRole.SUBSTITUTE, "substitution"
        part: dict[str, Any] = {"role": role, "reason": reason, "now": begins, "until": until}
        made.append(begin_assignment(by=by, case=row, worker=receiver, **part))
    return made


@locking
def end_substitution(*, by: User, case: Case, worker: User) -> None:
    """End a substitution before its time. Nothing happens when it has ended."""
    now = clock.now()
    row = locked_case(case)
    part = CaseAssignment.objects.current(now).of_worker(worker).filter(case=row, role=AssignmentRole.SUBSTITUTE)
    if part.exists():
        end_assignments(row, now=now, worker=worker)
        audit.record("counselling.substitution_ended", by=by, obj=row, subject=row.person_id)
