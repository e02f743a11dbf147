"""The work lists: what waits for a counsellor or a team lead. Each noun registers its own; one question counts all.

A list has rows of its own, shown by its fragment on the work lists' page, or a page of its own (url_name) that the tab
leads to. is_urgent: its number is part of the one beside "Work lists" in the menu.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from portal.accounts.models import Role, User
from portal.counting import Counted, count_all

STAFF = (Role.COUNSELLOR, Role.TEAM_LEAD)
Rows = Callable[[User, int, int], Sequence[Any]]  # who asks, where to start, how many at most


@dataclass(frozen=True)
class WorkList:
    """One list."""

    label: Any
    word: Any  # its part of the address
    order: int
    count: Callable[[User], Counted]
    rows: Rows | None = None
    template: str = ""
    empty: Any = ""  # what an empty list says, and what to do next
    url_name: str = ""
    roles: tuple[str, ...] = STAFF
    is_urgent: bool = False


_lists: dict[str, WorkList] = {}


def register(name: str, one: WorkList) -> None:
    """Make a list part of the work lists."""
    _lists[name] = one


def words() -> dict[str, Any]:
    """The word of each list's page, by name."""
    return {name: one.word for name, one in _lists.items()}


def open_to(user: User) -> dict[str, WorkList]:
    """The lists a person has, in order."""
    shown = sorted(_lists.items(), key=lambda item: (item[1].order, item[0]))
    return {name: one for name, one in shown if user.has_role(*one.roles)}


def counted(user: User) -> list[tuple[str, WorkList, int]]:
    """Every list of a person with how much is on it. One query."""
    shown = open_to(user)
    numbers = count_all([one.count(user) for one in shown.values()])
    return [(name, one, number) for (name, one), number in zip(shown.items(), numbers, strict=True)]


def urgent(user: User) -> Counted:
    """The rows of every urgent list together, for the number in the menu."""
    return [rows for one in open_to(user).values() if one.is_urgent for rows in one.count(user)]
