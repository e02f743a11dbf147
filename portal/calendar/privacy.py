"""What the calendar keeps: working hours and absences of staff; of a time only that it is taken, not by whom."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from portal.calendar.models import Absence, ExternalBusy, Occupancy
from portal.privacy.registry import Fields, Owners, Period, each, none, ordinary, secret, technical

PAST = "six months after it was"

FIELDS: Fields = {
    "Resource": {
        **each(technical(), "id kind user unit_ref is_active availability_version created_at"),
        **each(ordinary(), "name zone languages place postcode mailbox"),
        "seats": none(),
    },
    "AvailabilityRule": {
        **each(technical(), "id resource created_at"),
        **each(
            ordinary(), "iso_weekday start_time end_time valid week_pattern every_weeks counted_from modes purposes"
        ),
        **each(ordinary(), "release_days_before is_within_opening_hours"),
    },
    "AvailabilityException": {
        **each(technical(), "id resource created_at"),
        **each(ordinary(), "kind period modes reason"),
    },
    "Absence": {**each(technical(PAST), "id resource created_at"), **each(ordinary(PAST), "kind period is_open_ended")},
    "ExternalBusy": {**each(technical(PAST), "id resource imported_at"), "period": ordinary(PAST)},
    "CalendarSource": {
        **each(technical(), "id resource etag next_sync_at failures added_at"),
        **each(ordinary(), "host last_tried_at last_synced_at problem"),
        "address": secret(),
    },
    "Occupancy": {
        **each(technical(PAST), "id resource held_for held_for_id state expires_at kind"),
        "period": ordinary(PAST),
    },
    "OpeningHours": each(none(), "id unit_ref iso_weekday opens_at closes_at"),
    "ClosingDay": each(none(), "id unit_ref on holiday reason"),
    "ServiceStop": {
        **each(none(), "id period areas says counts form_key made_at lifted_at"),
        "made_by": technical(),
    },
}
OWNERS: Owners = {
    "Resource": ("user",),
    **dict.fromkeys(("AvailabilityRule", "AvailabilityException", "Absence"), ("resource__user",)),
    **dict.fromkeys(("CalendarSource", "ExternalBusy", "Occupancy"), ("resource__user",)),
}
HALF_A_YEAR = timedelta(days=182)


def ended_in(model: type[Absence | ExternalBusy | Occupancy]) -> Callable[[datetime], QuerySet[Any]]:
    """The model's rows whose period ended before a moment."""
    return lambda moment: model._base_manager.filter(period__endswith__lt=moment)


PERIODS = tuple(
    Period(f"calendar.{name}", f"{says} six months after they ended", HALF_A_YEAR, ended_in(model))
    for name, says, model in (
        ("absences", "Absences of staff go", Absence),
        ("external", "Times taken in other calendars go", ExternalBusy),
        ("occupancies", "Times that were taken go", Occupancy),
    )
)
