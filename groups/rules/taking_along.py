"""Who takes names or numbers of evenings out of the portal, and why. Pure."""

from enum import StrEnum

MOST_ROWS = 2_000
SHORTEST_REASON = 10


class TakeRefusal(StrEnum):
    """Why no file is made."""

    TAKE_REASON_SHORT = "take_reason_short"
    TAKE_TOO_LONG = "take_too_long"


def may_take(*, reason: str, rows: int) -> TakeRefusal | None:
    """A reason somebody can check later, and no more rows than a person reads."""
    if len(reason.strip()) < SHORTEST_REASON:
        return TakeRefusal.TAKE_REASON_SHORT
    return TakeRefusal.TAKE_TOO_LONG if rows > MOST_ROWS else None
