"""The one door in: units, their pages and people."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Units and their pages."""

    name = "portal.directory"
    label = "directory"
