"""When the house is open, and the days it is not."""

from datetime import date, time
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar import rules
from portal.calendar.models import ClosingDay, OpeningHours
from portal.calendar.public_holidays import public_holidays
from portal.calendar.rules import Refusal
from portal.refusals import Refused, locking, violated_constraint


@locking
def add_opening(
    *, by: User, iso_weekday: int, opens_at: time, closes_at: time, unit_ref: UUID | None = None
) -> OpeningHours:
    """Open a stretch of a weekday. Refuses an empty one, one in the change hour, and one that overlaps another."""
    same_day = OpeningHours.objects.of_unit(unit_ref).select_for_update().filter(iso_weekday=iso_weekday)
    others = [(hours.opens_at, hours.closes_at) for hours in same_day]
    refusal = rules.opening_refusal(iso_weekday, opens_at, closes_at, others)
    if refusal:
        raise Refused(refusal)
    try:
        hours = OpeningHours.objects.create(
            unit_ref=unit_ref, iso_weekday=iso_weekday, opens_at=opens_at, closes_at=closes_at
        )
    except IntegrityError as error:
        if violated_constraint(error) == "opening_begins_once":
            raise Refused(Refusal.OPENING_OVERLAPS) from error
        raise
    audit.record("calendar.opening_added", by=by, obj=hours)
    return hours


@locking
def remove_opening(*, by: User, opening_id: UUID) -> None:
    """Close a stretch of a weekday for good. Refuses when it is gone already."""
    hours = OpeningHours.objects.select_for_update().filter(id=opening_id).first()
    if hours is None:
        raise Refused(Refusal.CHANGED_MEANWHILE)
    audit.record("calendar.opening_removed", by=by, obj=hours)
    hours.delete()


@locking
def add_closing_day(*, by: User, on: date, reason: str, unit_ref: UUID | None = None) -> ClosingDay:
    """Close a day. Refuses a day that is closed already."""
    try:
        day = ClosingDay.objects.create(unit_ref=unit_ref, on=on, reason=reason)
    except IntegrityError as error:
        if violated_constraint(error) == "day_is_closed_once":
            raise Refused(Refusal.DAY_ALREADY_CLOSED) from error
        raise
    audit.record("calendar.closing_day_added", by=by, obj=day)
    return day


@locking
def remove_closing_day(*, by: User, closing_day_id: UUID) -> None:
    """Open a day again. Refuses when that has happened already."""
    day = ClosingDay.objects.select_for_update().filter(id=closing_day_id).first()
    if day is None:
        raise Refused(Refusal.CHANGED_MEANWHILE)
    audit.record("calendar.closing_day_removed", by=by, obj=day)
    day.delete()


@locking
def add_public_holidays(*, by: User | None, year: int) -> int:
    """Close everything on a year's public holidays, Christmas Eve, New Year's Eve and (Denmark) 5 June.

    Days that are closed already stay as they are. Returns how many days were added.
    """
    wanted = public_holidays(settings.COUNTRY, year)
    known = set(ClosingDay.objects.everywhere().in_year(year).values_list("on", flat=True))
    added = [
        ClosingDay(on=day, holiday=holiday or "", reason=name)
        for day, (holiday, name) in wanted.items()
        if day not in known
    ]
    ClosingDay.objects.bulk_create(added, ignore_conflicts=True)
    for day in added:
        audit.record("calendar.closing_day_added", by=by, obj=day)
    return len(added)
