"""Who may do what with a conversation. Objects come from visible_to; these answer the rest."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counselling.models import Appointment
    from portal.accounts.models import User


def is_counsellor_of(user: "User", appointment: "Appointment") -> bool:
    """Whether the talk stands in this person's own calendar."""
    return appointment.counsellor.user_id == user.pk


def is_relative_of(user: "User", appointment: "Appointment") -> bool:
    """Whether this person booked the talk (or somebody booked it for them)."""
    return appointment.booked_by_id == user.pk


def may_manage(user: "User", appointment: "Appointment") -> bool:
    """Confirm, decline, check in, conclude, cancel as staff: the talk's counsellor, or the team lead."""
    return (user.has_role("counsellor") and is_counsellor_of(user, appointment)) or user.has_role("team_lead")


def may_read_answers(user: "User", appointment: "Appointment") -> bool:
    """What the relative wrote: theirs and the talk's counsellor's only; a team lead sees headers."""
    return is_relative_of(user, appointment) or (user.has_role("counsellor") and is_counsellor_of(user, appointment))
