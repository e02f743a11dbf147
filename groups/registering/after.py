"""What happens by itself after an evening: who had a place is told of handouts, who came is asked what they thought."""

from datetime import timedelta

from groups import after_kinds
from groups.actions.evaluations import close_due, send_due
from groups.actions.handouts import tell_of_handouts
from groups.actions.tallies import count_dates
from portal.outbox import chores


def register() -> None:
    """Called once from registering."""
    after_kinds.register_kinds()
    chores.register("groups.handouts", timedelta(minutes=10), tell_of_handouts)
    chores.register("groups.ask_what_they_thought", timedelta(minutes=10), send_due)
    chores.register("groups.close_evaluations", timedelta(minutes=10), close_due)
    chores.register("groups.count_dates", timedelta(hours=1), count_dates)
