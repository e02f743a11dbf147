"""What may happen between us and a co-organiser. Pure.

A partner writes and sends in; it never publishes, calls off or changes what an organiser has begun to read.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

INVITATION_LIFE = timedelta(days=14)
LIST_STAYS = timedelta(days=3)  # a Friday evening can be gone through on Monday; after that nobody holds it any more
READ_WITHIN = timedelta(days=5)  # how long a partner waits for somebody to read a draft


class PartnerRefusal(StrEnum):
    """Why an action with a co-organiser says no."""

    PARTNER_STALE = "partner_stale"
    AGREED_TWICE = "agreed_twice"
    AGREEMENT_BACKWARDS = "agreement_backwards"
    AGREEMENT_OVER = "agreement_over"
    INVITED_ALREADY = "invited_already"
    NO_SUCH_INVITATION = "no_such_invitation"
    MEMBERSHIP_OVER = "membership_over"
    DRAFT_STALE = "draft_stale"
    DRAFT_IS_READ = "draft_is_read"
    DRAFT_HAS_NO_WORDS = "draft_has_no_words"
    NOT_SENT_IN = "not_sent_in"
    TOGETHER_ALREADY = "together_already"
    NOT_YOURS_TO_SEE = "not_yours_to_see"


def may_last(agreed_on: date, until: date | None) -> PartnerRefusal | None:
    """Whether an agreement can run like that."""
    return PartnerRefusal.AGREEMENT_BACKWARDS if until is not None and until < agreed_on else None


def may_join(*, expires_at: datetime, is_taken: bool, is_ended: bool, now: datetime) -> PartnerRefusal | None:
    """Whether an invitation can still be taken up."""
    return PartnerRefusal.NO_SUCH_INVITATION if is_taken or is_ended or expires_at <= now else None


def may_write(*, publication: str, is_over: bool, is_member: bool) -> PartnerRefusal | None:
    """Whether a partner may change a draft or send it in: it is theirs to write, and the agreement runs."""
    if not is_member:
        return PartnerRefusal.MEMBERSHIP_OVER
    if is_over:
        return PartnerRefusal.AGREEMENT_OVER
    return None if publication == "draft" else PartnerRefusal.DRAFT_IS_READ


def may_hold_together(*, has_begun: bool, is_over: bool) -> PartnerRefusal | None:
    """Whether an event can be made together with a partner: the agreement runs."""
    return None if has_begun and not is_over else PartnerRefusal.AGREEMENT_OVER
