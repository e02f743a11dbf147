"""What may happen when cases change hands, are lent, are opened in an emergency. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

HANDOVER_TRANSITIONS: dict[str, frozenset[str]] = {
    "proposed": frozenset({"accepted", "declined", "withdrawn"}),
    "accepted": frozenset(),
    "declined": frozenset(),
    "withdrawn": frozenset(),
}
SUMMARY_LEAST = 20  # a handover in three words is none
REASON_LEAST = 20  # trust.md: whoever breaks the glass says why
GLASS_LASTS = timedelta(minutes=60)
SUBSTITUTE_LONGEST = timedelta(days=14)


class HandoverRefusal(StrEnum):
    """Why a handover, a substitution, an emergency or a conflict says no."""

    HANDOVER_DECIDED = "handover_decided"
    HANDOVER_WAITS = "handover_waits"
    HANDOVER_OUTDATED = "handover_outdated"
    NOT_CARRIED = "not_carried"
    SAME_WORKER = "same_worker"
    SUMMARY_SHORT = "summary_short"
    WORDS_MISSING = "words_missing"
    RECEIVER_BUSY = "receiver_busy"
    RECEIVER_DAY_FULL = "receiver_day_full"
    RECEIVER_WITHOUT_CALENDAR = "receiver_without_calendar"
    TOO_LONG = "too_long"
    ALREADY_PAST = "already_past"
    NOTHING_CHOSEN = "nothing_chosen"
    REASON_SHORT = "reason_short"
    ALREADY_READS = "already_reads"
    GLASS_OVER = "glass_over"
    CONFLICT_KNOWN = "conflict_known"
    OWN_CONFLICT = "own_conflict"
    OVERRIDE_WITHOUT_REASON = "override_without_reason"


def may_propose(*, giver: object, receiver: object, carried_by: object, summary: str) -> HandoverRefusal | None:
    """Whether a case may be offered to somebody else: by whom it is carried, with words the receiver can use."""
    if carried_by is None or carried_by != giver:
        return HandoverRefusal.NOT_CARRIED
    if giver == receiver:
        return HandoverRefusal.SAME_WORKER
    return HandoverRefusal.SUMMARY_SHORT if len(summary.strip()) < SUMMARY_LEAST else None


def may_decide(*, state: str, wanted: str) -> HandoverRefusal | None:
    """A handover is answered once."""
    return None if wanted in HANDOVER_TRANSITIONS[state] else HandoverRefusal.HANDOVER_DECIDED


def may_accept(*, giver: object, carried_by: object) -> HandoverRefusal | None:
    """Whether the case is still the giver's to give."""
    return None if carried_by == giver else HandoverRefusal.HANDOVER_OUTDATED


def may_stand_in(*, now: datetime, until: datetime) -> HandoverRefusal | None:
    """A substitution begins now and ends by itself within 14 days."""
    if until <= now:
        return HandoverRefusal.ALREADY_PAST
    return HandoverRefusal.TOO_LONG if until - now > SUBSTITUTE_LONGEST else None


def may_break_glass(*, reason: str, reads_already: bool, has_conflict: bool) -> HandoverRefusal | None:
    """Whether somebody outside a case may open it for an hour."""
    if has_conflict:
        return HandoverRefusal.OWN_CONFLICT
    if reads_already:
        return HandoverRefusal.ALREADY_READS
    return HandoverRefusal.REASON_SHORT if len(reason.strip()) < REASON_LEAST else None


def may_end_glass(*, expires_at: datetime, ended_at: datetime | None, now: datetime) -> HandoverRefusal | None:
    """Only an access that still holds can be ended."""
    return None if ended_at is None and expires_at > now else HandoverRefusal.GLASS_OVER
