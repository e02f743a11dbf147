"""What accounts refuse, and why. Pure: plain values in, a Refusal or None out."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from portal.design.colours import MINIMUM_CONTRAST, contrast_with_white

CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
CODE_SENDS = 4
CODE_DIGITS = 6
SAME_CLICK = timedelta(seconds=30)  # the second half of a double click
INVITATION_LIFE = timedelta(days=7)
FRESH_PROOF = timedelta(minutes=5)


class Refusal(StrEnum):
    """Each has words in forms.REFUSAL_TEXT."""

    WRONG_CODE = "wrong_code"
    CODE_EXPIRED = "code_expired"
    TOO_MANY_TRIES = "too_many_tries"
    TOO_MANY_CODES = "too_many_codes"
    NO_CODE = "no_code"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - the name of a refusal
    TOO_MANY_PASSWORDS = "too_many_passwords"
    ACCOUNT_CLOSED = "account_closed"
    ADDRESS_IN_USE = "address_in_use"
    SAME_ADDRESS = "same_address"
    INVITATION_UNKNOWN = "invitation_unknown"
    INVITATION_EXPIRED = "invitation_expired"
    INVITATION_USED = "invitation_used"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    ALREADY_STAFF = "already_staff"
    ROLE_UNKNOWN = "role_unknown"
    NO_ROLE = "no_role"
    LAST_ADMINISTRATOR = "last_administrator"
    FUTURE_TALKS = "future_talks"
    NOT_YOURSELF = "not_yourself"
    ADMINISTRATOR_EXISTS = "administrator_exists"
    SAME_PERSON = "same_person"
    MERGED_MEANWHILE = "merged_meanwhile"
    WORKS_HERE = "works_here"
    TOO_PALE = "too_pale"
    NOT_A_PICTURE = "not_a_picture"
    PICTURE_TOO_BIG = "picture_too_big"


def judge_code(
    *, matches: bool, tries: int, expires_at: datetime, used_at: datetime | None, now: datetime
) -> Refusal | None:
    """Whether a code typed now is good; one used a moment ago still is, for the second half of a double click."""
    if used_at is not None:
        return None if matches and now - used_at <= SAME_CLICK else Refusal.NO_CODE
    if now >= expires_at:
        return Refusal.CODE_EXPIRED
    if tries >= CODE_TRIES:
        return Refusal.TOO_MANY_TRIES
    if matches:
        return None
    return Refusal.TOO_MANY_TRIES if tries + 1 >= CODE_TRIES else Refusal.WRONG_CODE


def judge_resend(*, sends: int, used_at: datetime | None) -> Refusal | None:
    """Whether one more mail goes out for this request."""
    if used_at is not None:
        return Refusal.NO_CODE
    return Refusal.TOO_MANY_CODES if sends >= CODE_SENDS else None


def judge_invitation(
    *, expires_at: datetime, accepted_at: datetime | None, withdrawn_at: datetime | None, now: datetime
) -> Refusal | None:
    """Whether an invitation can be accepted now."""
    if accepted_at is not None:
        return Refusal.INVITATION_USED
    if withdrawn_at is not None:
        return Refusal.INVITATION_WITHDRAWN
    return Refusal.INVITATION_EXPIRED if now >= expires_at else None


def judge_roles(wanted: Collection[str], known: Collection[str]) -> Refusal | None:
    """Whether these are roles at all; an invitation needs at least one."""
    if not wanted:
        return Refusal.NO_ROLE
    return None if set(wanted) <= set(known) else Refusal.ROLE_UNKNOWN


def judge_loss_of_administrator(*, loses_it: bool, other_administrators: int) -> Refusal | None:
    """There is always somebody who can let colleagues in."""
    return Refusal.LAST_ADMINISTRATOR if loses_it and other_administrators == 0 else None


def judge_colour(colour: str) -> Refusal | None:
    """White words must be readable on the municipality's colour."""
    return None if contrast_with_white(colour) >= MINIMUM_CONTRAST else Refusal.TOO_PALE


def judge_merge(*, is_same: bool, are_active: bool, gone_works_here: bool, is_bys_own: bool) -> Refusal | None:
    """Whether two rows can become one person."""
    if is_same:
        return Refusal.SAME_PERSON
    if not are_active:
        return Refusal.MERGED_MEANWHILE
    return Refusal.WORKS_HERE if gone_works_here or is_bys_own else None
