"""What organisers wrote to those who signed up: gone 30 days after the date, with the sign-ups."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from groups.models import EventLetter
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
    return EventLetter.objects.filter(occurrence__period__endswith__lt=before)


PERIODS = (Period("groups.letters", "What organisers wrote to those who came", timedelta(days=30), old_letters),)
