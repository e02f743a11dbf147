"""What may happen at the door of an evening. Pure: every moment and count is an argument.

The door is open from the morning of the day, by the clock on the wall there, and what was noted on paper can be typed
afterwards. A code is good on its own evening only: from that morning until some hours after the end.
"""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from groups.rules.dates import OFF

LONGER = timedelta(hours=6)  # after the end, a code still is tonight's
MOST_HEADS = 5000


class DoorRefusal(StrEnum):
    """Why the door says no."""

    CODE_UNKNOWN = "code_unknown"
    CODE_OF_ANOTHER_DATE = "code_of_another_date"
    DOOR_NOT_OPEN = "door_not_open"
    DATE_IS_OFF = "date_is_off"
    SIGN_UP_CANCELLED = "sign_up_cancelled"
    PLACE_RAN_OUT = "place_ran_out"
    STILL_WAITING = "still_waiting"
    NOT_DECIDED = "not_decided"
    PLACE_NOT_CONFIRMED = "place_not_confirmed"
    TAKES_PART_ONLINE = "takes_part_online"
    NOBODY_CHOSEN = "nobody_chosen"
    PARTY_HAS_FEWER = "party_has_fewer"
    NO_ROOM_AT_DOOR = "no_room_at_door"
    OTHERS_WAIT = "others_wait"
    NO_WALK_IN = "no_walk_in"
    NOT_OVER_YET = "not_over_yet"
    COUNTED_BY_HEAD = "counted_by_head"
    COUNTED_BY_NAME = "counted_by_name"
    HEAD_COUNT_STALE = "head_count_stale"


NO_PLACE = {
    "applied": DoorRefusal.NOT_DECIDED,
    "held": DoorRefusal.PLACE_NOT_CONFIRMED,
    "offered": DoorRefusal.PLACE_NOT_CONFIRMED,
    "waiting": DoorRefusal.STILL_WAITING,
    "expired": DoorRefusal.PLACE_RAN_OUT,
}
MAY_BE_LET_IN = frozenset({"held", "offered", "waiting"})


def opens_at(starts_at: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of the day it begins on, there."""
    return datetime.combine(starts_at.astimezone(zone).date(), time(0), zone)


def is_tonight(*, starts_at: datetime, ends_at: datetime, zone: ZoneInfo, now: datetime) -> bool:
    """Whether a code is scanned on its own evening."""
    return opens_at(starts_at, zone) <= now < ends_at + LONGER


def may_open(*, status: str, starts_at: datetime, zone: ZoneInfo, now: datetime) -> DoorRefusal | None:
    """Whether anybody may be noted as having come to this date."""
    if status in OFF:
        return DoorRefusal.DATE_IS_OFF
    return DoorRefusal.DOOR_NOT_OPEN if now < opens_at(starts_at, zone) else None


def has_a_place(*, state: str, is_online: bool) -> DoorRefusal | None:
    """Whether a party has a place in the room."""
    if state != "confirmed":
        return NO_PLACE.get(state, DoorRefusal.SIGN_UP_CANCELLED)
    return DoorRefusal.TAKES_PART_ONLINE if is_online else None


def may_come_in(*, asked: int, inside: int, seats: int) -> DoorRefusal | None:
    """Whether so many more of a party have a seat: it may have said yes to fewer seats than it is."""
    if not asked:
        return DoorRefusal.NOBODY_CHOSEN
    return DoorRefusal.PARTY_HAS_FEWER if inside + asked > seats else None


def first_and_initial(name: str) -> str:
    """All that a list at the door says of a name."""
    parts = name.split()
    return f"{parts[0]} {parts[-1][0]}." if len(parts) > 1 else "".join(parts)
