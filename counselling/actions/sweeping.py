"""What the house does by itself each minute: lapsed holds go, overdue requests become the team lead's."""

from counselling.actions.holding import delete_lapsed_holds
from counselling.models import Appointment
from portal import clock
from portal.accounts.models import Role
from portal.worklist import actions as worklist

LATE_TASK = "counselling.decide_late"


def escalate_late_requests() -> int:
    """A request past its deadline becomes a task of the team lead, once. Returns how many are late."""
    late = list(Appointment.objects.late_to_decide(clock.now()))
    for appointment in late:
        worklist.add_task(
            LATE_TASK,
            f"{LATE_TASK}:{appointment.pk}:{appointment.version}",
            about=appointment.pk,
            due_at=appointment.decide_by or clock.now(),
            role=Role.TEAM_LEAD,
        )
    return len(late)


__all__ = ["LATE_TASK", "delete_lapsed_holds", "escalate_late_requests"]
