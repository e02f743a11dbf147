"""The registry of every field: export, erasure, retention."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """The registry of every field: export, erasure, retention."""

    name = "portal.privacy"
    label = "privacy"

    def ready(self) -> None:
        """The tables that came with Django and allauth are in the register too."""
        from portal.privacy import other_tables

        other_tables.register_all()
