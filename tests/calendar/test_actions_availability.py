"""Changing a calendar: what is refused, what is recorded, and what a preview leaves behind (nothing)."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.calendar.actions import availability as actions
from portal.calendar.actions.availability import RuleWish
from portal.calendar.actions.preview import preview
from portal.calendar.models import AvailabilityException, AvailabilityRule, Resource
from portal.calendar.rules import Refusal
from portal.keys import new_key
from portal.refusals import Refused
from tests.calendar.builders import a_rule, local

pytestmark = pytest.mark.django_db
TUESDAY = RuleWish(iso_weekday=2, start_time=time(9), end_time=time(12), from_on=date(2026, 11, 23))


@pytest.fixture(autouse=True)
def a_sunday_in_november(at: Any) -> None:
    """22 November 2026, noon."""
    at(local(2026, 11, 22, 12))


@pytest.fixture
def calendar(counsellor: User) -> Resource:
    """The counsellor's calendar."""
    return Resource.objects.create(kind="counsellor", name=counsellor.name, user=counsellor)


def refusal(action: Any, **fields: Any) -> Refusal:
    """Why the action says no."""
    with pytest.raises(Refused) as refused:
        action(**fields)
    return Refusal(refused.value.reason)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"end_time": time(9)}, Refusal.ENDS_BEFORE_IT_BEGINS),
        ({"iso_weekday": 7, "start_time": time(2, 30)}, Refusal.CHANGE_NIGHT),
        ({"week_pattern": "every_n"}, Refusal.WEEKS_NOT_COUNTED),
        ({"week_pattern": "every_n", "every_weeks": 1, "counted_from": date(2026, 1, 1)}, Refusal.WEEKS_NOT_COUNTED),
        ({"every_weeks": 2}, Refusal.WEEKS_NOT_COUNTED),
        ({"last_on": date(2026, 11, 22)}, Refusal.ENDS_BEFORE_ITS_RULE),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(
    change: dict[str, Any], reason: Refusal, calendar: Resource, counsellor: User
) -> None:
    wish = replace(TUESDAY, **change)
    fields = {"by": counsellor, "resource_id": calendar.id, "seen_version": 0, "wish": wish}
    assert refusal(actions.add_rule, **fields) is reason
    assert not AvailabilityRule.objects.exists()


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (local(2026, 11, 24, 9), local(2026, 11, 24, 9), Refusal.EMPTY_PERIOD),
        (local(2026, 11, 21, 9), local(2026, 11, 22, 12), Refusal.STARTS_IN_THE_PAST),
        (local(2026, 11, 24, 9), local(2028, 1, 1), Refusal.LASTS_TOO_LONG),
        (local(2027, 10, 31, 2, 30), local(2027, 10, 31, 9), Refusal.CHANGE_NIGHT),
    ],
)
def test_a_stretch_of_time_that_makes_no_sense_is_refused(
    start: datetime, end: datetime, reason: Refusal, calendar: Resource, counsellor: User
) -> None:
    fields = {"by": counsellor, "resource_id": calendar.id, "seen_version": 0, "start": start, "end": end}
    assert refusal(actions.add_absence, kind="holiday", **fields) is reason
    assert refusal(actions.add_exception, kind="closed", **fields) is reason


def test_a_colleague_may_not_change_it_and_the_team_lead_may(
    calendar: Resource, colleague: User, team_lead: User
) -> None:
    fields: dict[str, Any] = {"resource_id": calendar.id, "seen_version": 0, "wish": TUESDAY}
    assert refusal(actions.add_rule, by=colleague, **fields) is Refusal.NOT_YOURS
    rule = actions.add_rule(by=team_lead, **fields)
    event = AuditEvent.objects.get(action="calendar.rule_added")
    assert (event.actor, event.subject, event.object_id) == (team_lead.id, calendar.user_id, str(rule.id))


def test_every_change_makes_older_forms_outdated(calendar: Resource, counsellor: User) -> None:
    rule = actions.add_rule(by=counsellor, resource_id=calendar.id, seen_version=0, wish=TUESDAY)
    old = {"by": counsellor, "seen_version": 0}
    day = {"start": local(2026, 11, 24, 9), "end": local(2026, 11, 24, 12)}
    assert refusal(actions.add_rule, resource_id=calendar.id, wish=TUESDAY, **old) is Refusal.CHANGED_MEANWHILE
    assert refusal(actions.change_rule, rule_id=rule.id, wish=TUESDAY, **old) is Refusal.CHANGED_MEANWHILE
    assert refusal(actions.end_rule, rule_id=rule.id, last_on=date(2026, 12, 1), **old) is Refusal.CHANGED_MEANWHILE
    closed = {"resource_id": calendar.id, "kind": "closed", **day}
    assert refusal(actions.add_exception, **closed, **old) is Refusal.CHANGED_MEANWHILE


