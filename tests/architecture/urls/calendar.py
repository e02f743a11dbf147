"""Rows of the calendar: staff only."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from psycopg.types.range import TimestamptzRange

from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Absence, AvailabilityException, ClosingDay, OpeningHours, Resource, ServiceStop
from portal.keys import new_key
from tests.architecture.url_table import Row, only, signed_in

People = Mapping[str, User]


def own(people: People) -> Resource:
    """The counsellor's calendar."""
    return Resource.objects.get(user=people["counsellor"])


def resource(people: People) -> dict[str, Any]:
    return {"resource_id": own(people).pk}


def room(people: People) -> dict[str, Any]:
    return {"resource_id": Resource.objects.create(kind="room", name="Stuen", place="Rådhusgade 4").pk}


def rule(people: People) -> dict[str, Any]:
    return {"rule_id": own(people).rules.first().pk}


def tomorrow() -> TimestamptzRange:
    start = clock.now() + timedelta(days=1)
    return TimestamptzRange(start, start + timedelta(hours=3))


def exception(people: People) -> dict[str, Any]:
    row = AvailabilityException.objects.create(resource=own(people), kind="closed", period=tomorrow())
    return {"exception_id": row.pk}


def absence(people: People) -> dict[str, Any]:
    return {"absence_id": Absence.objects.create(resource=own(people), kind="holiday", period=tomorrow()).pk}


def opening(people: People) -> dict[str, Any]:
    return {"opening_id": OpeningHours.objects.create(iso_weekday=1, opens_at="09:00", closes_at="15:00").pk}


def closing(people: People) -> dict[str, Any]:
    return {"closing_day_id": ClosingDay.objects.create(on=clock.today() + timedelta(days=9), reason="Flytning").pk}


def stop(people: People) -> dict[str, Any]:
    lead, now = people["team_lead"], clock.now()
    row = ServiceStop.objects.create(period=tomorrow(), says="Storm", form_key=new_key(), made_by=lead, made_at=now)
    return {"pk": row.pk}


def room_kind(people: People) -> dict[str, Any]:
    return {"kind": "room"}


OBJECTS = {
    **dict.fromkeys(
        (f"calendar:{name}" for name in ("resource_availability", "add_rule", "add_exception", "add_absence")), resource
    ),
    **dict.fromkeys((f"calendar:{name}" for name in ("change_rule", "end_rule")), rule),
    **dict.fromkeys(
        (f"calendar:{name}" for name in ("change_resource", "deactivate_resource", "activate_resource")), room
    ),
    **dict.fromkeys(("calendar:own_calendar", "calendar:own_calendar_again", "calendar:own_calendar_remove"), resource),
    "calendar:remove_exception": exception,
    "calendar:remove_absence": absence,
    "calendar:remove_opening": opening,
    "calendar:remove_closing_day": closing,
    "calendar:add_resource": room_kind,
    "calendar:stop_lift": stop,
}
ROWS: list[Row] = [
    Row("calendar:activate_resource", get=signed_in(405), post=only("team_lead", status=302)),
    Row("calendar:add_absence", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row("calendar:add_closing_day", get=only("team_lead"), post=only("team_lead")),
    Row("calendar:add_exception", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row("calendar:add_opening", get=only("team_lead"), post=only("team_lead")),
    Row("calendar:add_public_holidays", get=only("team_lead"), post=only("team_lead")),
    Row("calendar:add_resource", get=only("team_lead"), post=only("team_lead")),
    Row("calendar:add_rule", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row("calendar:availability", get=only("counsellor", "team_lead"), post=signed_in(405)),
    Row("calendar:change_resource", get=only("team_lead"), post=only("team_lead")),
    Row("calendar:change_rule", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row("calendar:closing_days", get=only("team_lead"), post=signed_in(405)),
    Row("calendar:deactivate_resource", get=signed_in(405), post=only("team_lead", status=302)),
    Row("calendar:end_rule", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row("calendar:everyone", get=only("counsellor", "team_lead"), post=signed_in(405)),
    Row("calendar:opening_hours", get=only("team_lead"), post=signed_in(405)),
    Row("calendar:own_calendar", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead", status=422)),
    Row("calendar:own_calendar_again", get=signed_in(405), post=only("counsellor", "team_lead", status=302)),
    Row("calendar:own_calendar_remove", get=signed_in(405), post=only("counsellor", "team_lead", status=302)),
    Row("calendar:remove_absence", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row("calendar:remove_closing_day", get=only("team_lead"), post=only("team_lead")),
    Row("calendar:remove_exception", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row("calendar:remove_opening", get=only("team_lead"), post=only("team_lead")),
    Row("calendar:resource_availability", get=only("counsellor", "team_lead"), post=signed_in(405)),
    Row("calendar:stop_lift", get=signed_in(405), post=only("team_lead", status=302)),
    Row("calendar:stop_new", get=only("team_lead"), post=only("team_lead", status=422)),
    Row("calendar:stops", get=only("team_lead"), post=signed_in(405)),
    Row("calendar:resources", get=only("team_lead"), post=signed_in(405)),
]
