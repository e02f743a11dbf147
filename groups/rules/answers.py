"""What the people of a sign-up may do with it now. Pure: every moment and count is an argument."""

from datetime import datetime, timedelta
from enum import StrEnum

from groups.rules.seats import FIRST_WINS_WITHIN, Window

DOOR_OPENS = timedelta(minutes=15)  # before it begins, for those who take part online


def takes_part_online(*, status: str, channel: str) -> bool:
    """Whether a place is one online: by choice, or because the date was moved there."""
    return status == "moved_online" or channel == "online"


def may_enter(
    *, state: str, is_online: bool, is_off: bool, starts_at: datetime, ends_at: datetime, now: datetime
) -> bool:
    """Whether the link to take part online is shown: only to who has a place, from shortly before to the end."""
    return state == "confirmed" and is_online and not is_off and starts_at - DOOR_OPENS <= now < ends_at


def seems_to_take_part(*, entered_at: datetime | None, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether opening the way in speaks for having taken part: at this time, not at one the date has moved from."""
    return entered_at is not None and starts_at - DOOR_OPENS <= entered_at < ends_at


class Answer(StrEnum):
    """A button on the page of one's own sign-up."""

    CONFIRM = "confirm"
    ACCEPT = "accept"
    DECLINE = "decline"
    TAKE = "take"
    CANCEL = "cancel"
    AGAIN = "again"
    MORE_TIME = "more_time"


def may_answer(
    *,
    state: str,
    is_proven: bool,
    is_off: bool,
    is_here: bool,
    fits: bool,
    has_more_time: bool = False,
    window: Window,
    ends_at: datetime,
    now: datetime,
) -> list[Answer]:
    """The buttons, the one that helps most first. Somebody who is signed up may always say that they can't come,
    until they are there.
    """
    found: list[Answer] = []
    is_open = now < window.last and not is_off
    if not is_proven and state in {"held", "waiting", "applied"} and is_open:
        found.append(Answer.CONFIRM)
    if state == "offered" and is_open:
        found += [Answer.ACCEPT, Answer.DECLINE]
    if has_more_time and is_open:
        found.append(Answer.MORE_TIME)
    if state == "waiting" and is_proven and fits and is_open and window.starts_at - now < FIRST_WINS_WITHIN:
        found.append(Answer.TAKE)
    if state == "expired" and is_open:
        found.append(Answer.AGAIN)
    if state in {"applied", "held", "confirmed", "waiting"} and now < ends_at and not is_here:
        found.append(Answer.CANCEL)
    return found
