from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from portal.outbox import calendar_file

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def made(start: datetime, *, zone: ZoneInfo = COPENHAGEN, **fields: Any) -> tuple[Any, Any]:
    """A file, read back."""
    given: dict[str, Any] = {"sequence": 0, "method": "REQUEST", "summary": "Aftale"} | fields
    content = calendar_file.make(
        "talk-1@mit.egekoebing.example", start=start, end=start + timedelta(minutes=45), zone=zone, **given
    )
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    assert isinstance(calendar, Calendar)
    return calendar, event


def test_a_talk_is_a_private_request_from_nobody_in_particular() -> None:
    start = datetime(2026, 11, 3, 14, tzinfo=COPENHAGEN)
    calendar, event = made(start, organizer_email="noreply@mit.egekoebing.example")
    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("talk-1@mit.egekoebing.example", 0, "CONFIRMED")
    assert (event["CLASS"], event["SUMMARY"]) == ("PRIVATE", "Aftale")
    assert str(event["ORGANIZER"]) == "mailto:noreply@mit.egekoebing.example"
    assert "CN" not in event["ORGANIZER"].params
    assert "LOCATION" not in event and "DESCRIPTION" not in event
    assert event["DTSTART"].dt == start
    assert event["DTSTART"].params["TZID"] == "Europe/Copenhagen"
    assert event["DTSTAMP"].dt.tzinfo is not None


def test_a_cancelled_talk_keeps_its_uid_with_a_higher_sequence() -> None:
    calendar, event = made(datetime(2026, 11, 3, 14, tzinfo=COPENHAGEN), method="CANCEL", sequence=2)
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)


def test_place_is_there_only_when_it_is_given() -> None:
    _, event = made(
        datetime(2026, 11, 3, 14, tzinfo=COPENHAGEN), location="Rådhuspladsen 1", description="Ring 00 00 12 34"
    )
    assert (event["LOCATION"], event["DESCRIPTION"]) == ("Rådhuspladsen 1", "Ring 00 00 12 34")


@pytest.mark.parametrize("zone", [ZoneInfo("Europe/Copenhagen"), ZoneInfo("Europe/Oslo")])
@pytest.mark.parametrize("day", ["2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25", "2026-10-26"])
@pytest.mark.parametrize("hour", [1, 4, 10])
def test_a_calendar_that_only_reads_the_file_gets_the_right_moment(zone: ZoneInfo, day: str, hour: int) -> None:
    start = datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=zone)
    calendar, event = made(start, zone=zone)
    (rules,) = calendar.walk("VTIMEZONE")
    wall = event["DTSTART"].dt.replace(tzinfo=None)
    assert wall == start.replace(tzinfo=None)
    assert wall.replace(tzinfo=rules.to_tz()).astimezone(UTC) == start.astimezone(UTC)


def test_a_zone_with_other_rules_is_refused_rather_than_written_wrongly() -> None:
    with pytest.raises(ValueError, match="Asia/Tokyo"):
        calendar_file.rules_of(ZoneInfo("Asia/Tokyo"))


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    start = datetime(2026, 11, 3, 14, tzinfo=COPENHAGEN)
    content = calendar_file.make("u", 0, "PUBLISH", start, start, "å" * 200)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
