"""Break-glass: somebody outside a case reads it for an hour, with a reason, and is seen doing so."""

from counselling import handover_news as news
from counselling.models import Case, ConflictOfInterest, EmergencyAccess
from counselling.rules import handovers as rules
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking


@locking
def break_glass(*, by: User, case: Case, reason: str) -> EmergencyAccess:
    """Open a case for 60 minutes. Team lead and data protection officer hear at once; the relative sees it in the log.

    Refuses without a reason of 20 characters, for whoever reads the case already, and with a conflict of interest.
    """
    now = clock.now()
    row = Case.objects.select_for_update().get(pk=case.pk)
    has_conflict = ConflictOfInterest.objects.of_worker(by).filter(person=row.person_id).exists()
    reads = Case.objects.visible_to(by).filter(pk=row.pk).exists()
    if refusal := rules.may_break_glass(reason=reason, reads_already=reads, has_conflict=has_conflict):
        raise Refused(refusal)
    access = EmergencyAccess.objects.create(
        case=row, by=by, reason=reason.strip(), opened_at=now, expires_at=now + rules.GLASS_LASTS
    )
    audit.record("counselling.glass_broken", by=by, obj=access, subject=row.person_id, reason="emergency")
    news.tell_of_glass(access, now=now)
    return access


@locking
def end_glass(*, by: User, access: EmergencyAccess) -> EmergencyAccess:
    """Close the case again before the hour is over. Refuses when it is closed already."""
    now = clock.now()
    row = EmergencyAccess.objects.select_for_update().get(pk=access.pk)
    if refusal := rules.may_end_glass(expires_at=row.expires_at, ended_at=row.ended_at, now=now):
        raise Refused(refusal)
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    audit.record("counselling.glass_ended", by=by, obj=row, subject=row.case.person_id)
    return row
