"""Who may take which numbers along. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

FILE_LIVES = timedelta(hours=24)
MOST_ROWS = 5_000
SHORTEST_REASON = 10


class ExportRefusal(StrEnum):
    """Why no file is made or handed out."""

    EXPORT_REASON_SHORT = "export_reason_short"
    EXPORT_TOO_LONG = "export_too_long"
    EXPORT_FETCHED = "export_fetched"
    EXPORT_OVER = "export_over"


def may_export(*, reason: str, rows: int) -> ExportRefusal | None:
    """A reason somebody can check later, and no more rows than a person reads."""
    if len(reason.strip()) < SHORTEST_REASON:
        return ExportRefusal.EXPORT_REASON_SHORT
    return ExportRefusal.EXPORT_TOO_LONG if rows > MOST_ROWS else None


def may_fetch(*, fetched_at: datetime | None, expires_at: datetime, now: datetime) -> ExportRefusal | None:
    """Once, within a day."""
    if fetched_at is not None:
        return ExportRefusal.EXPORT_FETCHED
    return ExportRefusal.EXPORT_OVER if now >= expires_at else None
