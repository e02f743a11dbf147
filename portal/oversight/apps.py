"""Watching over those who may read."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    """Watching over those who may read."""

    name = "portal.oversight"
    label = "oversight"

    def ready(self) -> None:
        """The chores that seal, walk and anchor the log, delete files, draw each month; the tasks; the menu."""
        from portal.audit.actions.files import delete_ended_files
        from portal.design import navigation
        from portal.outbox import chores
        from portal.oversight import access, kinds
        from portal.oversight.actions import drawing, watching

        kinds.register_all()
        chores.register("audit.ended_files", timedelta(hours=1), delete_ended_files)
        chores.register("audit.seal", timedelta(minutes=1), watching.seal)
        chores.register("audit.watch", timedelta(days=1), watching.watch)
        chores.register("oversight.draw", timedelta(hours=6), drawing.draw_due)
        chores.register("oversight.remind", timedelta(hours=6), drawing.remind)
        navigation.register(
            area="staff",
            label=_("Spot check"),
            url_name="oversight:spot_checks",
            roles=access.CHECKERS,
            order=64,
            key="y",
            is_seldom=True,
        )
