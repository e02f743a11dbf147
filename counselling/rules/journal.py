"""What may be handed to the municipality's records system, and when it counts as handed over. Pure."""

from datetime import datetime
from enum import StrEnum


class JournalRefusal(StrEnum):
    """Why nothing is handed over or marked."""

    NUMBERS_MISSING = "numbers_missing"
    NOTHING_TO_FILE = "nothing_to_file"
    NOTE_CLOSED_TO_US = "note_closed_to_us"
    DOCUMENT_FAILED = "document_failed"
    NOT_FETCHED = "not_fetched"
    FILED_ALREADY = "filed_already"
    CASE_OF_OTHERS = "case_of_others"


def has_numbers(*, journal_number: str, kle: str, needs_kle: bool) -> bool:
    """Whether the records system would know where to put it: a journal number, and in Denmark a KLE number."""
    return bool(journal_number.strip()) and (bool(kle.strip()) or not needs_kle)


def may_make(*, is_numbered: bool, ready: int) -> JournalRefusal | None:
    """Whether there is something to hand over, and a place for it."""
    if not is_numbered:
        return JournalRefusal.NUMBERS_MISSING
    return None if ready else JournalRefusal.NOTHING_TO_FILE


def may_mark(*, fetched_at: datetime | None, filed_at: datetime | None) -> JournalRefusal | None:
    """A file nobody fetched can't have been filed; what is marked stays marked."""
    if filed_at is not None:
        return JournalRefusal.FILED_ALREADY
    return JournalRefusal.NOT_FETCHED if fetched_at is None else None
