"""The database has the last word: each named constraint refuses, as portal_app, what the rules would have."""

from datetime import date, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange, TimestamptzRange

from portal.accounts.models import User
from portal.calendar.models import (
    Absence,
    AvailabilityException,
    AvailabilityRule,
    ClosingDay,
    ExternalBusy,
    Occupancy,
    OpeningHours,
    Resource,
)
from portal.keys import new_key
from portal.refusals import violated_constraint
from tests.calendar.builders import a_room, local

pytestmark = pytest.mark.django_db
TEN, ELEVEN = local(2026, 11, 24, 10), local(2026, 11, 24, 11)
HOUR = TimestamptzRange(TEN, ELEVEN)
FOREVER = TimestamptzRange(TEN, None)
EMPTY = TimestamptzRange(TEN, TEN)
CLOSED_END = TimestamptzRange(TEN, ELEVEN, "[]")
RULE: dict[str, Any] = {
    "iso_weekday": 2,
    "start_time": time(9),
    "end_time": time(12),
    "valid": DateRange(date(2026, 1, 1), None),
}
TAKEN: dict[str, Any] = {"held_for": "test", "held_for_id": new_key(), "period": HOUR, "state": "firm"}


def refused_by(make: Any) -> str | None:
    """The constraint that said no."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make()
    return violated_constraint(error.value)


@pytest.mark.parametrize(
    ("model", "fields", "constraint"),
    [
        (Occupancy, {**TAKEN, "period": EMPTY}, "occupancy_period_is_bounded"),
        (Occupancy, {**TAKEN, "period": FOREVER}, "occupancy_period_is_bounded"),
        (Occupancy, {**TAKEN, "period": CLOSED_END}, "occupancy_period_is_bounded"),
        (Occupancy, {**TAKEN, "state": "held"}, "occupancy_expires_exactly_while_held"),
        (Occupancy, {**TAKEN, "expires_at": TEN}, "occupancy_expires_exactly_while_held"),
        (Occupancy, {**TAKEN, "state": "perhaps"}, "occupancy_state_is_known"),
        (Occupancy, {**TAKEN, "kind": "pause"}, "occupancy_kind_is_known"),
        (AvailabilityRule, {**RULE, "iso_weekday": 8}, "rule_is_for_a_day_of_the_week"),
        (AvailabilityRule, {**RULE, "end_time": time(9)}, "rule_ends_after_it_begins"),
        (
            AvailabilityRule,
            {**RULE, "iso_weekday": 7, "start_time": time(2, 30)},
            "rule_edges_avoid_the_hour_that_changes",
        ),
        (AvailabilityRule, {**RULE, "valid": DateRange(None, date(2026, 1, 1))}, "rule_is_valid_from_a_day"),
        (AvailabilityRule, {**RULE, "week_pattern": "monthly"}, "rule_week_pattern_is_known"),
        (AvailabilityRule, {**RULE, "week_pattern": "every_n"}, "rule_counts_weeks_exactly_when_every_n"),
        (AvailabilityRule, {**RULE, "every_weeks": 3}, "rule_counts_weeks_exactly_when_every_n"),
        (AvailabilityRule, {**RULE, "modes": ["telepathy"]}, "rule_modes_are_known"),
        (AvailabilityRule, {**RULE, "purposes": ["fun"]}, "rule_purposes_are_known"),
        (AvailabilityException, {"kind": "open", "period": FOREVER}, "exception_period_is_bounded"),
        (AvailabilityException, {"kind": "ajar", "period": HOUR}, "exception_kind_is_known"),
        (Absence, {"period": EMPTY}, "absence_period_is_bounded"),
        (Absence, {"period": HOUR, "kind": "moon"}, "absence_kind_is_known"),
        (ExternalBusy, {"period": FOREVER, "imported_at": TEN}, "external_busy_period_is_bounded"),
    ],
)
def test_a_row_of_a_calendar_is_refused_by_name(model: Any, fields: dict[str, Any], constraint: str) -> None:
    room = a_room()
    assert refused_by(lambda: model.objects.create(resource=room, **fields)) in {constraint, *also(constraint)}


def also(constraint: str) -> set[str]:
    """An unknown state or kind breaks two checks at once; PostgreSQL names either."""
    return {"occupancy_expires_exactly_while_held"} if constraint == "occupancy_state_is_known" else set()


def test_one_place_at_a_time_but_touching_and_released_time_is_no_clash() -> None:
    room = a_room()
    Occupancy.objects.create(resource=room, **TAKEN)
    assert refused_by(lambda: Occupancy.objects.create(resource=room, **TAKEN)) == "resource_is_in_one_place_at_a_time"
    after = TimestamptzRange(ELEVEN, local(2026, 11, 24, 12))
    Occupancy.objects.create(resource=room, **{**TAKEN, "period": after})
    Occupancy.objects.create(resource=room, **{**TAKEN, "state": "released"})
    Occupancy.objects.create(resource=a_room("Salen"), **TAKEN)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "ship", "name": "X"}, "resource_kind_is_known"),
        ({"kind": "counsellor", "name": "X"}, "counsellor_is_a_person"),
        ({"kind": "room", "name": "Stuen"}, "room_has_a_name_of_its_own"),
    ],
)
def test_a_resource_is_refused_by_name(fields: dict[str, Any], constraint: str) -> None:
    a_room("Stuen")
    assert refused_by(lambda: Resource.objects.create(**fields)) == constraint


def test_a_room_is_nobody_and_a_person_has_one_calendar(counsellor: User) -> None:
    assert refused_by(lambda: Resource.objects.create(kind="room", name="X", user=counsellor)) == "room_is_not_a_person"
    Resource.objects.create(kind="counsellor", name="Mette", user=counsellor)
    second = refused_by(lambda: Resource.objects.create(kind="facilitator", name="Mette", user=counsellor))
    assert second == "calendar_resource_user_id_key"


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"iso_weekday": 0, "opens_at": time(9), "closes_at": time(15)}, "opening_is_on_a_day_of_the_week"),
        ({"iso_weekday": 1, "opens_at": time(9), "closes_at": time(9)}, "opening_ends_after_it_begins"),
        ({"iso_weekday": 7, "opens_at": time(2), "closes_at": time(9)}, "opening_edges_avoid_the_hour_that_changes"),
        ({"iso_weekday": 4, "opens_at": time(9), "closes_at": time(15)}, "opening_begins_once"),
    ],
)
def test_opening_hours_are_refused_by_name(fields: dict[str, Any], constraint: str) -> None:
    OpeningHours.objects.create(iso_weekday=4, opens_at=time(9), closes_at=time(18))
    assert refused_by(lambda: OpeningHours.objects.create(**fields)) == constraint


def test_a_day_is_closed_once_and_says_why() -> None:
    ClosingDay.objects.create(on=date(2026, 12, 24), holiday="christmas_eve")
    again = refused_by(lambda: ClosingDay.objects.create(on=date(2026, 12, 24), reason="Jul"))
    assert again == "day_is_closed_once"
    assert refused_by(lambda: ClosingDay.objects.create(on=date(2026, 12, 23))) == "closing_day_says_why"


@pytest.mark.parametrize("postcode", ["12", "123a", "4 60"])
def test_a_postcode_has_four_digits(postcode: str) -> None:
    said = refused_by(lambda: Resource.objects.create(kind="facilitator", name="Mette", postcode=postcode))
    assert said == "resource_postcode_has_four_digits"
