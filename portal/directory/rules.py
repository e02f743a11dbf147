"""What the directory allows."""

from collections.abc import Mapping
from enum import StrEnum

from portal.directory.choices import LANGUAGES, LONGEST_ANSWER


class Refusal(StrEnum):
    """Why the directory says no."""

    ADDRESS_TAKEN = "address_taken"
    STALE = "stale"
    NAME_TAKEN = "name_taken"
    NAMELESS = "nameless"
    STILL_OFFERS = "still_offers"
    ORGANISATION_OUT_OF_USE = "organisation_out_of_use"
    NOT_TOLD = "not_told"
    HALF_TOLD = "half_told"
    MUST_TAKE_REFERRALS = "must_take_referrals"
    NO_TIME_TO_ANSWER = "no_time_to_answer"
    NOBODY_TO_REFER_TO = "nobody_to_refer_to"
    WITHDRAWN = "withdrawn"
    NOT_WITHDRAWN = "not_withdrawn"


def may_be_told(words: Mapping[str, str]) -> Refusal | None:
    """Title and text in at least one language, and never one without the other."""
    told = [(bool(words[f"title_{code}"]), bool(words[f"summary_{code}"])) for code in LANGUAGES]
    if not any(title or summary for title, summary in told):
        return Refusal.NOT_TOLD
    return Refusal.HALF_TOLD if any(title != summary for title, summary in told) else None


def may_be_referred_to(
    *, by_referral: bool, takes_referrals: bool, response_days: int | None, reachable: bool
) -> Refusal | None:
    """Who takes referrals can be reached and says when they answer; who is only reached so takes them."""
    if by_referral and not takes_referrals:
        return Refusal.MUST_TAKE_REFERRALS
    if takes_referrals and not (response_days and response_days <= LONGEST_ANSWER):
        return Refusal.NO_TIME_TO_ANSWER
    return Refusal.NOBODY_TO_REFER_TO if takes_referrals and not reachable else None
