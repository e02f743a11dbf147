"""What may be done with an unplanned call. Pure: every value is an argument."""

from datetime import date
from enum import StrEnum


class ContactRefusal(StrEnum):
    """Why something with a logged call was refused."""

    CALLER_BARRED = "caller_barred"
    CALLER_GONE = "caller_gone"
    CALLER_NAMELESS = "caller_nameless"
    CALL_BACK_PAST = "call_back_past"
    NO_NUMBER = "no_number"


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
