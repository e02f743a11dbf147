"""Respite and lifts after the sign-up: asked for, changed, no longer needed. The person's side; by link or signed in.

Locks as everything that moves seats does: the pool, the sign-up, then what was asked. So a desk that answers in the
same second is before or after, never between.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from groups import announcing_help as announcing
from groups.actions import asking_help
from groups.actions.asking_help import LOOK_AHEAD, Wish
from groups.actions.seats import is_off, locked_pool, locked_row
from groups.choices import HelpState
from groups.models import HelpRequest, Occurrence, Registration, RespiteDesk
from groups.models.respite import KINDS
from groups.rules import respite as rules
from groups.rules.respite import Standing
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar.models import ClosingDay
from portal.refusals import Refused, locking


def last_moments(date: Occurrence, desks: Iterable[RespiteDesk]) -> dict[UUID, datetime]:
    """Until when each desk can be asked for a date. One query."""
    zone = ZoneInfo(date.zone)
    first = date.starts_at.astimezone(zone).date() - timedelta(days=LOOK_AHEAD)
    closed = set(ClosingDay.objects.names(None, first, LOOK_AHEAD + 1))
    return {
        desk.pk: rules.ask_until(days=desk.answer_days, closed=closed, starts_at=date.starts_at, zone=zone)
        for desk in desks
    }


def standing_of(row: Registration) -> Standing:
    """What the rules look at."""
    return Standing(state=row.state, is_proven=row.proven_at is not None, is_off=is_off(row.pool))


def locked(registration: Registration, now: datetime) -> Registration:
    """The sign-up as it is now, with its seats, both locked."""
    pool = locked_pool(registration.pool_id, now)
    row = locked_row(pool, registration)
    row.pool = pool
    return row


def asked_before(row: Registration, kind: str) -> HelpRequest | None:
    """What was asked last of this kind; its sign-up is locked, so nobody asks meanwhile."""
    rows = KINDS[kind].objects.select_for_update(of=("self",))
    found: HelpRequest | None = rows.latest_of(row.pk)
    return found


@locking
def ask_later(*, by: User | None, registration: Registration, wish: Wish) -> HelpRequest:
    """Ask after having signed up. The desk hears at once, or when there is a place. Pressed twice, it is one wish.

    Refuses what the event or nobody's desk takes, what was asked or answered already, an unanswered offer, and so late
    that the desk could not keep what it promises.
    """
    now = clock.now()
    row = locked(registration, now)
    before = asked_before(row, wish.kind)
    if before is not None and before.is_open and (before.what, before.address) == (wish.what, wish.address):
        return before
    desks = list(RespiteDesk.objects.working())
    desk = rules.desk_for(wish.address, desks)
    is_offered = desk is not None and wish.kind in asking_help.allowed_for(row.pool)
    until = last_moments(row.pool.occurrence, [desk])[desk.pk] if desk else now
    standing, state = standing_of(row), before.state if before else ""
    if refusal := rules.may_ask_later(standing, before=state, is_offered=is_offered, until=until, now=now):
        raise Refused(refusal)
    asking_help.ask(row, [wish], now)
    asked: HelpRequest = KINDS[wish.kind].objects.open().get(registration=row)
    audit.record("groups.help_asked_later", by=by, obj=asked, subject=row.person_id)
    return asked


@locking
def reword(*, by: User | None, row: HelpRequest, version: int, wish: Wish) -> HelpRequest:
    """Say it differently: the desk starts anew when it had begun, another desk when it lies in another area. What is
    empty stays as it was. Pressed twice, nothing more.

    Refuses what has been answered, a stale page, an unanswered offer, and so late that nobody could arrange it.
    """
    now = clock.now()
    registration = locked(row.registration, now)
    one: HelpRequest = type(row).objects.select_for_update(of=("self",)).select_related("desk", "worker").get(pk=row.pk)
    one.registration = registration
    what, address = wish.what or one.what, wish.address or one.address
    if one.is_open and (one.what, one.address) == (what, address):
        return one
    desks = list(RespiteDesk.objects.working())
    desk = rules.desk_for(address, desks) if address != one.address and desks else one.desk
    assert desk is not None
    until = last_moments(registration.pool.occurrence, [desk])[desk.pk]
    standing, stale = standing_of(registration), one.version != version
    if refusal := rules.may_reword(standing, before=one.state, is_stale=stale, until=until, now=now):
        raise Refused(refusal)
    anew = Wish(kind=wish.kind, what=what, address=address)
    audit.record("groups.help_reworded", by=by, obj=one, subject=registration.person_id)
    return sent_elsewhere(one, anew, now) if desk.pk != one.desk_id else said_anew(one, anew, now)


def sent_elsewhere(one: HelpRequest, wish: Wish, now: datetime) -> HelpRequest:
    """It lies in another area: its desk stops looking and keeps what it did, that of the new area is asked."""
    asking_help.end(one)
    asking_help.ask(one.registration, [wish], now)
    asked: HelpRequest = type(one).objects.open().get(registration=one.registration)
    return asked


def said_anew(one: HelpRequest, wish: Wish, now: datetime) -> HelpRequest:
    """The same desk reads the new words. Where it had begun, it begins anew, and whoever was to come is told."""
    was, one.what, one.address = one.state, wish.what, wish.address
    one.version += 1
    if was == HelpState.ASKED:
        one.save()
        if one.answer_by is not None:
            announcing.tell_desk(one)
        return one
    one.state, one.said, one.answered_at = HelpState.ASKED, "", None
    date = one.registration.pool.occurrence
    asking_help.begin_anew(one, date, now, was_arranged=was == HelpState.CONFIRMED)
    return one


@locking
def withdraw_wish(*, by: User | None, row: HelpRequest) -> HelpRequest:
    """It is not needed any more: nobody goes on looking, and whoever was to come is told. The place stays. Pressed
    twice, nothing more. Refuses what was answered with no, and once it is over.
    """
    now = clock.now()
    registration = locked(row.registration, now)
    one: HelpRequest = type(row).objects.select_for_update(of=("self",)).select_related("desk", "worker").get(pk=row.pk)
    if one.state == HelpState.CANCELLED:
        return one
    is_over = now >= registration.pool.occurrence.ends_at
    if refusal := rules.may_withdraw(before=one.state, is_over=is_over):
        raise Refused(refusal)
    asking_help.end(one)
    audit.record("groups.help_withdrawn", by=by, obj=one, subject=registration.person_id)
    return one
