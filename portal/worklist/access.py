"""Who has a to-do list."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.accounts.models import User

LIST_ROLES = ("counsellor", "team_lead", "organiser", "planner", "dpo", "administrator")


def has_list(user: "User") -> bool:
    """Everybody who works here."""
    return user.has_role(*LIST_ROLES)
