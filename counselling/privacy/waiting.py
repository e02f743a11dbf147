"""The waiting list: six months after somebody left it the row names nobody and stays as a number; offers go."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from counselling.models import SlotOffer, WaitlistEntry
from counselling.models.tallies import already_counted
from portal.privacy.registry import Field, Period, ordinary, secret, sensitive, technical

PLACE = "six months after the place on the list ended; then the row names nobody"
COUNT = "kept without a name, for the numbers"
OFFER = "six months after the offer ended"

FIELDS: dict[str, dict[str, Field]] = {
    "WaitlistEntry": {
        **dict.fromkeys(("id", "sequence", "version"), technical(COUNT)),
        **dict.fromkeys(("person", "appointment", "made_by"), technical(PLACE)),
        **dict.fromkeys(("meeting_type", "modes", "priority", "status", "rounds"), ordinary(COUNT)),
        **dict.fromkeys(("queued_at", "done_at"), ordinary(COUNT)),
        **dict.fromkeys(("counsellor", "weekdays", "day_parts", "earliest_on"), ordinary(PLACE)),
        **dict.fromkeys(("interpreter_language", "company", "wants_respite", "out_reason"), sensitive(PLACE)),
    },
    "SlotOffer": {
        **dict.fromkeys(("id", "entry", "freed_ref", "round_number", "made_by", "appointment"), technical(OFFER)),
        **dict.fromkeys(("is_by_hand", "calls_tried", "paused"), technical(OFFER)),
        **dict.fromkeys(("mode", "starts_at", "ends_at", "counsellor", "room", "interpreter"), ordinary(OFFER)),
        **dict.fromkeys(("state", "channel", "offered_at", "expires_at", "ended_at"), ordinary(OFFER)),
        "skip_reason": sensitive(OFFER),
        "code_hash": secret(OFFER),
    },
}
OWNERS = {"WaitlistEntry": ("person",), "SlotOffer": ("entry__person",)}


def old_places(before: datetime) -> models.QuerySet[Any]:
    """Places on the list that ended before a moment, in a counted month, and still name somebody."""
    return already_counted(WaitlistEntry.objects.filter(person__isnull=False), "done_at", before=before)


def old_offers(before: datetime) -> models.QuerySet[Any]:
    """Offers that ended before a moment."""
    return SlotOffer.objects.filter(ended_at__lt=before)


HALF_A_YEAR = timedelta(days=182)
CLEARED = (
    *("person", "appointment", "made_by", "counsellor", "weekdays", "day_parts", "earliest_on"),
    *("interpreter_language", "company", "wants_respite", "out_reason"),
)
PERIODS = (
    Period("counselling.offers", "Offered times", HALF_A_YEAR, old_offers),
    Period("counselling.waiting", "Places on the waiting list", HALF_A_YEAR, old_places, clear=CLEARED),
)
