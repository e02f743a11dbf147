"""What takes time, when it may be asked for, and what it is given to."""

from portal.calendar.models.availability import (
    Absence,
    AvailabilityException,
    AvailabilityRule,
    ExternalBusy,
    MeetingMode,
    Purpose,
    WeekPattern,
)
from portal.calendar.models.free_times import FreeDay, FreeTime, FreeTimesQuery
from portal.calendar.models.occupancy import Occupancy
from portal.calendar.models.opening import ClosingDay, Holiday, OpeningHours, holiday_name
from portal.calendar.models.resource import Resource
from portal.calendar.models.sources import CalendarSource, SyncProblem
from portal.calendar.models.stops import ServiceStop
from portal.calendar.models.taken import Occupied, Taken

__all__ = [
    "Absence",
    "AvailabilityException",
    "AvailabilityRule",
    "CalendarSource",
    "ClosingDay",
    "ExternalBusy",
    "FreeDay",
    "FreeTime",
    "FreeTimesQuery",
    "Holiday",
    "MeetingMode",
    "Occupancy",
    "Occupied",
    "OpeningHours",
    "Purpose",
    "Resource",
    "ServiceStop",
    "SyncProblem",
    "Taken",
    "WeekPattern",
    "holiday_name",
]
