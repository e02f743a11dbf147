"""The desk's side of respite and lifts: read, taken on, arranged, not possible; and what happens by itself in time."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from groups import announcing_help as announcing
from groups.choices import HelpState
from groups.models import Attendee, HelpRequest, Occurrence
from groups.models.respite import KINDS, RequestQuerySet
from groups.rules import respite as rules
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking

AT_A_TIME = 200
WITH_ALL = ("desk", "worker", "registration__person", "registration__pool__occurrence__event")


def at_desk(kind: str, user: User) -> RequestQuerySet:
    """What somebody may open: what was asked at their own desks, with all its page shows."""
    rows = KINDS[kind].objects.at_desk(user)
    return rows.select_related(*WITH_ALL, "registration__pool__occurrence__venue")


@transaction.atomic
def read_request(*, by: User, row: HelpRequest) -> str:
    """The first name of who asked. Opening what somebody told us is written down before it is shown."""
    audit.record_read("groups.help_read", by=by, obj=row, subject=row.registration.person_id)
    first = Attendee.objects.filter(registration_id=row.registration_id, number=0).first()
    return (first.first_name if first else "") or row.registration.guest_name


def locked(row: HelpRequest, after: str, version: int, now: datetime) -> HelpRequest:
    """The request as it is now, locked. Refuses what another colleague answered meanwhile, what is no longer needed,
    and what is over.
    """
    rows = type(row).objects.select_for_update(of=("self",)).select_related(*WITH_ALL)
    one: HelpRequest = rows.get(pk=row.pk)
    date: Occurrence = one.registration.pool.occurrence
    is_stale = one.version != version
    refusal = rules.may_become(before=one.state, after=after, is_stale=is_stale, is_over=now >= date.ends_at)
    if refusal:
        raise Refused(refusal)
    return one


def become(one: HelpRequest, state: str, by: User) -> None:
    """Its next state."""
    one.state, one.worker = state, by
    one.version += 1
    one.save()


@locking
def take_on(*, by: User, row: HelpRequest, version: int) -> HelpRequest:
    """Say that one is on it, so that nobody else is. Refuses a stale page, and what is over or no longer needed."""
    one = locked(row, HelpState.BEING_ARRANGED, version, clock.now())
    become(one, HelpState.BEING_ARRANGED, by)
    audit.record("groups.help_taken_on", by=by, obj=one, subject=one.registration.person_id)
    return one


@locking
def arrange(*, by: User, row: HelpRequest, version: int, said: str) -> HelpRequest:
    """It is arranged, with words for the person: who comes, and when. Refuses as take_on."""
    now = clock.now()
    one = locked(row, HelpState.CONFIRMED, version, now)
    one.said, one.answered_at = said.strip(), now
    become(one, HelpState.CONFIRMED, by)
    audit.record("groups.help_arranged", by=by, obj=one, subject=one.registration.person_id)
    announcing.answered(one)
    announcing.tell_person(announcing.ARRANGED, one)
    return one


@locking
def say_not_possible(*, by: User, row: HelpRequest, version: int, said: str = "") -> HelpRequest:
    """It can't be arranged, or fell through: the person keeps the place and gets one message with the ways on. Refuses
    as take_on.
    """
    now = clock.now()
    one = locked(row, HelpState.NOT_POSSIBLE, version, now)
    one.said, one.answered_at = said.strip(), now
    become(one, HelpState.NOT_POSSIBLE, by)
    audit.record("groups.help_not_possible", by=by, obj=one, subject=one.registration.person_id)
    announcing.answered(one)
    announcing.tell_person(announcing.NOT_POSSIBLE, one)
    return one


def look_after_requests() -> int:
    """What is late is told on, what is over is done; each once. How many. A chore of each ten minutes."""
    now, done = clock.now(), 0
    for model in KINDS.values():
        for key in list(model.objects.late(now).values_list("pk", flat=True)[:AT_A_TIME]):
            done += tell_on(model, key, now)
        for key in list(model.objects.over(now).values_list("pk", flat=True)[:AT_A_TIME]):
            done += close(model, key, now)
    return done


@transaction.atomic
def tell_on(model: type[HelpRequest], key: UUID, now: datetime) -> int:
    """Nobody answered in time, and others hear of it."""
    rows = model.objects.late(now).select_for_update(of=("self",), skip_locked=True)
    one = rows.select_related("desk").filter(pk=key).first()
    if one is None:
        return 0
    one.overdue_at = now
    one.save(update_fields=["overdue_at"])
    announcing.tell_it_is_late(one)
    return 1


@transaction.atomic
def close(model: type[HelpRequest], key: UUID, now: datetime) -> int:
    """The date is past: what was arranged is done, what was not is over."""
    rows = model.objects.over(now).select_for_update(of=("self",), skip_locked=True)
    one = rows.filter(pk=key).first()
    if one is None:
        return 0
    one.state = HelpState.DONE if one.state == HelpState.CONFIRMED else HelpState.CANCELLED
    one.version += 1
    one.save(update_fields=["state", "version"])
    announcing.answered(one)
    return 1
