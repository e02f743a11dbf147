"""After an evening: handouts go with the sign-ups that open them; answers are nobody's, and go after a year."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from groups.models import EvaluationForm, Handout
from groups.models.keeping import own_time_is_over
from portal import clock
from portal.privacy.registry import Field, Period, each, none, ordinary, secret, technical

AFTER = "30 days after the event"
YEAR = "a year after the event"

FIELDS: dict[str, dict[str, Field]] = {
    "DateTally": each(none("as long as the event"), "occurrence counted_at came stayed_away unsaid cancelled waited"),
    "Handout": {
        **each(none(AFTER), "id occurrence name content size told_at"),
        **each(technical(AFTER), "added_at added_by"),
    },
    "EvaluationForm": {
        **each(none(YEAR), "id occurrence sent_at closes_at closed_at"),
        **each(technical(YEAR), "asked_at asked_by"),
    },
    "EvaluationTicket": {**each(none("until it is used, 10 days at most"), "id form"), "digest": secret("until used")},
    "EvaluationAnswer": {
        **each(none(YEAR), "id form worth welcome"),
        "words": ordinary(YEAR, export=False),  # whose it is nobody knows: it can't be found for anybody
    },
}
OWNERS: dict[str, tuple[str, ...]] = {}


def old_handouts(before: datetime) -> models.QuerySet[Any]:
    """Handouts of dates that ended before a moment: nobody's sign-up opens them any more."""
    return Handout.objects.filter(
        Q(occurrence__period__endswith__lt=before) | own_time_is_over(clock.now(), "occurrence__")
    )


def old_evaluations(before: datetime) -> models.QuerySet[Any]:
    """Evaluations of such dates, with their answers."""
    return EvaluationForm.objects.filter(occurrence__period__endswith__lt=before)


PERIODS = (
    Period("groups.handouts", "What was handed out after an evening", timedelta(days=30), old_handouts),
    Period("groups.evaluations", "What those who came thought", timedelta(days=365), old_evaluations),
)
