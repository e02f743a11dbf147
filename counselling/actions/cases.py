"""A case begins, changes hands, rests, is closed and opened again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from counselling.actions.guidance import keep_guidance_clock
from counselling.case_choices import AssignmentRole, CaseOrigin, CaseStatus, StepKind
from counselling.choices import Status
from counselling.models import Appointment, Case, CaseAssignment, CaseStep, ConflictOfInterest, FollowUp
from counselling.models.assignments import from_now_on
from counselling.models.cases import ONE_OPEN_CASE
from counselling.rules import cases as rules
from counselling.rules.cases import CaseRefusal
from portal import clock
from portal.accounts.models import Role, User
from portal.audit import actions as audit
from portal.refusals import Refused, locking, violated_constraint

OFF = (Status.CANCELLED, Status.DECLINED, Status.SUPERSEDED)


@dataclass(frozen=True, kw_only=True)
class CaseWish:
    """What is written down about a case. The Norwegian three stay as they are where they are None."""

    phase: str
    complexity: int
    needs_interpreter: bool
    has_home_visits: bool
    topics: list[str]
    journal_number: str = ""
    kle: str = ""
    is_child_relative: bool | None = None
    guidance_asked_on: date | None = None
    guidance_decided_on: date | None = None


def lock_person(person: User) -> None:
    """Booking, opening and closing for one person come one after the other; other writes go on.

    Refuses somebody who was joined with another person meanwhile.
    """
    if not User.objects.active().select_for_update(no_key=True).only("pk").filter(pk=person.pk):
        raise Refused(CaseRefusal.PERSON_GONE)


def locked_case(case: Case, version: int | None = None) -> Case:
    """The row as it is now, locked. Refuses when the page it was judged from is older (version)."""
    row = Case.objects.select_for_update().get(pk=case.pk)
    if version is not None and row.version != version:
        raise Refused(CaseRefusal.CASE_STALE)
    return row


def may_be_given(worker: User, person: User) -> CaseRefusal | None:
    """Why somebody can't be given this person's case, or None."""
    has_conflict = ConflictOfInterest.objects.of_worker(worker).filter(person=person).exists()
    return rules.may_work_with(
        is_counsellor=worker.has_role(Role.COUNSELLOR), is_active=worker.is_active, has_conflict=has_conflict
    )


def judge_worker(worker: User, person: User) -> None:
    """Refuses when somebody can't be given this person's case."""
    if refusal := may_be_given(worker, person):
        raise Refused(refusal)


@locking
def open_case(*, by: User | None, person: User, origin: str = CaseOrigin.BY_HAND, worker: User | None = None) -> Case:
    """Begin a person's course, carried by worker (or nobody yet: it stands on the list of unassigned cases).

    The talks the person has ahead belong to it from now on. Refuses when the person has an open case, or the worker
    can't be given it.
    """
    now = clock.now()
    lock_person(person)
    if worker:
        judge_worker(worker, person)
    weight = rules.weight(phase="start", complexity=1, needs_interpreter=False, has_home_visits=False)
    case = Case(person=person, origin=origin, opened_at=now, opened_by=by, weight=weight)
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:
        if violated_constraint(error) != ONE_OPEN_CASE:
            raise
        raise Refused(CaseRefusal.HAS_OPEN_CASE) from error
    take_in_talks(case)
    note_step(case, StepKind.OPENED, reason=origin, by=by, now=now)
    audit.record("counselling.case_opened", by=by, obj=case, subject=person.pk)
    if worker:
        begin_assignment(by=by, case=case, worker=worker, role=AssignmentRole.PRIMARY, reason="opened", now=now)
    return case


@locking
def open_case_for_talk(*, by: User, talk: Appointment) -> Case:
    """The case a talk belongs to: the person's open one, else a new one carried by the talk's counsellor.

    Pressed twice, it answers with the same case. A counsellor who can't be given it (a conflict of interest, no longer
    a counsellor) leaves it unassigned. Refuses when the talk is off.
    """
    lock_person(talk.booked_by)
    row = Appointment.objects.select_related("counsellor__user").select_for_update(of=("self",)).get(pk=talk.pk)
    if row.status in OFF:
        raise Refused(CaseRefusal.TALK_IS_OFF)
    case: Case | None = Case.objects.open().filter(person=talk.booked_by).first()
    if case is None:
        worker = row.counsellor.user
        if worker is None or may_be_given(worker, talk.booked_by):
            worker = None
        case = open_case(by=by, person=talk.booked_by, origin=CaseOrigin.BOOKING, worker=worker)
    if row.case_id is None or row.is_live:
        row.case = case
        row.save(update_fields=["case"])
    return case


def take_in_talks(case: Case) -> None:
    """The person's live talks belong to the case. The person is locked, so none is booked meanwhile."""
    Appointment.objects.live().filter(booked_by=case.person_id).update(case=case)


