"""When a professional's word about a relative counts, and what may become of it. Pure: every value is an argument."""

from datetime import datetime, timedelta
from enum import StrEnum

PROVEN_WITHIN = timedelta(days=1)  # then it lapses, and nothing of it is kept


class DoorRefusal(StrEnum):
    """Why something at the professionals' door was refused."""

    DOOR_LAPSED = "door_lapsed"
    DOOR_ANSWERED = "door_answered"


def may_prove(*, has_row: bool, is_sender: bool, sent_at: datetime | None, now: datetime) -> DoorRefusal | None:
    """Whether a code proves this word: it is there, from this address, and not too old."""
    is_fresh = sent_at is not None and now < sent_at + PROVEN_WITHIN
    return None if has_row and is_sender and is_fresh else DoorRefusal.DOOR_LAPSED


def may_answer(*, state: str) -> DoorRefusal | None:
    """Whether it still waits for somebody to take it in or to say no."""
    return None if state == "waiting" else DoorRefusal.DOOR_ANSWERED
