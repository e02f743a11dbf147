"""Theme evenings, other events and support groups (arrives with its issue)."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Theme evenings, other events and support groups (arrives with its issue)."""

    name = "groups"
    label = "groups"
