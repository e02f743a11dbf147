"""Respite and lifts follow the sign-up they were asked with: begun when it has a place, ended or moved with it.

Everything here runs in the transaction of the sign-up's own action, under the lock of its pool.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from groups import announcing_help as announcing
from groups.choices import HelpState, OccurrenceStatus
from groups.models import Event, HelpRequest, Occurrence, Registration, RespiteDesk, SeatPool, TransportRequest
from groups.models.respite import KINDS
from groups.rules import respite as rules
from groups.rules.answers import takes_part_online
from groups.rules.dates import OFF
from portal.calendar.models import ClosingDay
from portal.keys import new_key

LOOK_AHEAD = 60  # days in which closing days are looked for


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody asks for with their sign-up: "respite" or "lift", in their own words, and where."""

    kind: str
    what: str
    address: str


def ask(row: Registration, wishes: Sequence[Wish], now: datetime) -> None:
    """Write down what was asked; the desk of the area hears of it once the party has a place."""
    desks = list(RespiteDesk.objects.working()) if wishes else []
    for wish in wishes:
        desk = rules.desk_for(wish.address, desks)
        if desk is None:
            continue
        KINDS[wish.kind].objects.create(
            id=new_key(), registration=row, desk=desk, what=wish.what, address=wish.address, asked_at=now
        )
    if row.state == "confirmed":
        follow(row, now)


def may_ask(pool: SeatPool) -> list[str]:
    """What may be asked with a sign-up for these seats: what the event allows, while somebody answers."""
    kinds = allowed_for(pool)
    return kinds if kinds and RespiteDesk.objects.working().exists() else []


def allowed_for(pool: SeatPool) -> list[str]:
    """What the event allows for these seats; nobody needs a lift to a meeting at home."""
    is_online = takes_part_online(status=pool.occurrence.status, channel=pool.channel)
    return [kind for kind in allowed_by(pool.occurrence.event) if kind != "lift" or not is_online]


def allowed_by(event: Event) -> list[str]:
    """What the event allows, whatever kind of seats somebody takes."""
    is_asked = {"respite": event.may_ask_respite, "lift": event.may_ask_transport}
    return [kind for kind, may in is_asked.items() if may]


def may_ask_by_phone(date: Occurrence) -> list[str]:
    """What may be asked for a date, whatever kind of seats somebody takes."""
    kinds = allowed_by(date.event)
    return kinds if kinds and RespiteDesk.objects.working().exists() else []


def requests_of(rows: Iterable[Registration]) -> list[HelpRequest]:
    """What is open of these sign-ups, locked, in one order."""
    keys = [row.pk for row in rows]
    found: list[HelpRequest] = []
    for model in KINDS.values():
        asked = model.objects.open().of_sign_ups(keys).select_related("desk", "worker", "registration__person")
        found += asked.select_for_update(of=("self",)).order_by("pk")
    return found


def follow(row: Registration, now: datetime) -> None:
    """A sign-up changed: with a place, its desk is asked; without one, what was asked is over."""
    if row.state == "confirmed":
        for one in requests_of([row]):
            if one.answer_by is None and row.pool.occurrence.status not in OFF:
                begin(one, row.pool.occurrence, now)
    elif row.state in {"cancelled", "declined", "rejected"}:
        for one in requests_of([row]):
            end(one)


def begin(one: HelpRequest, date: Occurrence, now: datetime) -> None:
    """The desk has until its own deadline, in working days."""
    zone = ZoneInfo(date.zone)
    closed = set(ClosingDay.objects.names(None, now.astimezone(zone).date(), LOOK_AHEAD))
    one.answer_by = rules.answer_by(
        now=now, days=one.desk.answer_days, closed=closed, starts_at=date.starts_at, zone=zone
    )
    one.overdue_at = None
    one.version += 1
    one.save()
    announcing.ask_desk(one)


def end(one: HelpRequest) -> None:
    """No longer needed. A desk that never heard of it hears nothing now."""
    was, was_known = one.state, one.answer_by is not None
    one.state = HelpState.CANCELLED
    one.version += 1
    one.save()
    if was_known:
        announcing.tell_it_is_off(one, was_arranged=was in {HelpState.BEING_ARRANGED, HelpState.CONFIRMED})


def date_changed(date: Occurrence, now: datetime) -> None:
    """A date moved, was put off or moved online: what was arranged is asked anew, put off waits, and nobody needs a
    lift to a meeting at home. Called off, each ends with its sign-up.
    """
    if date.status == OccurrenceStatus.CANCELLED:
        return
    rows = list(Registration.objects.of_date(date.pk).live())
    states = {row.pk: row.state for row in rows}
    for one in requests_of(rows):
        if date.status == OccurrenceStatus.MOVED_ONLINE and isinstance(one, TransportRequest):
            end(one)
        elif states[one.registration_id] == "confirmed":
            ask_anew(one, date, now)


def ask_anew(one: HelpRequest, date: Occurrence, now: datetime) -> None:
    """The desk starts over for the new time; who would have come at the old one is told."""
    if date.status == OccurrenceStatus.MOVED_ONLINE:
        announcing.tell_desk(one)  # the same time, at home: what is arranged stays
        return
    was_arranged = one.state == HelpState.CONFIRMED
    one.state, one.said, one.answered_at, one.answer_by = HelpState.ASKED, "", None, None
    one.version += 1
    if date.status in OFF:
        one.save()
        announcing.tell_it_is_off(one, was_arranged=was_arranged)
        return
    begin_anew(one, date, now, was_arranged=was_arranged)


def begin_anew(one: HelpRequest, date: Occurrence, now: datetime, *, was_arranged: bool) -> None:
    """The desk looks again; the old question and what came of it are over."""
    if was_arranged:
        announcing.tell_it_is_off(one, was_arranged=True)
    announcing.answered(one)
    begin(one, date, now)
