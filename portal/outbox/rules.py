"""When a message goes, when it is tried again, and what may be done with it by hand. Times are aware datetimes."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from portal.outbox.models import OutboxMessage

QUIET_FROM = time(21)
QUIET_UNTIL = time(8)
EVENING = time(20, 30)

BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
CODE_BACK_OFF = (timedelta(seconds=5), timedelta(seconds=15), timedelta(minutes=1), timedelta(minutes=5))
UNCERTAIN_PAUSE = timedelta(minutes=15)  # retries at once made up to six copies
STUMBLES = 5  # a row that breaks our own code this often is parked
KEEP_TRYING = timedelta(hours=24)  # a message without latest_at is given up a day after it was due


# No such mailbox, not here, not allowed as a name (RFC 5321); a host or domain that takes no mail at all (RFC 7504). A
# full mailbox (552) and a mail somebody's filter dislikes (554) say nothing of the address.
DEAD_ADDRESS = frozenset({"smtp_521", "smtp_550", "smtp_551", "smtp_553", "smtp_556", "address"})
# One refusal may be a filter's mood, and a second the day a mailbox moves; three in a row, a day apart or more (as
# whatever is sent again and again must be), are an address nobody reads.
REFUSALS_THAT_END = 3
GIVEN_UP = "address_given_up"


class Refusal(StrEnum):
    """Why the outbox said no."""

    NOT_RETRYABLE = "not_retryable"
    MAY_HAVE_ARRIVED = "may_have_arrived"
    CONTENT_IS_GONE = "content_is_gone"
    NOT_A_LETTER_TO_POST = "not_a_letter_to_post"


def is_quiet(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether it is between 21 and 8 local time."""
    local = moment.astimezone(zone).time()
    return local >= QUIET_FROM or local < QUIET_UNTIL


def quiet_hours_moment(send_at: datetime, zone: ZoneInfo) -> datetime:
    """When an automatic message really goes: what falls between 21 and 8 moves earlier, to 20.30 the evening before.

    Sign-in codes are exempt: they never ask.
    """
    if not is_quiet(send_at, zone):
        return send_at
    local = send_at.astimezone(zone)
    evening = local.date() if local.time() >= QUIET_FROM else local.date() - timedelta(days=1)
    return datetime.combine(evening, EVENING, tzinfo=zone).astimezone(send_at.tzinfo)


def wakes_somebody(message: "OutboxMessage", now: datetime, zone: ZoneInfo) -> bool:
    """Whether a late text message would go at night though it was planned by day.

    What the person asks for at night (a receipt, a code) is planned at night and goes at once.
    """
    if message.channel != "sms" or message.queue == "codes":
        return False
    return is_quiet(now, zone) and not is_quiet(message.send_at, zone)


def morning_after(now: datetime, zone: ZoneInfo) -> datetime:
    """The end of the quiet hours that now lies in."""
    local = now.astimezone(zone)
    day = local.date() + timedelta(days=1) if local.time() >= QUIET_FROM else local.date()
    return datetime.combine(day, QUIET_UNTIL, tzinfo=zone).astimezone(now.tzinfo)


def is_too_late(message: "OutboxMessage", now: datetime) -> bool:
    """Whether a message would arrive after it has any use."""
    return message.latest_at is not None and now > message.latest_at


def pause_after(attempts: int, queue: str) -> timedelta:
    """How long to wait when this many attempts had failed before this one (the last pause repeats)."""
    steps = CODE_BACK_OFF if queue == "codes" else BACK_OFF
    return steps[min(attempts, len(steps) - 1)]


def is_given_up(message: "OutboxMessage", next_at: datetime) -> bool:
    """Whether the next attempt would be pointless: past latest_at, or a day after it was due."""
    return next_at > (message.latest_at or message.send_at + KEEP_TRYING)


def copies_allowed(channel: str) -> int:
    """How many sends may be begun without knowing how the one before ended: two e-mails, one text message."""
    return 2 if channel == "email" else 1


def is_dead(endings: Sequence[tuple[str, str]]) -> bool:
    """Whether an address is given up: the last e-mails to it (state and reason, newest first) were all refused."""
    last = endings[:REFUSALS_THAT_END]
    refused = [state == "failed" and reason in DEAD_ADDRESS for state, reason in last]
    return len(refused) == REFUSALS_THAT_END and all(refused)


def may_be_retried(message: "OutboxMessage") -> Refusal | None:
    """Whether staff may send it again: not an SMS that may have arrived, nor a code (its content is wiped)."""
    if message.state not in {"failed", "parked", "skipped", "unknown"}:
        return Refusal.NOT_RETRYABLE
    if message.state == "unknown" and message.channel == "sms":
        return Refusal.MAY_HAVE_ARRIVED
    if message.queue == "codes":
        return Refusal.CONTENT_IS_GONE
    return None


def may_be_printed(message: "OutboxMessage") -> Refusal | None:
    """Whether a letter waits to be printed (it may be printed again until it is posted)."""
    waits = message.channel == "letter" and message.state in {"planned", "printed"}
    return None if waits else Refusal.NOT_A_LETTER_TO_POST


def may_be_posted(message: "OutboxMessage") -> Refusal | None:
    """Whether a letter is printed and not posted."""
    waits = message.channel == "letter" and message.state == "printed"
    return None if waits else Refusal.NOT_A_LETTER_TO_POST
