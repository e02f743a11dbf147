"""What cases tell the registries: menus and their numbers, work lists, time lines, what blocks a leaver."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from counselling import work_lists
from counselling.models import Case
from counselling.registering import case_lines
from counselling.registering.lists import register_lists
from portal.accounts import departures
from portal.accounts.models import Role, User
from portal.counting import Counted
from portal.design import navigation

STAFF = (Role.COUNSELLOR, Role.TEAM_LEAD)


def cases_carried(user: User) -> str | Promise | None:
    """Open cases must be given to somebody else before a counsellor's account is closed."""
    count = Case.objects.open().carried_by(user).count()
    return ngettext("%(count)d open case", "%(count)d open cases", count) % {"count": count} if count else None


def waiting_lists(user: Any) -> Counted:
    """What the number beside the work lists counts: whatever its lists say is urgent."""
    return work_lists.urgent(user)


def register() -> None:
    """Called once from registering/__init__.py."""
    entries: tuple[tuple[Any, str, int, Any, str], ...] = (
        (gettext_lazy("Cases"), "cases", 12, None, "f"),
        (gettext_lazy("Work lists"), "work_lists", 13, waiting_lists, "w"),
    )
    for label, name, order, badge, key in entries:
        navigation.register(
            area="staff", label=label, url_name=f"counselling:{name}", roles=STAFF, order=order, badge=badge, key=key
        )
    case_lines.register_all()
    register_lists()
    departures.register(cases_carried)
