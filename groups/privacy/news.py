"""Who hears of new evenings: gone the moment they stop; what nobody confirmed goes after three days."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from groups.models import NewsWish
from portal.privacy.registry import Basis, Field, Period, each, ordinary, secret, sensitive, technical

WANTED = "as long as they want to hear; three days where nobody confirmed"

FIELDS: dict[str, dict[str, Field]] = {
    "NewsWish": {
        **each(technical(WANTED), "id user"),
        **each(ordinary(WANTED, Basis.CONSENT), "email way often says_titles language"),
        **each(ordinary(WANTED, Basis.CONSENT), "near asked_at confirmed_at last_told_at"),
        "topics": sensitive(WANTED, Basis.CONSENT),  # what somebody wants to hear of says why
        "email_index": secret(WANTED),
    },
    "NewsTold": each(technical(WANTED), "id wish event told_at"),
}
OWNERS: dict[str, tuple[str, ...]] = {"NewsWish": ("user",), "NewsTold": ("wish__user",)}


def unconfirmed(before: datetime) -> models.QuerySet[Any]:
    """What nobody confirmed since a moment."""
    return NewsWish.objects.unconfirmed(before)


PERIODS = (Period("groups.news_unconfirmed", "Wishes for news that nobody confirmed", timedelta(days=3), unconfirmed),)
