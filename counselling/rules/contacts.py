"""What may be done with an unplanned call, and with a code told on the phone. Pure: every value is an argument."""

from datetime import date, datetime, timedelta
from enum import StrEnum

CLAIM_LIFE = timedelta(days=14)
CLAIM_LETTERS = 8
# Letters whose names are told apart on a bad line, in Danish and in Norwegian: no B, D, E, G or P beside T.
SPOKEN_LETTERS = "AFIJKLMORTUVXZ"
SAME_CLICK = timedelta(seconds=30)


class ContactRefusal(StrEnum):
    """Why something with a call or a code was refused."""

    CALLER_BARRED = "caller_barred"
    CALLER_GONE = "caller_gone"
    CALLER_NAMELESS = "caller_nameless"
    CALL_BACK_PAST = "call_back_past"
    NO_NUMBER = "no_number"
    HAS_ACCOUNT = "has_account"
    CLAIM_UNKNOWN = "claim_unknown"
    CLAIM_OVER = "claim_over"
    CLAIM_USED = "claim_used"
    CLAIM_OWN = "claim_own"
    CLAIM_NEEDS_US = "claim_needs_us"


def may_log(*, is_active: bool, is_barred: bool) -> ContactRefusal | None:
    """Whether a call can be noted with this person."""
    if is_barred:
        return ContactRefusal.CALLER_BARRED
    return None if is_active else ContactRefusal.CALLER_GONE


def may_call_back(*, has_person: bool, has_phone: bool, on: date, today: date) -> ContactRefusal | None:
    """Whether a call back can be promised."""
    if not has_person:
        return ContactRefusal.CALLER_NAMELESS
    if not has_phone:
        return ContactRefusal.NO_NUMBER
    return ContactRefusal.CALL_BACK_PAST if on < today else None


def may_claim(
    *, used_at: datetime | None, is_replaced: bool, is_users: bool, expires_at: datetime, now: datetime
) -> ContactRefusal | None:
    """Whether a code opens anything now; is_users: it was this same account that used it."""
    if used_at is not None:
        return None if is_users and now - used_at <= SAME_CLICK else ContactRefusal.CLAIM_USED
    return ContactRefusal.CLAIM_OVER if is_replaced or now >= expires_at else None


def plain_letters(typed: str) -> str:
    """What somebody typed of a code: large letters only, whatever stands between them."""
    return "".join(letter for letter in typed.upper() if letter.isalpha())
