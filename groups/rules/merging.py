"""Which of two sign-ups of one person for one date stays. Pure; moments are aware."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from groups.choices import RegistrationState

T = TypeVar("T")
GIVES_MOST_FIRST = (
    RegistrationState.CONFIRMED,
    RegistrationState.OFFERED,
    RegistrationState.HELD,
    RegistrationState.WAITING,
    RegistrationState.APPLIED,
)


@dataclass(frozen=True)
class Standing:
    """How many of the party came, where it stands, how many they want to be, and since when they are in line."""

    came: int
    state: str
    wanted: int
    since: datetime


def who_stays(rows: Iterable[tuple[T, Standing]]) -> T:
    """Who came before who did not, a place before a place in line; of two places the larger party's, of two in line
    the longest held; then the one made first.
    """

    def order(pair: tuple[T, Standing]) -> tuple[int, int, int, datetime]:
        one = pair[1]
        rank = GIVES_MOST_FIRST.index(RegistrationState(one.state))
        has_seats = one.state not in {RegistrationState.WAITING, RegistrationState.APPLIED}
        return -one.came, rank, -one.wanted if has_seats else 0, one.since

    return min(rows, key=order)[0]
