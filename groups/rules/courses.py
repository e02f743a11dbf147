"""What courses for staff allow. Pure: every day and every row is an argument."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class CourseRefusal(StrEnum):
    """Why a course's action says no."""

    COURSE_STALE = "course_stale"
    COURSE_OUT_OF_USE = "course_out_of_use"
    SESSION_AHEAD = "session_ahead"
    NOT_A_SESSION = "not_a_session"
    NOTHING_ELSEWHERE = "nothing_elsewhere"
    UNIT_COUNTED_TWICE = "unit_counted_twice"
    MORE_THAN_WORK_THERE = "more_than_work_there"


def valid_until(on: date, months: int | None) -> date | None:
    """The last day a completion holds: the same day of the month, or the month's last one; None for good."""
    if months is None:
        return None
    month = on.month - 1 + months
    year, month = on.year + month // 12, month % 12 + 1
    for day in range(on.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, min(on.day, 28))


def are_all_read(pages: Collection[UUID], read: Collection[UUID]) -> bool:
    """Whether there are pages and each has been read."""
    return bool(pages) and set(pages) <= set(read)


@dataclass(frozen=True)
class Coverage:
    """How many of a unit's staff have completed a course."""

    unit: str
    staff: int
    done: int

    @property
    def share(self) -> int:
        """Whole per cent; never more than all, however old the number of staff is."""
        return min(100, self.done * 100 // self.staff)

    @property
    def is_out_of_step(self) -> bool:
        """More have completed than work there: the number of staff is old."""
        return self.done > self.staff
