"""What groups tells the registries, by noun."""

from groups.registering import (
    seats,
)


def register_all() -> None:
    """Called once from apps.py."""
    seats.register()
