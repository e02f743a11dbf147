"""Staff's one to-do list."""

from django.apps import AppConfig


class WorklistConfig(AppConfig):
    """Staff's one to-do list."""

    name = "portal.worklist"
    label = "worklist"
