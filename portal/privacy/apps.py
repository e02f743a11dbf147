"""The registry of every field: export, erasure, retention."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """The registry of every field: export, erasure, retention."""

    name = "portal.privacy"
    label = "privacy"
