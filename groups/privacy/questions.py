"""Questions without a name: gone 14 days after the event. A text may say something of somebody all the same."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from groups.models import EventQuestion
from portal.privacy.registry import Field, Period, each, none, sensitive

AFTER = "14 days after the event"

FIELDS: dict[str, dict[str, Field]] = {
    "EventQuestion": {
        **each(none(AFTER), "id event state asked_at form_key"),
        "text": sensitive(AFTER, export=False),  # nobody knows whose it is
    },
}
OWNERS: dict[str, tuple[str, ...]] = {}


def old_questions(before: datetime) -> models.QuerySet[Any]:
    """Questions to events that were over before a moment."""
    return EventQuestion.objects.over(before)


PERIODS = (Period("groups.questions", "Questions without a name", timedelta(days=14), old_questions),)
