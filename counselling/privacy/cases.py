"""Cases, notes and follow-ups: kept five years after the case closes (the municipality may set another period)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from counselling.models import Case
from counselling.models.tallies import Grain, already_counted
from portal.privacy.registry import Basis, Field, Period, ordinary, sensitive, technical

CASE = "five years after the case is closed"
WORK = "as long as the counsellor works here"

FIELDS: dict[str, dict[str, Field]] = {
    "Case": {
        **dict.fromkeys(("id", "person", "version", "opened_by"), technical(CASE)),
        **dict.fromkeys(("status", "origin", "opened_at", "closed_at", "close_reason"), ordinary(CASE)),
        **dict.fromkeys(("phase", "complexity", "weight"), sensitive(CASE)),
        **dict.fromkeys(("needs_interpreter", "has_home_visits", "topics", "is_child_relative"), sensitive(CASE)),
        **dict.fromkeys(("guidance_asked_on", "guidance_decided_on", "journal_number", "kle"), ordinary(CASE)),
    },
    "CaseParticipant": {
        **dict.fromkeys(("id", "case", "person"), technical(CASE)),
        **dict.fromkeys(("first_name", "relation"), sensitive(CASE)),
        **dict.fromkeys(("consented_at", "withdrawn_at", "sees_notes", "added_at"), ordinary(CASE, Basis.CONSENT)),
    },
    "CaseStep": {
        **dict.fromkeys(("id", "case", "by"), technical(CASE)),
        **dict.fromkeys(("kind", "reason", "at"), ordinary(CASE)),
    },
    "CaseAssignment": {
        **dict.fromkeys(("id", "case", "worker", "given_by"), technical(CASE)),
        **dict.fromkeys(("role", "valid", "reason"), ordinary(CASE)),
    },
    "ConflictOfInterest": {
        **dict.fromkeys(("id", "worker", "noted_by", "noted_at"), technical(WORK)),
        "person": sensitive(WORK, export=False),
    },
    "EmergencyAccess": {
        **dict.fromkeys(("id", "case", "by"), technical(CASE)),
        **dict.fromkeys(("opened_at", "expires_at", "ended_at"), ordinary(CASE)),
        "reason": sensitive(CASE),
    },
}
OWNERS = {
    "Case": ("person",),
    "CaseParticipant": ("case__person",),
    "CaseStep": ("case__person",),
    "CaseAssignment": ("case__person",),
    "EmergencyAccess": ("case__person",),
}


def old_cases(before: datetime) -> models.QuerySet[Any]:
    """Cases closed before a moment, in a counted year; their notes, follow-ups and talks go with them."""
    return already_counted(Case.objects.all(), "closed_at", Grain.YEAR, before=before)


FIVE_YEARS = timedelta(days=5 * 365 + 1)
PERIODS = (Period("counselling.cases", "Closed cases with their notes", FIVE_YEARS, old_cases),)
