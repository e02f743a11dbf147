"""What a visitor and a relative find: their evenings in their own calendar."""

from groups import own_time


def register() -> None:
    """Called once from registering."""
    own_time.register_source()
