"""Changing when a resource may be asked for. Every action carries the version its form was made from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from psycopg.types.range import DateRange, TimestamptzRange

from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar import rules
from portal.calendar.models import Absence, AvailabilityException, AvailabilityRule, Resource
from portal.calendar.rules import Refusal
from portal.refusals import Refused, locking


@dataclass(frozen=True, kw_only=True)
class RuleWish:
    """A weekly rule as somebody asks for it. Days are local; the last day counts."""

    iso_weekday: int
    start_time: time
    end_time: time
    from_on: date
    last_on: date | None = None
    week_pattern: str = "every"
    every_weeks: int | None = None
    counted_from: date | None = None
    modes: Sequence[str] = field(default=())
    purposes: Sequence[str] = field(default=())
    release_days_before: int | None = None
    is_within_opening_hours: bool = False

    @property
    def valid(self) -> DateRange:
        """The days on which it holds."""
        return DateRange(self.from_on, None if self.last_on is None else self.last_on + timedelta(days=1))

    def values(self) -> dict[str, Any]:
        """The fields of a rule, but for the days on which it holds."""
        return {
            "iso_weekday": self.iso_weekday,
            "start_time": self.start_time,
            "end_time": self.end_time,
            "week_pattern": self.week_pattern,
            "every_weeks": self.every_weeks,
            "counted_from": self.counted_from,
            "modes": list(self.modes),
            "purposes": list(self.purposes),
            "release_days_before": self.release_days_before,
            "is_within_opening_hours": self.is_within_opening_hours,
        }


def lock_calendar(*, by: User, resource_id: UUID, seen_version: int) -> Resource:
    """Lock a calendar for changing. Refuses a stranger's calendar and a form older than the calendar."""
    resource = Resource.objects.changeable_by(by).select_for_update(no_key=True).filter(id=resource_id).first()
    if resource is None:
        raise Refused(Refusal.NOT_YOURS)
    refuse(rules.version_refusal(seen_version, resource.availability_version))
    Resource.objects.filter(id=resource.id).update(availability_version=F("availability_version") + 1)
    return resource


def refuse(refusal: Refusal | None) -> None:
    """Say no when a rule did."""
    if refusal is not None:
        raise Refused(refusal)


def judge_wish(wish: RuleWish) -> None:
    """Refuse a rule that has no length, an edge in the change hour, uncounted weeks or an end before its start."""
    refuse(rules.weekly_refusal(wish.iso_weekday, wish.start_time, wish.end_time))
    refuse(rules.week_pattern_refusal(wish.week_pattern, wish.every_weeks, wish.counted_from))
    refuse(rules.validity_refusal(wish.from_on, wish.last_on))


@locking
def add_rule(*, by: User, resource_id: UUID, seen_version: int, wish: RuleWish) -> AvailabilityRule:
    """Add a sentence to somebody's week. Refuses what judge_wish refuses, and an outdated form."""
    resource = lock_calendar(by=by, resource_id=resource_id, seen_version=seen_version)
    judge_wish(wish)
    rule = AvailabilityRule.objects.create(resource=resource, valid=wish.valid, **wish.values())
    audit.record("calendar.rule_added", by=by, obj=rule, subject=resource.user_id)
    return rule


@locking
def change_rule(*, by: User, rule_id: UUID, seen_version: int, wish: RuleWish) -> AvailabilityRule:
    """Change a rule from a day on: what was offered before that day stays as it was.

    Refuses what judge_wish refuses, an outdated form, and a rule that had ended before the day.
    """
    rule = rule_of(by=by, rule_id=rule_id, seen_version=seen_version)
    judge_wish(wish)
    if rule.valid.upper is not None and rule.valid.upper <= wish.from_on:
        raise Refused(Refusal.RULE_HAS_ENDED)
    if wish.from_on <= rule.valid.lower:
        for name, value in wish.values().items():
            setattr(rule, name, value)
        rule.valid = wish.valid
        rule.save()
        changed = rule
    else:
        rule.valid = DateRange(rule.valid.lower, wish.from_on)
        rule.save(update_fields=["valid"])
        changed = AvailabilityRule.objects.create(resource=rule.resource, valid=wish.valid, **wish.values())
    audit.record("calendar.rule_changed", by=by, obj=changed, subject=rule.resource.user_id)
    return changed


