"""What is handed out after an evening: put there, taken away; those signed up are told once that there is something."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from groups import announcing_after as announcing
from groups.models import Handout, Occurrence, Registration
from groups.rules import handouts as rules
from groups.rules.handouts import HandoutRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.keys import new_key
from portal.refusals import Refused, locking, violated_constraint

QUIET = timedelta(minutes=30)  # after the last file: several files are one message
AT_A_TIME = 20


@locking
def add_handout(*, by: User, date: Occurrence, name: str, data: bytes) -> Handout:
    """Put a PDF there, before or after the evening. Refuses what is no PDF, too large, named twice, or one too many."""
    row = Occurrence.objects.select_for_update().get(pk=date.pk)
    largest = settings.HANDOUT_MB * 1024 * 1024
    if refusal := rules.may_hand_out(data=data, largest=largest, there_are=row.handouts.count()):
        raise Refused(refusal, megabytes=settings.HANDOUT_MB, most=rules.MOST_HANDOUTS)
    handout = Handout(id=new_key(), occurrence=row, name=rules.clean_name(name), content=data, size=len(data))
    handout.added_at, handout.added_by = clock.now(), by
    try:
        with transaction.atomic():
            handout.save(force_insert=True)
    except IntegrityError as error:
        if violated_constraint(error) != "a_date_has_one_handout_of_a_name":
            raise
        raise Refused(HandoutRefusal.HANDOUT_NAMED_TWICE) from error
    audit.record("groups.handout_added", by=by, obj=handout)
    return handout


@locking
def remove_handout(*, by: User, handout: Handout) -> None:
    """Take it away; nobody can open it any more. Pressed twice, nothing more."""
    if Handout.objects.filter(pk=handout.pk).delete()[0]:
        audit.record("groups.handout_removed", by=by, obj=handout)


def tell_of_handouts() -> int:
    """Tell who had a place, once, when the evening is over and the files have come to rest. A chore; how many dates."""
    now = clock.now()
    dates = Handout.objects.dates_to_tell(over_before=now, quiet_since=now - QUIET)
    return sum(tell_of_date(date=date, now=now) for date in dates[:AT_A_TIME])


@locking
def tell_of_date(*, date: Occurrence, now: datetime) -> int:
    """One message to each party of a date that had a place; 0 when somebody else told them meanwhile."""
    row = Occurrence.objects.select_for_update(of=("self",)).select_related("event").get(pk=date.pk)
    told = row.handouts.filter(told_at__isnull=False).exists()
    row.handouts.filter(told_at=None).update(told_at=now)
    if told:
        return 0
    parties = list(Registration.objects.of_date(row.pk).had_a_place())
    announcing.tell_of_handouts(row, parties)
    audit.record("groups.handouts_told", by=None, obj=row, reason=str(len(parties)))
    return 1
