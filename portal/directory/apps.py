"""The one door in: units, their pages and people."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The one door in: units, their pages and people."""

    name = "portal.directory"
    label = "directory"
