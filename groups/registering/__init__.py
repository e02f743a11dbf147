"""What groups tells the registries, by noun."""

from groups.registering import (
    events,
    seats,
    stopping,
    visitors,
)


def register_all() -> None:
    """Called once from apps.py."""
    events.register()
    seats.register()
    visitors.register()
    stopping.register()
