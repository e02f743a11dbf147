"""Every message that leaves the house, and its delivery."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Every message that leaves the house, and its delivery."""

    name = "portal.outbox"
    label = "outbox"

    def ready(self) -> None:
        """Refuse telling names; make known the trial message, the fields' register and the pages' places in menus."""
        from portal.outbox import checks, kinds, menus

        kinds.register(kinds.Kind(name="outbox.trial", templates="outbox/messages/trial", label=menus.TRIAL))
        checks.stop_unless_neutral()
        menus.register_menus()
