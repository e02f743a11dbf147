"""Where one asks for a place, an organiser decides who gets one: several at once, under the lock, each told once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from groups import announcing
from groups.actions.seats import answer_window_of, become, is_off, locked_pool
from groups.choices import RegistrationMode, RegistrationState
from groups.models import ApplicationAnswer, Event, Occurrence, Registration, SeatPool
from groups.rules import applications as rules
from groups.rules import seats as seat_rules
from groups.rules.applications import ApplicationRefusal, Verdict
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking

SAID_AS = {
    Verdict.OFFER: ("groups.application_offered", announcing.OFFERED),
    Verdict.LIST: ("groups.application_listed", announcing.WAITING),
    Verdict.NO: ("groups.application_rejected", announcing.REJECTED),
}


@dataclass(frozen=True, kw_only=True)
class No:
    """What those are told who get no place."""

    reason: str = ""
    says: str = ""
    other_event: Event | None = None


@dataclass(frozen=True)
class Decided:
    """What came of it: parties that were told, and parties left as they are because they changed meanwhile."""

    told: int
    left: int


@locking
def read_applications(*, by: User, date: Occurrence) -> list[Registration]:
    """Everybody whose wish waits for a decision, with what they wrote; that it was read is noted for each of them."""
    rows = list(Registration.objects.to_decide(date.pk).prefetch_related("attendees"))
    audit.record_reads((audit.Look("groups.application_read", row, row.person_id) for row in rows), by=by)
    return rows


@locking
def decide_applications(
    *, by: User, date: Occurrence, chosen: Mapping[UUID, int], verdict: str, no: No | None = None
) -> Decided:
    """Offer a place, put on the list, or say no, to all that were chosen and still are as they were seen.

    Who withdrew or was decided about meanwhile is left alone. Refuses when nobody is left, when there are too few
    places for all of them, a no without a reason, and a yes to a date that is off or has begun.
    """
    now, said = clock.now(), no or No()
    keys = SeatPool.objects.filter(occurrence=date).order_by("pk").values_list("pk", flat=True)
    pools = {key: locked_pool(key, now) for key in keys}
    judge(list(pools.values()), verdict, said, chosen=len(chosen), now=now)
    found = Registration.objects.to_decide(date.pk).filter(pk__in=chosen).select_for_update(of=("self",))
    rows = [row for row in found if is_as_seen(row, chosen, verdict)]
    if not rows:
        raise Refused(ApplicationRefusal.DECIDED_MEANWHILE)
    for pool in pools.values():
        decide(by, pool, [row for row in rows if row.pool_id == pool.pk], Verdict(verdict), said, now)
    return Decided(len(rows), len(chosen) - len(rows))


def judge(pools: list[SeatPool], verdict: str, no: No, *, chosen: int, now: datetime) -> None:
    """Refuses what can't be decided whoever it is about."""
    if not pools:
        raise Refused(ApplicationRefusal.NOBODY_CHOSEN)
    date = pools[0].occurrence
    by_asking = date.event.registration == RegistrationMode.APPLICATION
    if refusal := rules.may_decide(
        verdict=verdict,
        reason=no.reason,
        by_asking=by_asking,
        chosen=chosen,
        is_off=is_off(pools[0]),
        starts_at=date.starts_at,
        now=now,
    ):
        raise Refused(refusal)


def is_as_seen(row: Registration, chosen: Mapping[UUID, int], verdict: str) -> bool:
    """Whether nobody changed it since the organiser looked."""
    return rules.is_decidable(state=row.state, version=row.version, seen_version=chosen[row.pk], verdict=verdict)


def decide(by: User, pool: SeatPool, rows: list[Registration], verdict: Verdict, no: No, now: datetime) -> None:
    """One kind of seats: every party's next state, why, and its message. Refuses more places than are free."""
    pool.refresh_from_db(fields=["taken"])
    wanted = sum(row.wanted for row in rows)
    if verdict == Verdict.OFFER and wanted > pool.free:
        raise Refused(ApplicationRefusal.TOO_FEW_SEATS, wanted=wanted, free=pool.free)
    action, kind = SAID_AS[verdict]
    window = answer_window_of(pool)
    until = seat_rules.offer_until(now=now, window=window, zone=ZoneInfo(pool.occurrence.zone)) or window.last
    for row in rows:
        if verdict == Verdict.OFFER:
            row.expires_at = until
        if verdict != Verdict.NO:
            row.queued_at = row.queued_at or now
        become(row, RegistrationState(rules.STATE_AFTER[verdict]), why="decided", by=by, now=now)
        if verdict == Verdict.NO:
            ApplicationAnswer.objects.create(
                registration=row, reason=no.reason, says=no.says.strip(), other_event=no.other_event, made_at=now
            )
        audit.record(action, by=by, obj=row, subject=row.person_id)
    announcing.tell_all(kind, rows, pool)
