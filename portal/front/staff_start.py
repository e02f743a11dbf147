"""Where staff begin who have no list of their own yet: what each role can do here now, said honestly."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role


@dataclass(frozen=True)
class Way:
    """A link with a line about what is behind it."""

    words: Any
    hint: Any
    url_name: str
    icon: str


@dataclass(frozen=True)
class Start:
    """What one role can do here now."""

    role: Role
    says: Any
    ways: tuple[Way, ...] = ()


STARTS = (
    Start(
        Role.ORGANISER,
        _("You make evenings, and follow who signs up."),
        (
            Way(_("Evenings"), _("Drafts, what is open, what is full"), "groups:board", "groups"),
            Way(_("What relatives read about meeting others"), _("The public page"), "front:meet", "groups"),
        ),
    ),
    Start(
        Role.PLANNER,
        _("Policies and action plans are not in the portal yet. Until then, do as you usually do."),
        (Way(_("Offers"), _("What relatives can get, and who gives it"), "directory:kept_offers", "list-check"),),
    ),
    Start(
        Role.DPO,
        _("You watch over what happens to people's data."),
        (
            Way(_("The log"), _("Who has read and changed what, and when"), "audit:events", "visibility"),
            Way(_("Spot check"), _("Who has finished checking which month"), "oversight:spot_checks", "check"),
            Way(_("How we use what people write"), _("The public page"), "front:privacy", "lock"),
        ),
    ),
)
FOR_ALL = (
    Way(_("Tasks"), _("What waits for you"), "worklist:tasks", "check"),
    Way(_("How you sign in"), _("Your second key: passkey or app"), "mfa_index", "lock"),
)


def starts_of(user: Any) -> list[Start]:
    """What this person's roles can do."""
    return [start for start in STARTS if user.has_role(start.role)]
