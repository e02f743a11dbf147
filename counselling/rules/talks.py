"""What may happen to a conversation, and when. Pure: every moment, count and status is an argument."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

HOLD_LASTS = timedelta(minutes=10)
EXTENSION = timedelta(minutes=10)
MAX_EXTENSIONS = 10  # WCAG 2.2.1: the limit can be extended at least ten times
RECEIPT_COVERS = timedelta(hours=6)  # a reminder this soon after the receipt says nothing new
SMS_IS_LATE = timedelta(hours=2)

TRANSITIONS: dict[str, frozenset[str]] = {
    "pending": frozenset({"booked", "declined", "cancelled", "superseded"}),
    "booked": frozenset({"checked_in", "fulfilled", "noshow", "cancelled", "superseded"}),
    "checked_in": frozenset({"fulfilled", "noshow"}),
    "declined": frozenset(),
    "fulfilled": frozenset(),
    "noshow": frozenset(),
    "cancelled": frozenset(),
    "superseded": frozenset(),
}
CALL_TRANSITIONS: dict[str, frozenset[str]] = {
    "open": frozenset({"reached", "not_reached", "withdrawn"}),
    "not_reached": frozenset({"reached"}),
    "reached": frozenset(),
    "withdrawn": frozenset(),
}


class Refusal(StrEnum):
    """Why a conversation's action says no."""

    TIME_TAKEN = "time_taken"
    TIME_NOT_OFFERED = "time_not_offered"
    VISITS_FULL = "visits_full"
    ADDRESS_MISSING = "address_missing"
    ADDRESS_TOO_LATE = "address_too_late"
    ADDRESS_TOO_FAR = "address_too_far"
    TYPE_NOT_BOOKABLE = "type_not_bookable"
    MODE_NOT_OFFERED = "mode_not_offered"
    COUNSELLOR_GONE = "counsellor_gone"
    TOO_MANY_OPEN = "too_many_open"
    HOLD_EXPIRED = "hold_expired"
    HOLD_EXTENDED_ENOUGH = "hold_extended_enough"
    HOLD_OF_SOMEBODY_ELSE = "hold_of_somebody_else"
    ALREADY_STARTED = "already_started"
    ALREADY_OVER = "already_over"
    TOO_LATE_TO_MOVE = "too_late_to_move"
    SAME_TIME = "same_time"
    NOT_FROM_HERE = "not_from_here"
    NOT_YET_OVER = "not_yet_over"
    STALE = "stale"
    REASON_MISSING = "reason_missing"
    CEILING_REACHED = "ceiling_reached"
    CODE_UNKNOWN = "code_unknown"
    CALLS_FULL = "calls_full"
    DUTY_TAKEN = "duty_taken"
    PHONE_MISSING = "phone_missing"
    PERSON_KNOWN = "person_known"
    PERSON_GONE = "person_gone"


def minutes(number: int) -> timedelta:
    """A length in minutes, as the settings of a meeting type give it."""
    return timedelta(minutes=number)


def may_become(status: str, wanted: str) -> Refusal | None:
    """Whether a status may change to another."""
    return None if wanted in TRANSITIONS[status] else Refusal.NOT_FROM_HERE


def may_renew_link(*, is_live: bool, ends_at: datetime, now: datetime) -> Refusal | None:
    """Whether there is a link left to close: those of a talk that is off or over are closed already."""
    if not is_live:
        return Refusal.NOT_FROM_HERE
    return Refusal.ALREADY_OVER if ends_at <= now else None


def call_may_become(status: str, wanted: str) -> Refusal | None:
    """Whether a wish for a call may change to another status."""
    return None if wanted in CALL_TRANSITIONS[status] else Refusal.NOT_FROM_HERE


def may_hold(*, is_bookable: bool, modes: Iterable[str], mode: str, is_counsellor_active: bool) -> Refusal | None:
    """Whether a relative may take a time of this type, this way, with this counsellor."""
    if not is_bookable:
        return Refusal.TYPE_NOT_BOOKABLE
    if mode not in modes:
        return Refusal.MODE_NOT_OFFERED
    return None if is_counsellor_active else Refusal.COUNSELLOR_GONE


