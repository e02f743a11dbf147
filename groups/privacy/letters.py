"""What organisers wrote to those who signed up: gone 30 days after the date, with the sign-ups."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from groups.models import EventLetter
from groups.models.keeping import own_time_is_over
from portal import clock
from portal.privacy.registry import Field, Period, each, ordinary, technical

AFTER = "30 days after the event"

FIELDS: dict[str, dict[str, Field]] = {
    "EventLetter": {
        **each(technical(AFTER), "id event occurrence to sent_by form_key"),
        **each(ordinary(AFTER), "text sent_at"),
    },
    "LetterCopy": each(technical(AFTER), "id letter registration"),
}
OWNERS = {
    "EventLetter": ("copies__registration__person",),
    "LetterCopy": ("registration__person",),
}


def old_letters(before: datetime) -> models.QuerySet[Any]:
    """Letters about dates that ended before a moment."""
    return EventLetter.objects.filter(
        Q(occurrence__period__endswith__lt=before) | own_time_is_over(clock.now(), "occurrence__")
    )


PERIODS = (Period("groups.letters", "What organisers wrote to those who came", timedelta(days=30), old_letters),)
