"""The ceiling: nobody is given more first talks than they can carry."""

from datetime import datetime
from typing import Any

from counselling.choices import Purpose
from counselling.models import Appointment, CounsellorProfile
from counselling.rules import load as rules
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused


def keep_ceiling(talk: Appointment, *, now: datetime, by: User | None = None, over_ceiling: str = "") -> None:
    """Judge a first talk that was just written, in the caller's transaction. Staff who book by hand may give a reason.

    The counsellor's profile is locked before the load is counted, so two talks at once can't both take the last room.
    Whoever has a case or has talked with this counsellor before goes on. Refuses above the ceiling without a reason.
    """
    if talk.meeting_type.purpose != Purpose.FIRST:
        return
    profiles = CounsellorProfile.objects.filter(resource_id=talk.counsellor_id).order_by()
    if not profiles.select_for_update(no_key=True).values_list("pk"):
        return  # who has no profile carries nothing
    row: Any = profiles.with_load(now).defer("photo")[0]
    if row.load <= row.capacity or Appointment.objects.goes_on(talk):
        return
    if refusal := rules.may_pass(reason=over_ceiling):
        raise Refused(refusal)
    audit.record("counselling.ceiling_passed", by=by, obj=talk, subject=talk.booked_by_id, reason=over_ceiling.strip())
