"""What the numbers tell the registries: menus, files that end after a day, and counting what is over."""

from datetime import timedelta

from django.utils.translation import gettext_lazy

from counselling.actions.exports import delete_ended_exports
from counselling.actions.tallies import write_tallies
from portal.accounts.models import Role
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
    chores.register("counselling.ended_exports", EACH_HOUR, delete_ended_exports)
    chores.register("counselling.tallies", EACH_HOUR, write_tallies)
