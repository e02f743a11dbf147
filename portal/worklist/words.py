"""When a task is due, the way people say it."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from portal import clock
from portal.design.words import local, moment_words, time_words


def due_words(due_at: datetime, now: datetime) -> str:
    """By 14.00 today, by tomorrow at 9.00, by Tuesday 3 November at 9.00; since when it is late."""
    day, today = local(due_at).date(), now.astimezone(clock.zone()).date()
    time = time_words(due_at)
    if due_at < now:
        if day == today:
            return _("should have been done at {time} today").format(time=time)
        return _("should have been done {moment}").format(moment=moment_words(due_at))
    if day == today:
        return _("today before {time}").format(time=time)
    if day == today + timedelta(days=1):
        return _("tomorrow before {time}").format(time=time)
    return _("before {moment}").format(moment=moment_words(due_at))
