"""Theme evenings and other events: seats that can't be oversold, and nobody's topic in a message."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Registers the messages and the chores of evenings."""

    name = "groups"
    label = "groups"

    def ready(self) -> None:
        """Make the app known to the registries."""
        from groups import (
            change_kinds,
            event_off_kind,
            kinds,
            menus,
            panels,
            registering,
            reminder_kinds,
            speaker_kinds,
        )

        kinds.register_kinds()
        change_kinds.register_kinds()
        event_off_kind.register_kinds()
        reminder_kinds.register_kinds()
        speaker_kinds.register_kinds()
        registering.register_all()
        menus.register_menus()
        panels.register_panels()
