"""Sign-ups: gone 30 days after the event, needs 14; what is left are counts."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from groups.models import Attendee, Registration
from portal.privacy.registry import Field, Period, each, ordinary, secret, sensitive, technical

AFTER = "30 days after the event"
NEEDS = "14 days after the event"

FIELDS: dict[str, dict[str, Field]] = {
    "Registration": {
        **each(
            technical(AFTER), "id pool sequence person skips source form_key made_by door_code link_version version"
        ),
        **each(ordinary(AFTER), "guest_name guest_email guest_phone language"),
        **each(
            ordinary(AFTER), "seats wanted accepts_fewer state expires_at queued_at proven_at created_at changed_at"
        ),
        "guest_index": secret(AFTER),
        "answers": sensitive(AFTER),
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
    """Sign-ups for dates that ended before a moment."""
    return Registration.objects.filter(pool__occurrence__period__endswith__lt=before)


def old_needs(before: datetime) -> models.QuerySet[Any]:
    """What somebody needs, for dates that ended before a moment."""
    rows = Attendee.objects.filter(registration__pool__occurrence__period__endswith__lt=before)
    return rows.filter(has_needs=True)


PERIODS = (
    Period("groups.registrations", "Sign-ups for evenings that are over", timedelta(days=30), old_registrations),
    Period("groups.needs", "What people needed at an evening", timedelta(days=14), old_needs, clear=("needs",)),
)
