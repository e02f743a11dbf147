"""A service stop: one confirm moves talks to the phone, evenings online or away, and tells everybody once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from psycopg.types.range import TimestamptzRange

from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar import stopping
from portal.calendar.models import ServiceStop
from portal.calendar.rules import MOST_IN_A_STOP, Refusal, stop_refusal
from portal.calendar.seen import changed_since
from portal.calendar.stopping import LEAVE, Order
from portal.refusals import Refused, locking, violated_constraint

ONE_PRESS = "calendar_servicestop_form_key_key"


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What becomes of one thing."""

    way: str
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class StopPlan:
    """When, where, what is said, what becomes of what; seen is what the preview was made from."""

    start: datetime
    end: datetime
    areas: list[UUID]
    says: str
    seen: str
    form_key: UUID
    chosen: Mapping[UUID, Chosen]

    def unsaved(self, by: User | None = None) -> ServiceStop:
        """The stop as it would be."""
        return ServiceStop(
            period=TimestamptzRange(self.start, self.end),
            areas=self.areas,
            says=self.says,
            form_key=self.form_key,
            made_by=by,
            made_at=clock.now(),
        )


@locking
def stop_service(*, by: User, plan: StopPlan) -> ServiceStop:
    """Close these days for meeting in person and do what was chosen with what stands there: all of it, or nothing.

    Pressed twice, it answers with the same stop. Refuses when anything was booked, moved or cancelled since the
    preview, when a thing has no choice or no link, and a stretch that is over, too long or holds too much for one go.
    Cost: O(things touched), each with its messages.
    """
    now = clock.now()
    if done := ServiceStop.objects.filter(form_key=plan.form_key).first():
        return done
    if refusal := stop_refusal(start=plan.start, end=plan.end, now=now):
        raise Refused(refusal)
    row = plan.unsaved(by)
    try:
        with transaction.atomic():
            row.save(force_insert=True)  # new times close with it, before what stands there is counted
    except IntegrityError as error:
        if violated_constraint(error) == ONE_PRESS:
            return ServiceStop.objects.get(form_key=plan.form_key)
        raise
    for reach in stopping.reaches():
        if reach.close is not None:
            reach.close(row)
    row.counts = dict(carry_out(by=by, stop=row, plan=plan, now=now))
    row.save(update_fields=["counts"])
    audit.record("calendar.service_stopped", by=by, obj=row)
    return row


def carry_out(*, by: User, stop: ServiceStop, plan: StopPlan, now: datetime) -> Counter[str]:
    """Do what was chosen for each thing, in the order of the kinds and of their keys. How many of each way."""
    found = stopping.touched_by(stop, now)
    everything = [(one.key, one.version) for _reach, rows in found for one in rows]
    if len(everything) > MOST_IN_A_STOP:
        raise Refused(Refusal.STOP_HOLDS_TOO_MUCH, most=MOST_IN_A_STOP)
    fresh, gone = changed_since(plan.seen, everything)
    if fresh or gone:
        raise Refused(Refusal.STOP_CHANGED, fresh=fresh, gone=gone)
    counts: Counter[str] = Counter()
    for reach, rows in found:
        ways = {way.value: way for way in reach.ways}
        for one in sorted(rows, key=lambda one: one.key):
            chosen = plan.chosen.get(one.key)
            if chosen is None or (chosen.way != LEAVE and chosen.way not in ways):
                raise Refused(Refusal.STOP_CHOICE_MISSING)
            counts[f"{reach.name}.{chosen.way}"] += 1
            if chosen.way == LEAVE:
                continue
            if ways[chosen.way].needs_link and not chosen.link:
                raise Refused(Refusal.STOP_LINK_MISSING)
            order = Order(touched=one, way=chosen.way, says=plan.says, link=chosen.link)
            reach.carry_out(by=by, order=order, now=now)
    return counts


@locking
def lift_stop(*, by: User, stop: ServiceStop) -> ServiceStop:
    """Open the days again; what was moved stays moved. Pressed twice, nothing more. Refuses when it is over."""
    now = clock.now()
    row = ServiceStop.objects.select_for_update(of=("self",)).get(pk=stop.pk)
    if row.lifted_at is not None:
        return row
    if row.ends_at <= now:
        raise Refused(Refusal.STARTS_IN_THE_PAST)
    row.lifted_at = now
    row.save(update_fields=["lifted_at"])
    audit.record("calendar.service_stop_lifted", by=by, obj=row)
    return row
