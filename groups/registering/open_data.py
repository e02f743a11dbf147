"""Events are part of what other machines may read."""

from groups.open_data import router
from portal.open_data import registry


def register() -> None:
    """Called once from registering."""
    registry.register("Events", router, order=10)
