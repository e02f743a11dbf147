"""What happens by itself after an evening: who had a place is told of handouts, who came is asked what they thought."""

from datetime import timedelta

from django.utils.translation import gettext_lazy

from groups import after_kinds
from groups.actions.evaluations import close_due, send_due
from groups.actions.handouts import tell_of_handouts
from groups.actions.taking_along import NUMBERS, SIGN_UPS
from groups.actions.tallies import count_dates
from groups.models.events import STAFF
from portal.audit import file_kinds
from portal.audit.file_kinds import FileKind
from portal.outbox import chores


def register() -> None:
    """Called once from registering."""
    after_kinds.register_kinds()
    chores.register("groups.handouts", timedelta(minutes=10), tell_of_handouts)
    chores.register("groups.ask_what_they_thought", timedelta(minutes=10), send_due)
    chores.register("groups.close_evaluations", timedelta(minutes=10), close_due)
    file_kinds.register(
        FileKind(
            name=SIGN_UPS,
            label=gettext_lazy("Who signed up for an evening"),
            action="groups.sign_ups_taken",
            roles=STAFF,
            most_rows=2_000,
            is_read=True,
        )
    )
    file_kinds.register(
        FileKind(
            name=NUMBERS,
            label=gettext_lazy("Numbers of evenings"),
            action="groups.numbers_taken",
            roles=STAFF,
            most_rows=2_000,
        )
    )
    chores.register("groups.count_dates", timedelta(hours=1), count_dates)
