"""Files with numbers: a day at most. They hold no person's data; who made one and why is about a colleague."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from counselling.models import DataExport
from portal.privacy.registry import Field, Period, none, ordinary, technical

DAY = "24 hours"

FIELDS: dict[str, dict[str, Field]] = {
    "DataExport": {
        **dict.fromkeys(("id", "made_by"), technical(DAY)),
        **dict.fromkeys(("made_at", "expires_at", "fetched_at", "reason"), ordinary(DAY)),
        "content": ordinary(DAY, export=False),
        **dict.fromkeys(("file_format", "rows"), none(DAY)),
    },
}
OWNERS: dict[str, tuple[str, ...]] = {"DataExport": ("made_by",)}


def old_exports(before: datetime) -> models.QuerySet[Any]:
    """Files made before a moment."""
    return DataExport.objects.filter(made_at__lt=before)


PERIODS = (Period("counselling.exports", "Files with numbers", timedelta(days=1), old_exports),)
