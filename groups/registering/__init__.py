"""What groups tells the registries, by noun."""

from groups.registering import (
    after,
    events,
    merging,
    open_data,
    partners,
    respite,
    ringing,
    seats,
    stopping,
    visitors,
)


def register_all() -> None:
    """Called once from apps.py."""
    after.register()
    events.register()
    merging.register()
    open_data.register()
    partners.register()
    respite.register()
    ringing.register()
    seats.register()
    visitors.register()
    stopping.register()
