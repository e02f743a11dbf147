"""A case begins and gets its worker."""

from datetime import datetime

from django.db import IntegrityError, transaction

from counselling.case_choices import AssignmentRole, CaseOrigin
from counselling.models import Case, CaseAssignment, ConflictOfInterest
from counselling.models.cases import ONE_OPEN_CASE, from_now_on
from counselling.rules import cases as rules
from counselling.rules.cases import CaseRefusal
from portal import clock
from portal.accounts.models import Role, User
from portal.audit import actions as audit
from portal.refusals import Refused, locking, violated_constraint


def locked_case(case: Case, version: int | None = None) -> Case:
    """The row as it is now, locked. Refuses when the page it was judged from is older (version)."""
    row = Case.objects.select_for_update().get(pk=case.pk)
    if version is not None and row.version != version:
        raise Refused(CaseRefusal.CASE_STALE)
    return row


def judge_worker(worker: User, person: User) -> None:
    """Refuses when somebody can't be given this person's case."""
    has_conflict = ConflictOfInterest.objects.of_worker(worker).filter(person=person).exists()
    refusal = rules.may_work_with(
        is_counsellor=worker.has_role(Role.COUNSELLOR), is_active=worker.is_active, has_conflict=has_conflict
    )
    if refusal:
        raise Refused(refusal)


@locking
def open_case(*, by: User | None, person: User, origin: str = CaseOrigin.BY_HAND, worker: User | None = None) -> Case:
    """Begin a person's course, carried by worker (or nobody yet: it stands on the list of unassigned cases).

    Refuses when the person has an open case, or the worker can't be given it.
    """
    now = clock.now()
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
    audit.record("counselling.case_opened", by=by, obj=case, subject=person.pk)
    if worker:
        begin_assignment(by=by, case=case, worker=worker, role=AssignmentRole.PRIMARY, reason="opened", now=now)
    return case


@locking
def assign_case(*, by: User, case: Case, worker: User, reason: str, version: int | None = None) -> CaseAssignment:
    """Let a worker carry the case from now on; whoever carried it stops. reason is a code (allocated, handover …).

    Refuses when the case is closed or changed meanwhile, or the worker can't be given it.
    """
    now = clock.now()
    row = locked_case(case, version)
    if not row.is_open:
        raise Refused(CaseRefusal.CASE_CLOSED)
    judge_worker(worker, row.person)
    end_assignments(row, now=now, worker=worker, primary=True)
    row.version += 1
    row.save(update_fields=["version"])
    return begin_assignment(by=by, case=row, worker=worker, role=AssignmentRole.PRIMARY, reason=reason, now=now)


def end_assignments(case: Case, *, now: datetime, worker: User | None = None, primary: bool = False) -> None:
    """End, from now, what a worker has to do with a case and (primary) whoever carries it. The case is locked."""
    for row in CaseAssignment.objects.current(now).filter(case=case).select_for_update():
        if row.worker_id == (worker.pk if worker else None) or (primary and row.role == AssignmentRole.PRIMARY):
            if row.valid.lower == now:
                row.delete()
            else:
                row.valid = from_now_on(row.valid.lower, now)
                row.save(update_fields=["valid"])


def begin_assignment(
    *, by: User | None, case: Case, worker: User, role: str, reason: str, now: datetime, until: datetime | None = None
) -> CaseAssignment:
    """Write down who works with a case from now, in the caller's transaction."""
    period = from_now_on(now, until)
    row = CaseAssignment.objects.create(case=case, worker=worker, role=role, valid=period, reason=reason, given_by=by)
    audit.record("counselling.case_assigned", by=by, obj=case, subject=case.person_id, reason=reason)
    return row
