"""Staff's one to-do list."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorklistConfig(AppConfig):
    """Staff's one to-do list."""

    name = "portal.worklist"
    label = "worklist"

    def ready(self) -> None:
        """Make known the menu entry, the alarm for late messages and its task."""
        from portal.design import navigation
        from portal.outbox import chores
        from portal.worklist import access, alarm, kinds, menus

        navigation.register(
            area="staff",
            label=_("Tasks"),
            url_name="worklist:tasks",
            roles=access.LIST_ROLES,
            order=30,
            badge=menus.late,
            key="o",
            under="counselling:work_lists",
            adds=False,  # what is a task is mostly on another list too
        )
        kinds.register(alarm.LATE, alarm.sentence, alarm.url)
        chores.register("outbox.alarm", timedelta(minutes=1), alarm.look)
