"""What other machines may read: each app offers its part, portal.urls serves them together."""

from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    """The public, read-only interface."""

    name = "portal.open_data"
    label = "open_data"
