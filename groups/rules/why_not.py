"""Why somebody did not get in, counted from what was written down. Pure. Nothing of it says who the others are."""

from collections.abc import Iterable
from dataclasses import dataclass

A_FEW = 5  # fewer than this are "a few", where exact numbers could say something about others
FIRST_ONES = 3
NEAR = 10


@dataclass(frozen=True)
class Step:
    """One line of the log of a party of the same seats."""

    key: object
    before: str
    after: str
    seats: int


def may_ask_why(state: str, *, is_proven: bool) -> bool:
    """Whether "why not me?" is a question of this sign-up: it waits, or its time to answer ran out."""
    return state == "expired" or (state == "waiting" and is_proven)


def came_free(steps: Iterable[Step], *, own: object) -> int:
    """How many places went to those who waited. A place that was offered, not taken and offered on is one place."""
    count = 0
    offered: dict[object, int] = {}
    for step in steps:
        if step.after == "offered" and step.before != "offered":
            offered[step.key] = step.seats
            count += step.seats
        elif step.before == "offered" and step.after != "confirmed" and step.key != own:
            count -= offered.pop(step.key, 0)
        elif step.before == "waiting" and step.after == "confirmed":
            count += step.seats
    return max(count, 0)


def range_of(number: int, edges: tuple[int, ...]) -> tuple[int, int | None]:
    """The range a number lies in, both ends included; the last one is open: O(edges)."""
    low = 1
    for edge in edges:
        if number <= edge:
            return low, edge
        low = edge + 1
    return low, None
