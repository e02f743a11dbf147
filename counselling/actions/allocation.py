"""A case gets its counsellor by proposal or by choice; how much each can carry."""

from collections.abc import Sequence
from decimal import Decimal

from counselling import allocating
from counselling.actions.cases import assign_case
from counselling.handover_news import UNASSIGNED_TASK
from counselling.models import Case, CaseAssignment, CounsellorProfile
from counselling.rules.handovers import HandoverRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking
from portal.worklist import actions as worklist


@locking
def allocate_case(*, by: User, case: Case, worker: User, why: str, version: int) -> CaseAssignment:
    """Give an unassigned case to a counsellor. why is a code, needed when somebody else is proposed first.

    Refuses without it, and whatever assign_case refuses: a changed or closed case, a conflict, somebody who left.
    """
    now = clock.now()
    read = allocating.with_language(Case.objects.filter(pk=case.pk)).get()
    choices = allocating.choices_for([read], now)[read.pk]
    is_first = bool(choices) and choices[0].user == worker
    if not is_first and not why:
        raise Refused(HandoverRefusal.OVERRIDE_WITHOUT_REASON)
    given = assign_case(by=by, case=case, worker=worker, reason="allocated" if is_first else why, version=version)
    worklist.drop_tasks(case.pk, kinds_of=[UNASSIGNED_TASK])
    return given


@locking
def set_capacity(
    *, by: User, profile: CounsellorProfile, ceiling: Decimal, fte: Decimal, topics: Sequence[str]
) -> CounsellorProfile:
    """How much weight of cases a counsellor carries at most at full time, which share of it they work, what they know
    well.
    """
    row = CounsellorProfile.objects.select_for_update(of=("self",)).select_related("resource").get(pk=profile.pk)
    row.ceiling, row.fte, row.topics = ceiling, fte, list(topics)
    row.save(update_fields=["ceiling", "fte", "topics"])
    audit.record("counselling.capacity_set", by=by, obj=row, subject=row.resource.user_id)
    return row
