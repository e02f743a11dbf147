"""What a code told on the phone opens, and when. Pure: every value is an argument."""

from datetime import datetime, timedelta
from enum import StrEnum

CLAIM_LIFE = timedelta(days=14)
CLAIM_LETTERS = 8
# Letters whose names are told apart on a bad line, in Danish and in Norwegian: no B, D, E, G or P beside T.
SPOKEN_LETTERS = "AFIJKLMORTUVXZ"
SAME_CLICK = timedelta(seconds=30)


class ClaimRefusal(StrEnum):
    """Why a code was not made, or opened nothing."""

    HAS_ACCOUNT = "has_account"
    CLAIM_UNKNOWN = "claim_unknown"
    CLAIM_OVER = "claim_over"
    CLAIM_USED = "claim_used"
    CLAIM_NEEDS_US = "claim_needs_us"


def may_claim(
    *, used_at: datetime | None, is_replaced: bool, is_users: bool, expires_at: datetime, now: datetime
) -> ClaimRefusal | None:
    """Whether a code opens anything now; is_users: it was this same account that used it."""
    if used_at is not None:
        return None if is_users and now - used_at <= SAME_CLICK else ClaimRefusal.CLAIM_USED
    return ClaimRefusal.CLAIM_OVER if is_replaced or now >= expires_at else None


def plain_letters(typed: str) -> str:
    """What somebody typed of a code: large letters only, whatever stands between them."""
    return "".join(letter for letter in typed.upper() if letter.isalpha())
