"""When a counsellor may be given more than their ceiling. Pure."""

from counselling.rules.talks import Refusal

SHORTEST_REASON = 10


def may_pass(*, reason: str) -> Refusal | None:
    """A first talk above the ceiling needs somebody's reason; a relative has none to give."""
    return None if len(reason.strip()) >= SHORTEST_REASON else Refusal.CEILING_REACHED
