"""How long a wait usually is, in words a relative can plan with: a range, never a rank."""

from uuid import UUID

from django.utils.translation import gettext as _

from counselling.models import WaitlistEntry
from counselling.rules.waiting import LONGEST_SAID, usual_weeks
from portal import clock

WEEKS_LOOKED_BACK = 26


def usual_wait(*, meeting_type_id: UUID, priority: str) -> str:
    """Usually 1–3 weeks. Two queries."""
    places = WaitlistEntry.objects
    waits = places.waits_lately(meeting_type_id, clock.now())
    weeks = usual_weeks(
        waits=waits,
        ahead=places.ahead_of(priority, meeting_type_id),
        served_a_week=len(waits) / WEEKS_LOOKED_BACK,
    )
    if weeks.high is None:
        return _("more than {weeks} weeks").format(weeks=LONGEST_SAID if weeks.low >= LONGEST_SAID else weeks.low)
    return _("{low}–{high} weeks").format(low=weeks.low, high=weeks.high)
