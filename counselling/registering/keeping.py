"""What stands in the way of erasing a person."""

from typing import Any

from counselling.models import Appointment
from portal import clock
from portal.privacy import erasures


def talk_ahead(person: Any) -> str:
    """A talk that is still to come takes a counsellor's time: it is cancelled first."""
    ahead = Appointment.objects.of_relative(person).upcoming(clock.now()).exists()
    return "This person has a talk ahead. Cancel it first." if ahead else ""


def register() -> None:
    """Called once from registering."""
    erasures.register_block(talk_ahead)
