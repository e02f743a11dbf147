"""What may be done with a read that was chosen for the spot check."""

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from portal.oversight.models import SpotCheckItem


class Refusal(StrEnum):
    """Why the spot check said no."""

    OWN_READ = "own_read"
    ALREADY_JUDGED = "already_judged"


def may_judge(item: "SpotCheckItem", by: UUID) -> Refusal | None:
    """Nobody judges what they did themselves, and a verdict stands."""
    if item.actor == by:
        return Refusal.OWN_READ
    return Refusal.ALREADY_JUDGED if item.verdict else None