@locking
def end_rule(*, by: User, rule_id: UUID, seen_version: int, last_on: date) -> None:
    """Let a rule hold for the last time on a day; one that never began to hold goes away.

    Refuses an outdated form, and a rule that had already ended.
    """
    rule = rule_of(by=by, rule_id=rule_id, seen_version=seen_version)
    end = last_on + timedelta(days=1)
    if rule.valid.upper is not None and rule.valid.upper <= end:
        raise Refused(Refusal.RULE_HAS_ENDED)
    audit.record("calendar.rule_ended", by=by, obj=rule, subject=rule.resource.user_id)
    if end <= rule.valid.lower:
        rule.delete()
        return
    rule.valid = DateRange(rule.valid.lower, end)
    rule.save(update_fields=["valid"])


def rule_of(*, by: User, rule_id: UUID, seen_version: int) -> AvailabilityRule:
    """A rule with its calendar locked. Refuses one that is gone: somebody changed the calendar meanwhile."""
    rule = AvailabilityRule.objects.filter(id=rule_id).first()
    if rule is None:
        raise Refused(Refusal.CHANGED_MEANWHILE)
    lock_calendar(by=by, resource_id=rule.resource_id, seen_version=seen_version)
    return AvailabilityRule.objects.select_related("resource").get(id=rule_id)


@locking
def add_exception(
    *,
    by: User,
    resource_id: UUID,
    seen_version: int,
    kind: str,
    start: datetime,
    end: datetime,
    modes: Sequence[str] = (),
    reason: str = "",
) -> AvailabilityException:
    """Open or close one stretch of time. Refuses an empty, past or unclear stretch, and an outdated form."""
    resource = lock_calendar(by=by, resource_id=resource_id, seen_version=seen_version)
    refuse(rules.absence_refusal(start, end, resource.tzinfo, clock.now()))
    exception = AvailabilityException.objects.create(
        resource=resource, kind=kind, period=TimestamptzRange(start, end), modes=list(modes), reason=reason
    )
    audit.record("calendar.exception_added", by=by, obj=exception, subject=resource.user_id)
    return exception


@locking
def add_absence(
    *,
    by: User,
    resource_id: UUID,
    seen_version: int,
    kind: str,
    start: datetime,
    end: datetime,
    is_open_ended: bool = False,
) -> Absence:
    """Say that somebody is away. Refuses an empty, past, endless or unclear stretch, and an outdated form.

    is_open_ended: nobody knows when they are back. Everything that blocks time has an end in the database, so this one
    has too; it is moved on before it comes (lengthen_open_absences), until somebody removes the absence.
    """
    resource = lock_calendar(by=by, resource_id=resource_id, seen_version=seen_version)
    refuse(rules.absence_refusal(start, end, resource.tzinfo, clock.now()))
    period = TimestamptzRange(start, end)
    absence = Absence.objects.create(resource=resource, kind=kind, period=period, is_open_ended=is_open_ended)
    audit.record("calendar.absence_added", by=by, obj=absence, subject=resource.user_id)
    return absence


@locking
def lengthen_open_absences(*, nearer_than: timedelta, by_so_much: timedelta) -> list[tuple[Absence, datetime]]:
    """Move on the ends of absences without an end, before they come; each with the end it had. Run again: none."""
    moved = []
    due = Absence.objects.open_ended_until(clock.now() + nearer_than)
    for row in due.select_related("resource").select_for_update(of=("self",)):
        before = row.period.upper
        row.period = TimestamptzRange(row.period.lower, max(before, clock.now()) + by_so_much)
        row.save(update_fields=["period"])
        audit.record("calendar.absence_lengthened", by=None, obj=row, subject=row.resource.user_id)
        moved.append((row, before))
    return moved


@locking
def remove_exception(*, by: User, exception_id: UUID, seen_version: int) -> None:
    """Take an exception back. Refuses an outdated form, and one that is gone already."""
    remove(AvailabilityException, exception_id, by=by, seen_version=seen_version, action="calendar.exception_removed")


@locking
def remove_absence(*, by: User, absence_id: UUID, seen_version: int) -> None:
    """Take an absence back. Refuses an outdated form, and one that is gone already."""
    remove(Absence, absence_id, by=by, seen_version=seen_version, action="calendar.absence_removed")


def remove(
    model: type[Absence | AvailabilityException], key: UUID, *, by: User, seen_version: int, action: str
) -> None:
    """Delete a row of a calendar that was locked first."""
    row = model.objects.filter(id=key).first()
    if row is None:
        raise Refused(Refusal.CHANGED_MEANWHILE)
    resource = lock_calendar(by=by, resource_id=row.resource_id, seen_version=seen_version)
    audit.record(action, by=by, obj=row, subject=resource.user_id)
    row.delete()


def add_rules_in_bulk(rules_to_add: Sequence[AvailabilityRule]) -> None:
    """For the demo municipality and the bench: many rules at once, without a person behind them."""
    AvailabilityRule.objects.bulk_create(rules_to_add, batch_size=5000)
