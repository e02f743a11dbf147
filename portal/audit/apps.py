"""Who did and read what: append-only."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Who did and read what: append-only."""

    name = "portal.audit"
    label = "audit"

    def ready(self) -> None:
        """Log lines come out as data; the log has its place in the menu of whoever watches over it."""
        from portal.audit import log_lines
        from portal.design import navigation

        log_lines.configure()
        navigation.register(
            area="staff", label=_("The log"), url_name="audit:events", roles=("dpo",), order=15, key="h"
        )