def may_book(*, open_bookings: int, max_open: int) -> Refusal | None:
    """Whether one more open conversation of a type is within the limit (a move adds none and never asks)."""
    return Refusal.TOO_MANY_OPEN if open_bookings >= max_open else None


def may_extend(*, expires_at: datetime, extensions: int, now: datetime) -> Refusal | None:
    """Whether a hold may get more time."""
    if expires_at <= now:
        return Refusal.HOLD_EXPIRED
    return Refusal.HOLD_EXTENDED_ENOUGH if extensions >= MAX_EXTENSIONS else None


def extended(*, expires_at: datetime, now: datetime) -> datetime:
    """When a hold that gets more time ends: ten minutes later than before, at most twenty from now."""
    return min(expires_at + EXTENSION, now + 2 * EXTENSION)


def may_move(
    *, status: str, starts_at: datetime, move_notice: timedelta, now: datetime, is_staff: bool
) -> Refusal | None:
    """Whether a talk may get another time: until the notice for a relative, until its start for staff."""
    if refusal := may_become(status, "superseded"):
        return refusal
    if starts_at <= now:
        return Refusal.ALREADY_STARTED
    return Refusal.TOO_LATE_TO_MOVE if not is_staff and starts_at - now < move_notice else None


def may_cancel(*, status: str, starts_at: datetime, ends_at: datetime, now: datetime, is_staff: bool) -> Refusal | None:
    """Whether a talk may be called off: by the relative until it starts, by staff until it ends."""
    if refusal := may_become(status, "cancelled"):
        return refusal
    if is_staff:
        return Refusal.ALREADY_OVER if ends_at <= now else None
    return Refusal.ALREADY_STARTED if starts_at <= now else None


def is_late(*, starts_at: datetime, move_notice: timedelta, now: datetime) -> bool:
    """Whether a cancellation comes within the notice: flagged, never punished."""
    return starts_at - now < move_notice


def may_check_in(*, status: str, starts_at: datetime, day: date, today: date) -> Refusal | None:
    """Whether somebody may be marked as arrived: on the day itself."""
    if refusal := may_become(status, "checked_in"):
        return refusal
    return None if day == today else Refusal.NOT_FROM_HERE


def may_conclude(*, status: str, outcome: str, starts_at: datetime, ends_at: datetime, now: datetime) -> Refusal | None:
    """Whether an outcome may be set: held once it has begun, missed only after its end."""
    if refusal := may_become(status, outcome):
        return refusal
    edge = ends_at if outcome == "noshow" else starts_at
    return Refusal.NOT_YET_OVER if now < edge else None


def may_answer(*, is_live: bool, starts_at: datetime, now: datetime) -> Refusal | None:
    """Whether the questions may still be answered: until the talk begins."""
    if not is_live:
        return Refusal.NOT_FROM_HERE
    return Refusal.ALREADY_STARTED if starts_at <= now else None


@dataclass(frozen=True)
class Reminder:
    """One planned reminder: which step, when it leaves, and when it is too late to send."""

    step: str  # "week" | "day" | "hours"
    send_at: datetime
    latest_at: datetime


def reminder_steps(*, starts_at: datetime, now: datetime, wants_hours: bool) -> list[Reminder]:
    """7 days, 24 hours and (phone and video, if chosen) 2 hours before. Moments are aware; quiet hours come later.

    A step whose moment has passed at booking is skipped, as is one less than six hours after the receipt.
    """
    steps = [
        ("week", timedelta(days=7), timedelta(days=5)),
        ("day", timedelta(hours=24), timedelta(hours=3)),
    ]
    if wants_hours:
        steps.append(("hours", timedelta(hours=2), timedelta(minutes=20)))
    return [
        Reminder(step, starts_at - before, starts_at - too_late)
        for step, before, too_late in steps
        if starts_at - before >= now + RECEIPT_COVERS
    ]


def approval_deadline(*, now: datetime, within: timedelta, starts_at: datetime) -> datetime:
    """When a request for a time must have its answer: never later than two hours before it."""
    return max(now, min(now + within, starts_at - timedelta(hours=2)))
