"""When somebody is passed on, and what may become of it. Pure: every value is an argument."""

from datetime import date, timedelta
from enum import StrEnum

TRANSITIONS: dict[str, frozenset[str]] = {
    "sent": frozenset({"received", "first_contact", "declined", "withdrawn"}),
    "received": frozenset({"first_contact", "declined", "withdrawn"}),
}
OUTSIDE_DAYS = 14  # a place outside the directory promises nothing: we ask after two weeks
WARNED_BEFORE = timedelta(days=3)


class ReferralRefusal(StrEnum):
    """Why something with a referral was refused."""

    PLACE_MISSING = "place_missing"
    OFFER_GONE = "offer_gone"
    YES_MISSING = "yes_missing"
    UNDER_WAY_ALREADY = "under_way_already"
    NO_ADDRESS = "no_address"
    REFERRAL_STALE = "referral_stale"
    NOT_FROM_THIS = "not_from_this"


def may_pass_on(*, has_place: bool, has_consent: bool, by_email: bool, has_email: bool) -> ReferralRefusal | None:
    """Whether a relative can be passed on."""
    if not has_place:
        return ReferralRefusal.PLACE_MISSING
    if not has_consent:
        return ReferralRefusal.YES_MISSING
    return ReferralRefusal.NO_ADDRESS if by_email and not has_email else None


def may_become(*, state: str, wanted: str, version: int, shown: int) -> ReferralRefusal | None:
    """Whether a referral may be noted as this now, judged from the page with the version shown."""
    if version != shown:
        return ReferralRefusal.REFERRAL_STALE
    return None if wanted in TRANSITIONS.get(state, frozenset()) else ReferralRefusal.NOT_FROM_THIS


def guidance_ends_on(asked_on: date, days: int) -> date:
    """The last day for a decision on guidance (Norway), counted from the day it was asked for."""
    return asked_on + timedelta(days=days)
