"""Hygiene on the clock: correctness never waits for it."""

from celery import shared_task

from portal.calendar.actions import occupancy


@shared_task(name="portal.calendar.tasks.sweep_expired_holds")
def sweep_expired_holds() -> int:
    """Release holds whose time ran out, so that the table says what is so."""
    return occupancy.release_expired()


SCHEDULE = {
    "calendar: expired holds": {
        "task": "portal.calendar.tasks.sweep_expired_holds",
        "schedule": 60.0,
        "options": {"expires": 60.0},  # worthless when it is late
    },
}
