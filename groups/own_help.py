"""What somebody sees of the respite and the lift they asked for with a sign-up, and the ways on when there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from groups.actions.asking_help import may_ask
from groups.actions.going_another_way import to_choose, ways_of
from groups.models import HelpRequest, Registration
from groups.models.respite import KINDS, kind_of

__all__ = ["Asked", "asked_with", "choices_of", "may_ask"]


@dataclass(frozen=True)
class Asked:
    """One wish as its person reads it. The desk's own words only where nobody else can be reading."""

    row: HelpRequest
    kind: str
    said: str
    is_to_choose: bool
    may_change: bool


def asked_with(row: Registration, *, alone: bool) -> list[Asked]:
    """What was asked with a sign-up; no query where its event takes no wishes. Two queries otherwise."""
    event = row.pool.occurrence.event
    if not (event.may_ask_respite or event.may_ask_transport):
        return []
    found = []
    for model in KINDS.values():
        for one in model.objects.of_sign_ups([row.pk]).order_by("asked_at"):
            chooses = one.state == "not_possible" and not one.way_on and row.state == "confirmed"
            said = one.said if alone or row.person_id is None else ""
            found.append(Asked(one, kind_of(one), said, chooses, one.is_open and row.is_live))
    return [one for place, one in enumerate(found) if not is_asked_again(one, found[place + 1 :])]


def is_asked_again(one: Asked, later: Sequence[Asked]) -> bool:
    """Whether what is no longer needed was asked anew later: then only that is of interest."""
    return one.row.state == "cancelled" and any(other.kind == one.kind for other in later)


def choices_of(row: Registration) -> dict[str, Any]:
    """What is to be chosen, the first of it, with where each way leads."""
    waiting = to_choose(row)
    one = waiting[0] if waiting else None
    return {"asked": one, "kind": kind_of(one) if one else "", "ways": ways_of(row, one) if one else []}
