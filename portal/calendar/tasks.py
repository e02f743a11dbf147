"""Hygiene on the clock: correctness never waits for it."""

from celery import shared_task

from portal.calendar.actions import external, occupancy


@shared_task(name="portal.calendar.tasks.sweep_expired_holds")
def sweep_expired_holds() -> int:
    """Release holds whose time ran out, so that the table says what is so."""
    return occupancy.release_expired()


@shared_task(name="portal.calendar.tasks.read_own_calendars")
def read_own_calendars() -> int:
    """Read the calendars of staff whose turn has come."""
    return external.sync_due()


SCHEDULE = {
    "calendar: people's own calendars": {
        "task": "portal.calendar.tasks.read_own_calendars",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "calendar: expired holds": {
        "task": "portal.calendar.tasks.sweep_expired_holds",
        "schedule": 60.0,
        "options": {"expires": 60.0},  # worthless when it is late
    },
}
