"""Conflict of interest: somebody must not meet a person in the work, and the case finds another worker."""

from django.db import IntegrityError, transaction

from counselling import handover_news as news
from counselling.actions.cases import end_assignments
from counselling.handover_choices import HandoverState
from counselling.models import Case, ConflictOfInterest, Handover
from counselling.rules.handovers import HandoverRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking, violated_constraint

ONCE = "a_conflict_is_noted_once"


@locking
def note_conflict(*, by: User, worker: User, person: User) -> ConflictOfInterest:
    """Keep a worker from a person's cases at once. A case they carried has nobody: the team lead has a task.

    Refuses when it is noted already.
    """
    now = clock.now()
    row = ConflictOfInterest(worker=worker, person=person, noted_by=by, noted_at=now)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if violated_constraint(error) != ONCE:
            raise
        raise Refused(HandoverRefusal.CONFLICT_KNOWN) from error
    audit.record("counselling.conflict_noted", by=by, obj=row, subject=person.pk)
    for case in Case.objects.of_person(person).open().select_for_update():
        end_assignments(case, now=now, worker=worker)
        waiting = Handover.objects.waiting().filter(case=case, to_worker=worker)
        for handover in waiting.select_for_update():
            handover.state, handover.decided_at = HandoverState.WITHDRAWN, now
            handover.save(update_fields=["state", "decided_at"])
            news.close_question(handover)
        if Case.objects.unassigned().filter(pk=case.pk).exists():
            news.ask_for_worker(case.pk, key=str(row.pk), now=now)
    return row
