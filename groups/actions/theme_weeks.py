"""Theme weeks: begun, written, shown to everybody or taken off again.

Any organiser may show one: its page holds nothing but events that were read and published each by themselves.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

from groups.models import Campaign, Event
from groups.rules import theme_weeks as rules
from groups.rules.events import slug_of
from groups.rules.theme_weeks import WeekRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking


@locking
def start_week(*, by: User, values: Mapping[str, object], form_key: UUID) -> Campaign:
    """A new week, seen by organisers only. Pressed twice, it is one. Refuses one that ends before it begins."""
    if done := Campaign.objects.filter(pk=form_key).first():
        return done
    row = Campaign(id=form_key, **values)
    refuse_length(row.starts_on, row.ends_on)
    row.slug = slug_of(row.title, is_open=True, key=uuid4().hex[:8])
    row.save(force_insert=True)
    audit.record("groups.week_started", by=by, obj=row)
    return row


@locking
def change_week(*, by: User, week: Campaign, version: int, values: Mapping[str, object]) -> Campaign:
    """Write its words, days and hosts. Refuses a stale page, and one that ends before it begins."""
    row = locked_week(week, version)
    for name, value in values.items():
        setattr(row, name, value)
    refuse_length(row.starts_on, row.ends_on)
    row.version += 1
    row.save()
    audit.record("groups.week_changed", by=by, obj=row)
    return row


@locking
def show_week(*, by: User, week: Campaign, version: int, is_shown: bool) -> Campaign:
    """Let everybody see the programme, or take it off. Refuses a stale page, and an empty programme."""
    row = locked_week(week, version)
    published = Event.objects.published(clock.now()).filter(campaign=row).count()
    if refusal := rules.may_appear(is_shown=is_shown, published_events=published):
        raise Refused(refusal)
    row.is_published = is_shown
    row.version += 1
    row.save()
    audit.record("groups.week_published" if is_shown else "groups.week_taken_down", by=by, obj=row)
    return row


def locked_week(week: Campaign, version: int) -> Campaign:
    """The week as it is now, locked. Refuses when somebody changed it since the page was shown."""
    row = Campaign.objects.select_for_update().get(pk=week.pk)
    if row.version != version:
        raise Refused(WeekRefusal.WEEK_STALE)
    return row


def refuse_length(starts_on: date, ends_on: date) -> None:
    """Refuses a week that ends before it begins, or lasts longer than a month."""
    if refusal := rules.may_last(starts_on, ends_on):
        raise Refused(refusal)
