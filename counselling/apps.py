"""Conversations with a counsellor: finding, holding, booking, keeping."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CounsellingConfig(AppConfig):
    """Registers the app's messages, tasks and what asks it before a person leaves or a week changes."""

    name = "counselling"
    label = "counselling"

    def ready(self) -> None:
        """Make the app known to the registries."""
        from counselling import kinds, panels, registering
        from portal.design import navigation

        kinds.register_kinds()
        panels.register_panels()
        registering.register_all()
        navigation.register(area="public", label=_("Book a talk"), url_name="counselling:book", order=20)
        navigation.register(area="member", label=_("My talks"), url_name="counselling:appointments", order=20)
