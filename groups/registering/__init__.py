"""What groups tells the registries, by noun."""

from groups.registering import (
    events,
    seats,
)


def register_all() -> None:
    """Called once from apps.py."""
    events.register()
    seats.register()
