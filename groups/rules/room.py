"""What is said of the seats of a date, before somebody signs up. Pure: every moment and count is an argument."""

from datetime import datetime
from enum import StrEnum

from groups.rules.seats import Window

FEW = 5  # so many, or a tenth of all, are few


class Room(StrEnum):
    """What stands beside a date."""

    JUST_COME = "just_come"
    OFF = "off"
    OVER = "over"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    FREE = "free"
    FEW = "few"
    WAITING = "waiting"
    ASK = "ask"
    NONE = "none"


OPEN = frozenset({Room.FREE, Room.FEW, Room.WAITING, Room.ASK})


def room_of(
    *, mode: str, is_off: bool, window: Window, ends_at: datetime, free: int | None, capacity: int, now: datetime
) -> Room:
    """What is said of a date with so many free seats; free is None where no seats were ever set."""
    if is_off:
        return Room.OFF
    if now >= ends_at or (mode != "drop_in" and now >= window.starts_at):
        return Room.OVER
    if mode == "drop_in":
        return Room.JUST_COME
    if free is None:
        return Room.NONE
    if window.opens_at and now < window.opens_at:
        return Room.NOT_YET
    if now >= window.last:
        return Room.CLOSED
    if mode == "application":
        return Room.ASK
    if free <= 0:
        return Room.WAITING
    return Room.FEW if free <= max(FEW, capacity // 10) else Room.FREE