def test_what_is_gone_was_changed_meanwhile(counsellor: User) -> None:
    old = {"by": counsellor, "seen_version": 0}
    assert refusal(actions.end_rule, rule_id=new_key(), last_on=date(2026, 12, 1), **old) is Refusal.CHANGED_MEANWHILE
    assert refusal(actions.remove_absence, absence_id=new_key(), **old) is Refusal.CHANGED_MEANWHILE
    assert refusal(actions.remove_exception, exception_id=new_key(), **old) is Refusal.CHANGED_MEANWHILE


def test_a_rule_is_changed_from_a_day_on_or_from_its_beginning(calendar: Resource, counsellor: User) -> None:
    rule = a_rule(calendar, 2, "09:00", "12:00")
    later = replace(TUESDAY, start_time=time(10), from_on=date(2026, 12, 1))
    new = actions.change_rule(by=counsellor, rule_id=rule.id, seen_version=0, wish=later)
    assert new.id != rule.id
    again = replace(later, start_time=time(11))
    same = actions.change_rule(by=counsellor, rule_id=new.id, seen_version=1, wish=again)
    assert (same.id, same.start_time) == (new.id, time(11))
    changed = {"by": counsellor, "rule_id": rule.id, "seen_version": 2, "wish": later}
    assert refusal(actions.change_rule, **changed) is Refusal.RULE_HAS_ENDED


def test_a_rule_ends_on_its_last_day_and_one_that_never_began_goes_away(calendar: Resource, counsellor: User) -> None:
    rule = a_rule(calendar, 2, "09:00", "12:00")
    end: dict[str, Any] = {"by": counsellor, "rule_id": rule.id}
    actions.end_rule(**end, seen_version=0, last_on=date(2026, 12, 1))
    rule.refresh_from_db()
    assert rule.valid.upper == date(2026, 12, 2)
    assert refusal(actions.end_rule, **end, seen_version=1, last_on=date(2026, 12, 1)) is Refusal.RULE_HAS_ENDED
    future = replace(TUESDAY, from_on=date(2027, 1, 4))
    unborn = actions.add_rule(by=counsellor, resource_id=calendar.id, seen_version=1, wish=future)
    actions.end_rule(by=counsellor, rule_id=unborn.id, seen_version=2, last_on=date(2026, 12, 31))
    assert not AvailabilityRule.objects.filter(id=unborn.id).exists()


def test_a_preview_does_what_the_change_does_and_leaves_nothing(calendar: Resource, counsellor: User) -> None:
    a_rule(calendar, 2, "09:00", "12:00")

    def close() -> AvailabilityException:
        return actions.add_exception(
            by=counsellor,
            resource_id=calendar.id,
            seen_version=0,
            kind="closed",
            start=local(2026, 12, 8, 11),
            end=local(2026, 12, 8, 13),
        )

    seen = preview([calendar], close)
    assert seen.starts_on == date(2026, 12, 7)
    assert not seen.is_unchanged
    assert (local(2026, 12, 8, 9), local(2026, 12, 8, 11)) in seen.after[calendar.id]
    assert not AvailabilityException.objects.exists() and not AuditEvent.objects.exists()
    calendar.refresh_from_db()
    assert calendar.availability_version == 0
    close()
    after = Resource.objects.planned([calendar.id], date(2026, 11, 16), date(2026, 11, 22) + timedelta(weeks=53))
    assert after[calendar.id] == seen.after[calendar.id]


def test_a_preview_refuses_exactly_as_the_change_would(calendar: Resource, counsellor: User) -> None:
    wish = replace(TUESDAY, end_time=time(8))

    def change() -> None:
        actions.add_rule(by=counsellor, resource_id=calendar.id, seen_version=0, wish=wish)

    assert refusal(preview, resources=[calendar], change=change) is Refusal.ENDS_BEFORE_IT_BEGINS
