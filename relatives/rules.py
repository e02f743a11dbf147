"""How and when a relative may be reached, judged from the profile alone."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

WAIT_AFTER_CHANGE = timedelta(hours=24)


class Refusal(StrEnum):
    """Why a wish about contact can't be kept."""

    PHONE_IS_NEEDED = "phone_is_needed"
    SHARED_PHONE_GETS_NO_SMS = "shared_phone_gets_no_sms"
    POSTAL_ADDRESS_IS_NEEDED = "postal_address_is_needed"
    HOURS_ARE_A_PAIR = "hours_are_a_pair"
    HOURS_END_BEFORE_THEY_BEGIN = "hours_end_before_they_begin"
    PHONE_IS_NO_NUMBER = "phone_is_no_number"
    LANGUAGE_IS_UNKNOWN = "language_is_unknown"
    NOTHING_LEAVES_THE_SITE = "nothing_leaves_the_site"


class Channel(StrEnum):
    """The ways a message can take."""

    EMAIL = "email"
    SMS = "sms"
    INBOX = "inbox"
    LETTER = "letter"


class Readers(StrEnum):
    """Who can read what we send."""

    ONLY_ME = "only_me"
    OTHERS = "others"


class Discreet(StrEnum):
    """How much less than usual may leave the house."""

    NO = "no"
    INBOX_ONLY = "inbox_only"
    NEUTRAL_EMAIL = "neutral_email"
    NEUTRAL_SMS = "neutral_sms"


class Purpose(StrEnum):
    """What a message is for: a letter is too slow for a reminder."""

    RECEIPT = "receipt"
    CHANGE = "change"
    REMINDER = "reminder"


class Reachable(Protocol):
    """What the rules read of a profile."""

    channel: str
    readers: str
    discreet: str
    hours_from: time | None
    hours_to: time | None
    no_voicemail: bool
    shared_phone: bool
    shared_email: bool
    contact_changed_at: datetime | None

    @property
    def has_phone(self) -> bool:
        """Whether we know a number."""

    @property
    def has_postal_address(self) -> bool:
        """Whether we know where letters go."""


def rests_after_change(profile: Reachable, now: datetime) -> bool:
    """Whether an address or number was changed so lately that nothing goes out to it yet."""
    changed = profile.contact_changed_at
    return changed is not None and now < changed + WAIT_AFTER_CHANGE


def may_get_sms(profile: Reachable) -> bool:
    """An SMS goes only to a number we know and nobody else answers."""
    return profile.has_phone and not profile.shared_phone


def channels_for(profile: Reachable, now: datetime, purpose: str) -> list[str]:
    """The channels a message takes, the outside one first; the inbox is always among them."""
    if profile.discreet == Discreet.INBOX_ONLY or rests_after_change(profile, now):
        return [Channel.INBOX]
    outside = _outside_channel(profile, purpose)
    return [outside, Channel.INBOX] if outside else [Channel.INBOX]


def _outside_channel(profile: Reachable, purpose: str) -> Channel | None:
    if profile.discreet == Discreet.NEUTRAL_EMAIL:
        return Channel.EMAIL
    if profile.discreet == Discreet.NEUTRAL_SMS:
        return Channel.SMS if may_get_sms(profile) else None
    if profile.channel == Channel.SMS:
        return Channel.SMS if may_get_sms(profile) else Channel.EMAIL
    if profile.channel == Channel.LETTER:
        return Channel.LETTER if profile.has_postal_address and purpose != Purpose.REMINDER else None
    return Channel.EMAIL if profile.channel == Channel.EMAIL else None


def text_level(profile: Reachable) -> str:
    """What a message may say: "place" when the relative alone reads it and wants nothing discreet, else "neutral"."""
    private = profile.readers == Readers.ONLY_ME and not (profile.shared_phone or profile.shared_email)
    return "place" if private and profile.discreet == Discreet.NO else "neutral"


