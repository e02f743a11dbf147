"""Norway: who asks for guidance gets a decision within 14 days, and a task says so before they are over."""

from datetime import datetime, time

from django.conf import settings

from counselling.models import Case
from counselling.rules import referrals as rules
from portal import clock
from portal.worklist import actions as worklist

GUIDANCE_TASK = "counselling.guidance_due"
NOON = time(12)


def keep_guidance_clock(case: Case) -> None:
    """The task of the locked case follows its two days: there while a decision is awaited, gone once it is made.

    Called only when one of the days has changed, in the caller's transaction, after the version has.
    """
    worklist.drop_tasks(case.pk, kinds_of=[GUIDANCE_TASK])
    if settings.COUNTRY != "NO" or case.guidance_asked_on is None or case.guidance_decided_on is not None:
        return
    ends_on = rules.guidance_ends_on(case.guidance_asked_on, settings.GUIDANCE_DAYS)
    due_at = datetime.combine(ends_on, NOON, tzinfo=clock.zone()) - rules.WARNED_BEFORE
    part = case.assignments.current(clock.now()).primary().select_related("worker").first()
    key = f"{GUIDANCE_TASK}:{case.pk}:{case.version}"
    worklist.add_task(GUIDANCE_TASK, key, about=case.pk, due_at=due_at, assigned_to=part.worker if part else None)
