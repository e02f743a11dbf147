"""The registry of every field: export, erasure, retention."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class PrivacyConfig(AppConfig):
    """The registry of every field: export, erasure, retention."""

    name = "portal.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Collect every app's privacy.py, and the tables that came with Django and allauth."""
        from portal.privacy import other_tables, registry

        other_tables.register_all()
        for config in apps.get_app_configs():
            module = f"{config.name}.privacy"
            if module != self.name and find_spec(module):  # the project package is an app too; its "privacy" is us
                lists = import_module(module)
                owners, periods = getattr(lists, "OWNERS", {}), getattr(lists, "PERIODS", ())
                copies = getattr(lists, "COPIES", {})
                registry.register(config.label, lists.FIELDS, owners=owners, periods=periods, copies=copies)
