"""Conversations with a counsellor: finding, holding, booking, keeping."""

from django.apps import AppConfig


class CounsellingConfig(AppConfig):
    """Registers the app's messages, tasks and what asks it before a person leaves or a week changes."""

    name = "counselling"
    label = "counselling"

    def ready(self) -> None:
        """Make the app known to the registries."""
        from counselling import kinds

        kinds.register_kinds()
