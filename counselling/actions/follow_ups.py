"""Something is promised for a later day: planned, moved, handed to a colleague, done; and a task on the day itself."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from counselling.actions.cases import locked_case
from counselling.case_choices import FollowUpKind
from counselling.models import Case, CaseAssignment, FollowUp
from counselling.rules import notes as rules
from counselling.rules.cases import CaseRefusal
from counselling.rules.notes import FollowUpRefusal, NoteRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking
from portal.worklist import actions as worklist

DUE_TASK = "counselling.follow_up_due"
BEGINS, NOTIFICATION_DUE, ENDS = time(8), time(12), time(16)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What somebody wants to do later."""

    kind: str
    due_on: date
    text: str = ""


@locking
def add_follow_up(*, by: User, case: Case, plan: Plan) -> FollowUp:
    """Promise something for a day. Refuses a day that is over, a notification that waits, and who has no part."""
    row = locked_case(case)
    judge_worker_of(row, by)
    return plan_follow_up(by=by, case=row, plan=plan)


def plan_follow_up(*, by: User, case: Case, plan: Plan) -> FollowUp:
    """The new row, in the caller's transaction; the caller has judged who plans."""
    judge_day(plan.kind, plan.due_on)
    now = clock.now()
    row = FollowUp(case=case, owner=by, kind=plan.kind, due_on=plan.due_on, text=plan.text.strip())
    row.created_at, row.created_by = now, by
    row.save(force_insert=True)
    audit.record("counselling.follow_up_planned", by=by, obj=row, subject=case.person_id)
    remind(row)
    return row


@locking
def move_follow_up(*, by: User, follow_up: FollowUp, due_on: date, version: int) -> FollowUp:
    """Give it another day. Refuses when it is done or changed meanwhile, or the day doesn't fit."""
    row = touched(by, follow_up, version)
    judge_day(row.kind, due_on)
    row.due_on = due_on
    return changed(row, by, "counselling.follow_up_moved")


@locking
def hand_follow_up(*, by: User, follow_up: FollowUp, to: User, version: int) -> FollowUp:
    """Let a colleague do it. Refuses a colleague who has no part in the case: they could not read what it is about."""
    row = touched(by, follow_up, version)
    if not CaseAssignment.objects.current(clock.now()).filter(case=row.case_id, worker=to).exists():
        raise Refused(FollowUpRefusal.NO_PART_IN_THE_CASE)
    row.owner = to
    return changed(row, by, "counselling.follow_up_handed_on")


@locking
def finish_follow_up(*, by: User, follow_up: FollowUp, version: int) -> FollowUp:
    """It is done. Refuses when it is done already or changed meanwhile."""
    row = touched(by, follow_up, version)
    row.done_at, row.done_by = clock.now(), by
    return changed(row, by, "counselling.follow_up_done")


def record_reading(*, by: User, follow_up: FollowUp) -> None:
    """Its words are about a person: the read stands in the log before they are shown."""
    audit.record_read("counselling.follow_up_opened", by=by, obj=follow_up, subject=follow_up.case.person_id)


def colleagues_of(follow_up: FollowUp) -> list[User]:
    """Who else works with the case now and could do it."""
    parts = CaseAssignment.objects.current(clock.now()).filter(case=follow_up.case_id).exclude(worker=follow_up.owner)
    return [part.worker for part in parts.select_related("worker").order_by("worker__name")]


def touched(by: User, follow_up: FollowUp, version: int) -> FollowUp:
    """The row as it is now, locked, for somebody who may change it."""
    row = FollowUp.objects.select_for_update(of=("self",)).select_related("case").get(pk=follow_up.pk)
    judge_worker_of(row.case, by)
    if refusal := rules.may_touch_follow_up(is_done=row.done_at is not None, version=row.version, seen=version):
        raise Refused(refusal)
    return row


def changed(row: FollowUp, by: User, action: str) -> FollowUp:
    """Save, record and put the reminder right."""
    row.version += 1
    row.save(update_fields=["owner", "due_on", "done_at", "done_by", "version"])
    audit.record(action, by=by, obj=row, subject=row.case.person_id)
    worklist.drop_tasks(row.pk, kinds_of=[DUE_TASK])
    remind(row)
    return row


def judge_worker_of(case: Case, by: User) -> None:
    """Refuses who doesn't work with the case, and a closed case."""
    if Case.objects.worked_by(by).with_id(case.pk) is None:
        raise Refused(NoteRefusal.NOT_YOUR_CASE)
    if not case.is_open:
        raise Refused(CaseRefusal.CASE_CLOSED)


def judge_day(kind: str, due_on: date) -> None:
    """Refuses a day that is over, or too far away for a notification of concern."""
    if refusal := rules.may_plan(kind=kind, due_on=due_on, today=clock.today()):
        raise Refused(refusal)


def due_at(row: FollowUp) -> datetime:
    """By when on its day: a notification of concern by noon, all else before the office closes."""
    hour = NOTIFICATION_DUE if row.kind == FollowUpKind.NOTIFICATION else ENDS
    return datetime.combine(row.due_on, hour, tzinfo=clock.zone())


def remind(row: FollowUp) -> None:
    """A task for who promised it, once its day has come; a notification of concern is on the list at once."""
    is_notification = row.kind == FollowUpKind.NOTIFICATION
    if row.done_at is not None or (row.due_on > clock.today() and not is_notification):
        return
    key = f"{DUE_TASK}:{row.pk}:{row.version}"
    worklist.add_task(DUE_TASK, key, about=row.pk, due_at=due_at(row), assigned_to=row.owner)


def remind_of_today() -> int:
    """The follow-ups whose day has come become tasks; run again it adds nothing. Returns how many it looked at."""
    if clock.now().astimezone(clock.zone()).time() < BEGINS:
        return 0
    rows = list(FollowUp.objects.open().filter(due_on__lte=clock.today(), due_on__gte=clock.today() - LOOK_BACK))
    for row in rows:
        remind(row)
    return len(rows)


LOOK_BACK = timedelta(days=14)  # older ones stand on the list of overdue follow-ups and had their task
