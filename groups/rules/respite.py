"""Respite and lifts: what may follow what, when an answer is due, which desk is asked. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

TRANSITIONS: dict[str, frozenset[str]] = {
    "asked": frozenset({"being_arranged", "confirmed", "not_possible", "cancelled"}),
    "being_arranged": frozenset({"asked", "confirmed", "not_possible", "cancelled"}),
    "confirmed": frozenset({"asked", "not_possible", "done", "cancelled"}),  # asked anew when the date moves
    "not_possible": frozenset(),
    "done": frozenset(),
    "cancelled": frozenset(),
}
OPEN = frozenset({"asked", "being_arranged", "confirmed"})
MAY_ASK = frozenset({"applied", "waiting", "confirmed"})
ANSWERED_AT = time(15)  # an answer is there before people go home
AT_LEAST = timedelta(hours=1)
BEFORE_IT_BEGINS = timedelta(days=1)
POSTCODE = re.compile(r"(?<!\d)\d{4}(?!\d)")


class RespiteRefusal(StrEnum):
    """Why an action about respite or a lift says no."""

    HELP_CHANGED = "help_changed"
    HELP_CANCELLED = "help_cancelled"
    HELP_OVER = "help_over"
    HELP_NOT_HERE = "help_not_here"
    HELP_ASKED_ALREADY = "help_asked_already"
    HELP_ANSWERED = "help_answered"
    HELP_WORDS_CHANGED = "help_words_changed"
    HELP_TOO_LATE = "help_too_late"
    HELP_YES_FIRST = "help_yes_first"
    HELP_CONFIRM_FIRST = "help_confirm_first"
    HELP_NOT_SIGNED_UP = "help_not_signed_up"
    HELP_NO_DATE_YET = "help_no_date_yet"
    NOTHING_TO_CHOOSE = "nothing_to_choose"
    NO_PLACE_THERE = "no_place_there"
    DESK_STALE = "desk_stale"
    DESK_NAME_TAKEN = "desk_name_taken"
    DESK_FOR_ALL_TAKEN = "desk_for_all_taken"


class HasPostcodes(Protocol):
    """A desk, as far as it matters here."""

    @property
    def postcodes(self) -> list[str]:
        """Where it works; empty: everywhere else."""


Desk = TypeVar("Desk", bound=HasPostcodes)


def may_become(*, before: str, after: str, is_stale: bool, is_over: bool) -> RespiteRefusal | None:
    """Whether a desk may answer like that. Cancelled is said as such: somebody may have to be told to stay at home."""
    if before == "cancelled":
        return RespiteRefusal.HELP_CANCELLED
    if is_stale or after not in TRANSITIONS[before]:
        return RespiteRefusal.HELP_CHANGED
    return RespiteRefusal.HELP_OVER if is_over else None


def answer_by(*, now: datetime, days: int, closed: Collection[date], starts_at: datetime, zone: ZoneInfo) -> datetime:
    """When an answer is due: 15:00 local on the last of so many working days (neither weekend nor closed), yet no
    later than a day before it begins, and never sooner than in an hour. O(days).
    """
    day, left = now.astimezone(zone).date(), days
    while left:
        day += timedelta(days=1)
        left -= day.isoweekday() < 6 and day not in closed
    due = datetime.combine(day, ANSWERED_AT, zone)
    return max(min(due, starts_at - BEFORE_IT_BEGINS), now + AT_LEAST)


def ask_until(*, days: int, closed: Collection[date], starts_at: datetime, zone: ZoneInfo) -> datetime:
    """Until when a desk that answers in so many working days can be asked later: whoever asks before it has the answer
    when it is due, a day before it begins or sooner. The midnight before the first of the days it needs. O(days).
    """
    latest = (starts_at - BEFORE_IT_BEGINS).astimezone(zone)
    day, left = latest.date() + timedelta(days=1 if latest.time() >= ANSWERED_AT else 0), days
    while left:
        day -= timedelta(days=1)
        left -= day.isoweekday() < 6 and day not in closed
    return datetime.combine(day, time(0), zone)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A sign-up, as far as asking for help later goes."""

    state: str
    is_proven: bool
    is_off: bool


def may_go_on(sign_up: Standing) -> RespiteRefusal | None:
    """Whether anybody looks for help for this sign-up. Who waits may ask: the desk hears when there is a place."""
    if sign_up.state == "offered":
        return RespiteRefusal.HELP_YES_FIRST
    if sign_up.state == "held" or (sign_up.state in MAY_ASK and not sign_up.is_proven):
        return RespiteRefusal.HELP_CONFIRM_FIRST
    if sign_up.state not in MAY_ASK:
        return RespiteRefusal.HELP_NOT_SIGNED_UP
    return RespiteRefusal.HELP_NO_DATE_YET if sign_up.is_off else None


def may_ask_later(
    sign_up: Standing, *, before: str, is_offered: bool, until: datetime, now: datetime
) -> RespiteRefusal | None:
    """Whether somebody may ask now. before: where an earlier wish of the same kind stands, or nothing."""
    if before in OPEN:
        return RespiteRefusal.HELP_ASKED_ALREADY
    if refusal := may_go_on(sign_up):
        return refusal
    if before and before != "cancelled":
        return RespiteRefusal.HELP_ANSWERED
    if not is_offered:
        return RespiteRefusal.HELP_NOT_HERE
    return RespiteRefusal.HELP_TOO_LATE if now >= until else None


def may_reword(
    sign_up: Standing, *, before: str, is_stale: bool, until: datetime, now: datetime
) -> RespiteRefusal | None:
    """Whether what was asked may be changed now. Not possible and done are answers; they are not asked anew here."""
    if before not in OPEN:
        return RespiteRefusal.HELP_ANSWERED
    if refusal := may_go_on(sign_up):
        return refusal
    if now >= until:
        return RespiteRefusal.HELP_TOO_LATE
    return RespiteRefusal.HELP_WORDS_CHANGED if is_stale else None


def may_withdraw(*, before: str, is_over: bool) -> RespiteRefusal | None:
    """Whether somebody may say that they don't need it: always, until it is over or there is nothing left to stop."""
    if before not in OPEN:
        return RespiteRefusal.HELP_ANSWERED
    return RespiteRefusal.HELP_OVER if is_over else None


def desk_for(address: str, desks: Sequence[Desk]) -> Desk | None:
    """The desk whose area an address lies in, by the last four digits that could be a postcode; else that for
    everywhere; else the first there is.
    """
    for postcode in reversed(POSTCODE.findall(address)):
        for desk in desks:
            if postcode in desk.postcodes:
                return desk
    return next((desk for desk in desks if not desk.postcodes), desks[0] if desks else None)


def postcodes_in(text: str) -> list[str]:
    """The postcodes somebody wrote in a line, in order, each once."""
    return sorted(set(POSTCODE.findall(text)))


def ways_on(*, state: str, way_on: str, has_online: bool, has_next: bool) -> Iterable[str]:
    """What a person may choose when it was not possible; once."""
    if state != "not_possible" or way_on:
        return []
    return [*(["online"] if has_online else []), *(["next"] if has_next else []), "anyway"]
