"""Who may look after messages."""

from typing import Protocol

LEDGER_ROLES = ("counsellor", "team_lead", "administrator")


class HoldsRoles(Protocol):
    """Somebody signed in."""

    def has_role(self, *roles: str) -> bool:
        """Whether any of the roles is held."""
        ...


def may_see_deliveries(user: HoldsRoles) -> bool:
    """Counsellors and their lead follow up what did not arrive; the administrator sees whether the way out works."""
    return user.has_role(*LEDGER_ROLES)


def may_post_letters(user: HoldsRoles) -> bool:
    """Letters are opened to print them, so only those who advise relatives see them."""
    return user.has_role("counsellor", "team_lead")
