"""A case's section about who carries it: handover, substitution, emergency access, conflict of interest."""

from typing import Any

from counselling.case_choices import AssignmentRole
from counselling.models import Case, CaseAssignment, EmergencyAccess, Handover
from portal import clock
from portal.accounts.models import Role, User


def section_of(case: Case, user: User) -> dict[str, Any]:
    """Who works with it now, what waits, and what the person may do. Three queries."""
    now = clock.now()
    parts = list(CaseAssignment.objects.current(now).filter(case=case).select_related("worker"))
    carried_by = next((part.worker for part in parts if part.role == AssignmentRole.PRIMARY), None)
    waiting = Handover.objects.of_case(case.pk).waiting().first()
    glass = EmergencyAccess.objects.open(now).filter(case=case, by=user).first()
    is_lead = user.has_role(Role.TEAM_LEAD)
    return {
        "case": case,
        "parts": parts,
        "waiting": waiting,
        "glass": glass,
        "may_hand_over": case.is_open
        and waiting is None
        and (carried_by == user or (is_lead and carried_by is not None)),
        "may_decide": waiting is not None and waiting.to_worker_id == user.pk,
        "is_lead": is_lead,
    }