def note_step(case: Case, kind: str, *, reason: str, by: User | None, now: datetime) -> None:
    """Write a step into the case's own history, in the caller's transaction."""
    CaseStep.objects.create(case=case, kind=kind, reason=reason, by=by, at=now)


@locking
def change_case(*, by: User, case: Case, version: int, wish: CaseWish) -> Case:
    """Write down where the case is and what it is about; its weight follows, and the clock for a decision on guidance.

    Refuses when it is closed, or changed meanwhile.
    """
    row = locked_case(case, version)
    if not row.is_open:
        raise Refused(CaseRefusal.CASE_CLOSED)
    guidance_before = row.guidance_asked_on, row.guidance_decided_on
    row.phase, row.complexity = wish.phase, wish.complexity
    row.needs_interpreter, row.has_home_visits = wish.needs_interpreter, wish.has_home_visits
    row.topics, row.journal_number, row.kle = wish.topics, wish.journal_number.strip(), wish.kle.strip()
    if wish.is_child_relative is not None:
        row.is_child_relative = wish.is_child_relative
        row.guidance_asked_on, row.guidance_decided_on = wish.guidance_asked_on, wish.guidance_decided_on
    row.weight = rules.weight(
        phase=row.phase,
        complexity=row.complexity,
        needs_interpreter=row.needs_interpreter,
        has_home_visits=row.has_home_visits,
    )
    row.version += 1
    row.save()
    if (row.guidance_asked_on, row.guidance_decided_on) != guidance_before:
        keep_guidance_clock(row)
    audit.record("counselling.case_changed", by=by, obj=row, subject=row.person_id)
    return row


def step_to(*, by: User, case: Case, version: int, status: str, kind: str, reason: str) -> Case:
    """Let the case rest or go on. Refuses when it isn't where that begins, or changed meanwhile."""
    row = locked_case(case, version)
    if refusal := rules.may_become(row.status, status):
        raise Refused(refusal)
    row.status = status
    row.version += 1
    row.save(update_fields=["status", "version"])
    note_step(row, kind, reason=reason, by=by, now=clock.now())
    audit.record(f"counselling.case_{kind}", by=by, obj=row, subject=row.person_id, reason=reason)
    return row


@locking
def pause_case(*, by: User, case: Case, version: int, reason: str) -> Case:
    """Let a case rest, with a reason. Refuses when it isn't open, or changed meanwhile."""
    return step_to(by=by, case=case, version=version, status=CaseStatus.PAUSED, kind=StepKind.PAUSED, reason=reason)


@locking
def resume_case(*, by: User, case: Case, version: int) -> Case:
    """Take a resting case up again. Refuses when it doesn't rest, or changed meanwhile."""
    if case.status == CaseStatus.CLOSED:
        raise Refused(CaseRefusal.CASE_CLOSED)
    return step_to(by=by, case=case, version=version, status=CaseStatus.OPEN, kind=StepKind.RESUMED, reason="")


@locking
def close_case(*, by: User, case: Case, version: int, reason: str) -> Case:
    """Close a case. Who carried it can still read it; who helped or stood in can't.

    Refuses while talks ahead or open follow-ups remain, when it is closed already, or changed meanwhile.
    """
    now = clock.now()
    lock_person(case.person)
    row = locked_case(case, version)
    if refusal := rules.may_become(row.status, CaseStatus.CLOSED):
        raise Refused(refusal)
    if refusal := rules.may_close(**loose_ends(row)):
        raise Refused(refusal)
    row.status, row.closed_at, row.close_reason = CaseStatus.CLOSED, now, reason
    row.version += 1
    row.save(update_fields=["status", "closed_at", "close_reason", "version"])
    for part in CaseAssignment.objects.current(now).filter(case=row).select_for_update():
        if part.role != AssignmentRole.PRIMARY:
            end_part(part, now)
    note_step(row, StepKind.CLOSED, reason=reason, by=by, now=now)
    audit.record("counselling.case_closed", by=by, obj=row, subject=row.person_id, reason=reason)
    return row


def loose_ends(case: Case) -> dict[str, int]:
    """How much is still promised: talks without an outcome (ahead or past), follow-ups not done."""
    talks = Appointment.objects.live().filter(case=case).count()
    return {"talks_ahead": talks, "open_follow_ups": FollowUp.objects.open().filter(case=case).count()}


