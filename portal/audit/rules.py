"""Which files leave the house, and for how long they can be fetched. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

FILE_LIVES = timedelta(hours=24)
SHORTEST_REASON = 10


class FileRefusal(StrEnum):
    """Why no file is made or handed out."""

    FILE_REASON_SHORT = "file_reason_short"
    FILE_TOO_LONG = "file_too_long"
    FILE_OVER = "file_over"


def may_make(*, reason: str, rows: int, most: int) -> FileRefusal | None:
    """A reason somebody can check later, and no more rows than a person reads."""
    if len(reason.strip()) < SHORTEST_REASON:
        return FileRefusal.FILE_REASON_SHORT
    return FileRefusal.FILE_TOO_LONG if rows > most else None


def may_fetch(*, expires_at: datetime, now: datetime) -> FileRefusal | None:
    """Within its day, as often as its maker needs."""
    return FileRefusal.FILE_OVER if now >= expires_at else None
