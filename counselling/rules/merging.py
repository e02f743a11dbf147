"""Whether two people's cases let them be one person. Pure: plain values in."""

from enum import StrEnum


class MergeRefusal(StrEnum):
    """Why two people can't be joined as things stand."""

    TWO_CASES = "two_cases"
    TAKE_PART_TOGETHER = "take_part_together"
    WORKS_WITH_CASE = "works_with_case"
    NOT_YOUR_CASE = "not_your_case"


def may_join(
    *, take_part_together: bool, works_with_case: bool, may_see_cases: bool, open_cases: list[str], chosen: str
) -> MergeRefusal | None:
    """Whether two people can be joined; with two open cases somebody must have chosen which one goes on."""
    if take_part_together:
        return MergeRefusal.TAKE_PART_TOGETHER
    if works_with_case:
        return MergeRefusal.WORKS_WITH_CASE
    if not may_see_cases:
        return MergeRefusal.NOT_YOUR_CASE
    return MergeRefusal.TWO_CASES if len(open_cases) > 1 and chosen not in open_cases else None
