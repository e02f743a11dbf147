"""Seats that nobody answered for go on to the next, each minute."""

from datetime import timedelta

from groups.actions.seats import sweep
from portal.outbox import chores


def register() -> None:
    """Called once from registering."""
    chores.register("groups.lapsed_seats", timedelta(minutes=1), sweep)
