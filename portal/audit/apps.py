"""Who did and read what: append-only."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did and read what: append-only."""

    name = "portal.audit"
    label = "audit"
