"""Theme weeks."""

from datetime import timedelta
from uuid import uuid4

from groups.models import Campaign
from portal import clock


def make_week(*, title: str = "Pårørendeuge", **fields: object) -> Campaign:
    """A week that begins in ten days."""
    first = clock.today() + timedelta(days=10)
    fields.setdefault("slug", f"uge-{uuid4().hex[:10]}")
    return Campaign.objects.create(title=title, starts_on=first, ends_on=first + timedelta(days=6), **fields)
