"""A case's section about who carries it: handover, substitution, emergency access, conflict of interest."""

from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from counselling.actions.case_reading import CaseFile
from counselling.case_choices import AssignmentRole
from counselling.models import Case, EmergencyAccess, Handover
from portal.accounts.models import Role, User

ASKED = JSONObject(
    pk=F("pk"), giver=F("from_worker__name"), receiver=F("to_worker__name"), receiver_id=F("to_worker_id")
)


def with_hands(cases: QuerySet[Case], user: User, now: datetime) -> QuerySet[Case]:
    """Cases with who has asked whom to take them over (waiting), and this person's own emergency access (glass_…)."""
    asked = Handover.objects.filter(case=OuterRef("pk")).waiting()
    glass = EmergencyAccess.objects.open(now).filter(case=OuterRef("pk"), by=user).order_by("pk")
    return cases.annotate(
        waiting=Subquery(asked.values_list(ASKED)[:1]),
        glass_id=Subquery(glass.values("pk")[:1]),
        glass_until=Subquery(glass.values("expires_at")[:1]),
    )


def section_of(file: CaseFile, user: User) -> dict[str, Any]:
    """Who works with it now, what waits, and what the person may do. All of it came with the file: no query."""
    case, parts = file.case, file.workers
    waiting: dict[str, str] | None = case.waiting  # type: ignore[attr-defined]  # annotated by with_hands
    carried_by = next((part.worker for part in parts if part.role == AssignmentRole.PRIMARY), None)
    is_lead = user.has_role(Role.TEAM_LEAD)
    may_give = carried_by is not None and (carried_by == user or is_lead)
    return {
        "parts": parts,
        "waiting": waiting,
        "may_hand_over": case.is_open and waiting is None and may_give,
        "may_decide": waiting is not None and waiting["receiver_id"] == str(user.pk),
        "is_lead": is_lead,
    }
