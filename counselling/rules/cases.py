"""What may happen to a case and its notes. Pure: every moment and value is an argument."""

from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

NOTE_OPEN_FOR = timedelta(hours=24)
CASE_TRANSITIONS: dict[str, frozenset[str]] = {
    "open": frozenset({"paused", "closed"}),
    "paused": frozenset({"open", "closed"}),
    "closed": frozenset({"open"}),
}
PHASE_WEIGHT = {"start": Decimal("1.5"), "under_way": Decimal("1.0"), "ending": Decimal("0.5")}
COMPLEXITY_WEIGHT = {1: Decimal("1.0"), 2: Decimal("1.5"), 3: Decimal("2.0")}
INTERPRETER_WEIGHT = Decimal("1.25")
HOME_VISIT_WEIGHT = Decimal("1.25")


class CaseRefusal(StrEnum):
    """Why a case's action says no."""

    HAS_OPEN_CASE = "has_open_case"
    CASE_CLOSED = "case_closed"
    CASE_STALE = "case_stale"
    WORKER_NOT_COUNSELLOR = "worker_not_counsellor"
    CONFLICT = "conflict"
    PERSON_GONE = "person_gone"
    CASE_NOT_FROM_HERE = "case_not_from_here"
    HAS_LOOSE_ENDS = "has_loose_ends"
    CARRIES_IT_ALREADY = "carries_it_already"
    PART_IS_OVER = "part_is_over"
    IS_THE_PERSON = "is_the_person"
    TAKES_PART_ALREADY = "takes_part_already"
    ACCOUNT_UNKNOWN = "account_unknown"
    NO_CONSENT = "no_consent"
    TALK_IS_OFF = "talk_is_off"


def weight(*, phase: str, complexity: int, needs_interpreter: bool, has_home_visits: bool) -> Decimal:
    """How much of a counsellor's capacity a case takes: phase x complexity x interpreter or home visits."""
    more = INTERPRETER_WEIGHT if needs_interpreter else Decimal(1)
    more *= HOME_VISIT_WEIGHT if has_home_visits else Decimal(1)
    return (PHASE_WEIGHT[phase] * COMPLEXITY_WEIGHT[complexity] * more).quantize(Decimal("0.01"))


def may_become(status: str, wanted: str) -> CaseRefusal | None:
    """Whether a case may go on as open, paused or closed."""
    return None if wanted in CASE_TRANSITIONS[status] else CaseRefusal.CASE_NOT_FROM_HERE


def may_close(*, talks_ahead: int, open_follow_ups: int) -> CaseRefusal | None:
    """A case is closed when nothing is promised any more: no talk ahead, no follow-up to be done."""
    return CaseRefusal.HAS_LOOSE_ENDS if talks_ahead or open_follow_ups else None


def note_locks_at(written_at: datetime) -> datetime:
    """When a note closes: 24 hours after it was written."""
    return written_at + NOTE_OPEN_FOR


def may_work_with(*, is_counsellor: bool, is_active: bool, has_conflict: bool) -> CaseRefusal | None:
    """Whether somebody may be given a case."""
    if not is_counsellor or not is_active:
        return CaseRefusal.WORKER_NOT_COUNSELLOR
    return CaseRefusal.CONFLICT if has_conflict else None
