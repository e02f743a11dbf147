"""What the numbers tell the registries: menus, files, and counting what is over."""

from datetime import timedelta

from django.utils.translation import gettext_lazy

from counselling.actions.exports import NUMBERS
from counselling.actions.tallies import write_tallies
from portal.accounts.models import Role
from portal.audit import file_kinds
from portal.audit.file_kinds import FileKind
from portal.design import navigation
from portal.outbox import chores

EACH_HOUR = timedelta(hours=1)


def register() -> None:
    """Called once from registering."""
    navigation.register(
        area="staff",
        label=gettext_lazy("Numbers"),
        url_name="counselling:numbers",
        roles=(Role.TEAM_LEAD, Role.PLANNER),
        order=52,
        key="x",
    )
    navigation.register(
        area="staff",
        label=gettext_lazy("Load"),
        url_name="counselling:load",
        roles=(Role.TEAM_LEAD,),
        order=51,
        key="e",
    )
    file_kinds.register(
        FileKind(
            name=NUMBERS,
            label=gettext_lazy("Numbers of the talks"),
            action="counselling.numbers_exported",
            roles=(Role.TEAM_LEAD,),
            most_rows=5_000,
        )
    )
    chores.register("counselling.tallies", EACH_HOUR, write_tallies)
