"""Sign-ups: gone 30 days after the event, needs and answers 14; what is left are counts (DateTally), written first."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from groups.choices import RegistrationState
from groups.models import Attendee, Registration
from groups.models.keeping import DAYS, SIGN_UPS
from groups.privacy.over import ended
from groups.rules.dates import OFF
from portal.privacy.registry import Field, Period, each, ordinary, secret, sensitive, technical

AFTER = "30 days after the event, or sooner where the event says so"
NEEDS = "14 days after the event, or sooner where the event says so"

FIELDS: dict[str, dict[str, Field]] = {
    "Registration": {
        **each(
            technical(AFTER), "id pool sequence person skips source form_key made_by door_code link_version version"
        ),
        **each(ordinary(AFTER), "guest_name guest_email guest_phone language"),
        **each(
            ordinary(AFTER),
            "seats wanted accepts_fewer state expires_at queued_at proven_at entered_at created_at changed_at",
        ),
        "guest_index": secret(AFTER),
        "answers": sensitive(NEEDS),
    },
    "Attendee": {
        **each(technical(AFTER), "id registration number"),
        "first_name": ordinary(AFTER),
        **each(sensitive(NEEDS), "needs has_needs"),
        **each(ordinary(AFTER), "came_at stayed_away"),
    },
    "RegistrationLog": {
        **each(technical(AFTER), "id registration by"),
        **each(ordinary(AFTER), "at before after why seats until"),
    },
}
OWNERS = {
    "Registration": ("person",),
    "Attendee": ("registration__person",),
    "RegistrationLog": ("registration__person",),
}


def old_registrations(before: datetime) -> models.QuerySet[Any]:
    """Sign-ups for dates that ended before a moment. A date that took place is counted before they go."""
    counted = Q(pool__occurrence__tally__isnull=False) | Q(pool__occurrence__status__in=OFF)
    return Registration.objects.filter(ended(before, "pool__occurrence__"), counted)


def old_answers(before: datetime) -> models.QuerySet[Any]:
    """What somebody answered when they signed up, for such dates."""
    return Registration.objects.filter(ended(before, "pool__occurrence__"), answers__isnull=False)


def old_needs(before: datetime) -> models.QuerySet[Any]:
    """What somebody needs, for such dates; and that they need something."""
    said = Q(has_needs=True) | Q(needs__isnull=False)
    return Attendee.objects.filter(ended(before, "registration__pool__occurrence__"), said)


def unanswered(before: datetime) -> models.QuerySet[Any]:
    """Guests who never answered from their address: it may be another person's. The place is gone long ago."""
    return Registration.objects.filter(state=RegistrationState.EXPIRED, proven_at=None, changed_at__lt=before)


PERIODS = (
    Period(SIGN_UPS, "Sign-ups for evenings that are over", timedelta(days=DAYS), old_registrations),
    Period(
        "groups.answers", "What people answered when they signed up", timedelta(days=14), old_answers,
        clear=("answers",),
    ),
    Period(
        "groups.needs", "What people needed at an evening", timedelta(days=14), old_needs,
        clear=("needs", "has_needs"),
    ),
    Period("groups.unanswered", "Sign-ups nobody confirmed", timedelta(days=3), unanswered),
)  # fmt: skip
