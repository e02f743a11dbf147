"""What an organiser may decide about those who asked for a place. Pure."""

from datetime import datetime
from enum import StrEnum


class ApplicationRefusal(StrEnum):
    """Why a decision says no."""

    NOBODY_CHOSEN = "nobody_chosen"
    NOT_BY_ASKING = "not_by_asking"
    DECIDED_MEANWHILE = "decided_meanwhile"
    TOO_FEW_SEATS = "too_few_seats"
    REASON_MISSING = "reason_missing"
    TOO_LATE_TO_DECIDE = "too_late_to_decide"


class Verdict(StrEnum):
    """What those who asked are told."""

    OFFER = "offer"
    LIST = "list"
    NO = "no"


STATE_AFTER = {Verdict.OFFER: "offered", Verdict.LIST: "waiting", Verdict.NO: "rejected"}


def may_decide(
    *, verdict: str, reason: str, by_asking: bool, chosen: int, is_off: bool, starts_at: datetime, now: datetime
) -> ApplicationRefusal | None:
    """Whether a decision can be made at all. A no may still be said when it has begun: nobody is left without one."""
    if not by_asking:
        return ApplicationRefusal.NOT_BY_ASKING
    if not chosen:
        return ApplicationRefusal.NOBODY_CHOSEN
    if verdict != Verdict.NO and (is_off or now >= starts_at):
        return ApplicationRefusal.TOO_LATE_TO_DECIDE
    return ApplicationRefusal.REASON_MISSING if verdict == Verdict.NO and not reason else None


def is_decidable(*, state: str, version: int, seen_version: int, verdict: str) -> bool:
    """Whether a party is still where the organiser saw it, and the decision would change anything."""
    return version == seen_version and state in {"applied", "waiting"} and state != STATE_AFTER[Verdict(verdict)]
