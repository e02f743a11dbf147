"""Changing a sign-up: who comes, and how many. Pure: every moment and count is an argument.

A waiting party keeps its place in line whatever size it becomes. One that grows starts anew to be counted as passed
over: seats were never kept back for so many. One that becomes smaller is offered what fits at once.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from groups.rules.seats import SeatRefusal, Waiting, Window, gets_a_seat_at_once, may_bring

CHANGEABLE = frozenset({"applied", "confirmed", "waiting"})


class ChangeRefusal(StrEnum):
    """Why a sign-up can't be changed like that."""

    CHANGED_MEANWHILE = "changed_meanwhile"
    ANSWER_OFFER_FIRST = "answer_offer_first"
    CONFIRM_FIRST = "confirm_first"
    NOT_LIVE = "not_live"
    HAS_BEGUN = "has_begun"
    NO_NEW_DATE_YET = "no_new_date_yet"
    NO_ROOM_FOR_MORE = "no_room_for_more"
    IS_HERE_ALREADY = "is_here_already"
    NO_MORE_AFTER_CLOSING = "no_more_after_closing"


def may_change(
    *,
    state: str,
    is_proven: bool,
    is_off: bool,
    is_here: bool,
    starts_at: datetime,
    now: datetime,
    is_stale: bool,
) -> ChangeRefusal | None:
    """Whether a sign-up may be changed now, whatever is to be changed. What is final is said before what is late."""
    if state == "offered":
        return ChangeRefusal.ANSWER_OFFER_FIRST
    if state == "held" or (state in CHANGEABLE and not is_proven):
        return ChangeRefusal.CONFIRM_FIRST
    if state not in CHANGEABLE:
        return ChangeRefusal.NOT_LIVE
    if is_off:
        return ChangeRefusal.NO_NEW_DATE_YET
    if now >= starts_at:
        return ChangeRefusal.HAS_BEGUN
    if is_here:
        return ChangeRefusal.IS_HERE_ALREADY
    return ChangeRefusal.CHANGED_MEANWHILE if is_stale else None


def may_be_so_many(
    *,
    state: str,
    before: int,
    after: int,
    max_party: int,
    capacity: int,
    free: int,
    queue: Iterable[Waiting],
    window: Window,
    now: datetime,
) -> ChangeRefusal | SeatRefusal | None:
    """Whether a party may be so many. Fewer is always right; more only as a new party of the additional ones would
    get seats: they are free, and nobody who waits could have them.
    """
    if after <= before:
        return None if after >= 1 else SeatRefusal.PARTY_TOO_LARGE
    if refusal := may_bring(seats=after, max_party=max_party, capacity=capacity):
        return refusal
    if now >= window.last:
        return ChangeRefusal.NO_MORE_AFTER_CLOSING
    if state != "confirmed":
        return None
    fits = gets_a_seat_at_once(seats=after - before, free=free, queue=queue, time_left=window.starts_at - now)
    return None if fits else ChangeRefusal.NO_ROOM_FOR_MORE


def skips_after(*, skips: int, before: int, after: int) -> int:
    """How often a waiting party counts as passed over after its size changed."""
    return 0 if after > before else skips