@locking
def reopen_case(*, by: User, case: Case, version: int, reason: str) -> Case:
    """Go on with a closed case; who carried it carries it again, if they may.

    Refuses when it isn't closed, changed meanwhile, or the person has another open case by now.
    """
    now = clock.now()
    lock_person(case.person)
    row = locked_case(case, version)
    if row.is_open:
        raise Refused(CaseRefusal.CASE_NOT_FROM_HERE)
    row.status, row.closed_at, row.close_reason = CaseStatus.OPEN, None, ""
    row.version += 1
    try:
        with transaction.atomic():
            row.save(update_fields=["status", "closed_at", "close_reason", "version"])
    except IntegrityError as error:
        if violated_constraint(error) != ONE_OPEN_CASE:
            raise
        raise Refused(CaseRefusal.HAS_OPEN_CASE) from error
    take_in_talks(row)
    note_step(row, StepKind.REOPENED, reason=reason, by=by, now=now)
    audit.record("counselling.case_reopened", by=by, obj=row, subject=row.person_id, reason=reason)
    return row


@locking
def assign_case(*, by: User, case: Case, worker: User, reason: str, version: int | None = None) -> CaseAssignment:
    """Let a worker carry the case from now on; whoever carried it stops. reason is a code (allocated, handover …).

    Refuses when the case is closed or changed meanwhile, or the worker can't be given it or carries it already.
    """
    now = clock.now()
    row = locked_case(case, version)
    if not row.is_open:
        raise Refused(CaseRefusal.CASE_CLOSED)
    judge_worker(worker, row.person)
    if CaseAssignment.objects.current(now).primary().filter(case=row, worker=worker).exists():
        raise Refused(CaseRefusal.CARRIES_IT_ALREADY)
    end_assignments(row, now=now, worker=worker, primary=True)
    row.version += 1
    row.save(update_fields=["version"])
    return begin_assignment(by=by, case=row, worker=worker, role=AssignmentRole.PRIMARY, reason=reason, now=now)


@locking
def add_worker(*, by: User, case: Case, worker: User, version: int) -> CaseAssignment:
    """Let a colleague help with the case from now on.

    Refuses when the case is closed or changed meanwhile, or the colleague can't be given it or works with it already.
    """
    now = clock.now()
    row = locked_case(case, version)
    if not row.is_open:
        raise Refused(CaseRefusal.CASE_CLOSED)
    judge_worker(worker, row.person)
    if CaseAssignment.objects.current(now).filter(case=row, worker=worker).exists():
        raise Refused(CaseRefusal.CARRIES_IT_ALREADY)
    row.version += 1
    row.save(update_fields=["version"])
    return begin_assignment(by=by, case=row, worker=worker, role=AssignmentRole.CO, reason="helps", now=now)


@locking
def remove_worker(*, by: User, case: Case, part: CaseAssignment) -> None:
    """End a colleague's help or standing in, now. Who carries a case is replaced, never removed. Refuses when over."""
    now = clock.now()
    row = locked_case(case)
    current = CaseAssignment.objects.current(now).filter(case=row).select_for_update()
    found = current.exclude(role=AssignmentRole.PRIMARY).filter(pk=part.pk).first()
    if found is None:
        raise Refused(CaseRefusal.PART_IS_OVER)
    end_part(found, now)
    row.version += 1
    row.save(update_fields=["version"])
    audit.record("counselling.case_part_ended", by=by, obj=row, subject=row.person_id, reason=found.role)


def end_part(part: CaseAssignment, now: datetime) -> None:
    """End one assignment now; one that began this very moment never was."""
    if part.valid.lower == now:
        part.delete()
    else:
        part.valid = from_now_on(part.valid.lower, now)
        part.save(update_fields=["valid"])


def end_assignments(case: Case, *, now: datetime, worker: User | None = None, primary: bool = False) -> None:
    """End, from now, what a worker has to do with a case and (primary) whoever carries it. The case is locked."""
    for row in CaseAssignment.objects.current(now).filter(case=case).select_for_update():
        if row.worker_id == (worker.pk if worker else None) or (primary and row.role == AssignmentRole.PRIMARY):
            end_part(row, now)


def begin_assignment(
    *, by: User | None, case: Case, worker: User, role: str, reason: str, now: datetime, until: datetime | None = None
) -> CaseAssignment:
    """Write down who works with a case from now, in the caller's transaction."""
    period = from_now_on(now, until)
    row = CaseAssignment.objects.create(case=case, worker=worker, role=role, valid=period, reason=reason, given_by=by)
    audit.record("counselling.case_assigned", by=by, obj=case, subject=case.person_id, reason=reason)
    return row