def may_feed_a_calendar(profile: Reachable) -> Refusal | None:
    """A calendar elsewhere is outside this site: whoever wants nothing there gets none."""
    return Refusal.NOTHING_LEAVES_THE_SITE if profile.discreet == Discreet.INBOX_ONLY else None


def may_leave_voicemail(profile: Reachable) -> bool:
    """Whether staff may speak to the machine: never to a shared phone, never when discreet."""
    return not (profile.no_voicemail or profile.shared_phone or profile.discreet != Discreet.NO)


def may_reach_at(profile: Reachable, moment: datetime, zone: ZoneInfo) -> bool:
    """Whether SMS and calls are welcome at this moment of the local day."""
    if profile.hours_from is None or profile.hours_to is None:
        return True
    return profile.hours_from <= moment.astimezone(zone).time() < profile.hours_to


def latest_welcome(profile: Reachable, moment: datetime, zone: ZoneInfo) -> datetime:
    """The last welcome moment not after this one: a message outside the hours goes earlier, never later."""
    if profile.hours_from is None or profile.hours_to is None or may_reach_at(profile, moment, zone):
        return moment
    local = moment.astimezone(zone)
    day = local.date() if local.time() >= profile.hours_to else local.date() - timedelta(days=1)
    last_minute = datetime.combine(day, profile.hours_to, tzinfo=zone) - timedelta(minutes=30)
    return max(last_minute, datetime.combine(day, profile.hours_from, tzinfo=zone)).astimezone(moment.tzinfo)


def contact_is_possible(wish: Reachable) -> Refusal | None:
    """Whether the wished channel, hours and phone fit together."""
    if (wish.hours_from is None) != (wish.hours_to is None):
        return Refusal.HOURS_ARE_A_PAIR
    if wish.hours_from is not None and wish.hours_to is not None and wish.hours_to <= wish.hours_from:
        return Refusal.HOURS_END_BEFORE_THEY_BEGIN
    wants_sms = wish.discreet == Discreet.NEUTRAL_SMS or wish.channel == Channel.SMS
    if wants_sms and not wish.has_phone:
        return Refusal.PHONE_IS_NEEDED
    if wants_sms and wish.shared_phone:
        return Refusal.SHARED_PHONE_GETS_NO_SMS
    if wish.channel == Channel.LETTER and not wish.has_postal_address:
        return Refusal.POSTAL_ADDRESS_IS_NEEDED
    return None


def normal_phone(typed: str, country_prefix: str = "+45") -> str | None:
    """The number as +45… without spaces, an empty string for none, or None when it can't be a number."""
    number = "".join(letter for letter in typed if letter not in " -.()/")
    if not number:
        return ""
    if number.startswith("00") and len(number) > 8:
        number = "+" + number[2:]
    if not number.startswith("+"):
        number = country_prefix + number
    digits = number[1:]
    return number if digits.isdecimal() and digits.isascii() and 10 <= len(digits) <= 15 else None


def careful_of_both(one: Reachable, other: Reachable) -> dict[str, object]:
    """What holds for somebody with two profiles: whatever either of them asked us to be careful with."""
    both: dict[str, object] = {
        name: getattr(one, name) or getattr(other, name) for name in ("no_voicemail", "shared_phone", "shared_email")
    }
    wishes = [one.discreet, other.discreet]
    both["discreet"] = next(
        (wish for wish in (Discreet.INBOX_ONLY, *wishes) if wish in wishes and wish != Discreet.NO), Discreet.NO
    )
    both["readers"] = Readers.OTHERS if Readers.OTHERS in {one.readers, other.readers} else Readers.ONLY_ME
    if both["shared_phone"]:  # a phone others answer gets no text messages
        both["channel"] = Channel.EMAIL if one.channel == Channel.SMS else one.channel
        both["discreet"] = Discreet.INBOX_ONLY if both["discreet"] == Discreet.NEUTRAL_SMS else both["discreet"]
    return both
