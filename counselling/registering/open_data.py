"""Meeting types and free times are part of what other machines may read."""

from counselling.open_data import router
from portal.open_data import registry


def register() -> None:
    """Called once from registering."""
    registry.register("Conversations", router, order=20)
