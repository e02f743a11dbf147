"""Whether an event can be told of outside the portal: a poster, a line in the paper or on a site. Pure."""

from enum import StrEnum


class TellRefusal(StrEnum):
    """Why nothing is made to hang up or send out."""

    TELL_CLOSED = "tell_closed"
    TELL_NOT_OUT = "tell_not_out"
    TELL_NO_DATE = "tell_no_date"


def may_tell(*, sensitivity: str, publication: str, has_dates: bool) -> TellRefusal | None:
    """Closed ones are for those in them; a poster's address must lead somewhere, to something that is ahead."""
    if sensitivity == "closed":
        return TellRefusal.TELL_CLOSED
    if publication not in {"published", "scheduled"}:
        return TellRefusal.TELL_NOT_OUT
    return None if has_dates else TellRefusal.TELL_NO_DATE
