"""Who did and read what: append-only."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did and read what: append-only."""

    name = "portal.audit"
    label = "audit"

    def ready(self) -> None:
        """Log lines come out as data."""
        from portal.audit import log_lines

        log_lines.configure()
