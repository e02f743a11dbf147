"""The relative: language, channel and safe contact."""

from django.apps import AppConfig


class RelativesConfig(AppConfig):
    """The relative: language, channel and safe contact."""

    name = "relatives"
    label = "relatives"
