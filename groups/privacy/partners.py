"""Co-organisers: an agreement is no secret; who writes for one is kept while they do, and three months after."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from groups.models import CoOrganiserMember
from portal.privacy.registry import Field, Period, each, none, ordinary, technical

WRITES = "as long as they write for the co-organiser, and 90 days after"

FIELDS: dict[str, dict[str, Field]] = {
    "CoOrganiser": {
        **each(none(), "id organisation agreed_on until data_role version"),
        "organiser": technical(WRITES),
    },
    "CoOrganiserMember": {
        **each(technical(WRITES), "id co_organiser user invited_by expires_at"),
        **each(ordinary(WRITES), "email invited_at joined_at ended_at"),
    },
    "Together": each(none(), "id event co_organiser since"),
    "DraftWish": each(none(), "event when venue place seats asked_for"),
}
OWNERS: dict[str, tuple[str, ...]] = {"CoOrganiserMember": ("user",)}


def ended(before: datetime) -> models.QuerySet[Any]:
    """Memberships that ended, and invitations that ran out, before a moment."""
    return CoOrganiserMember.objects.over(before)


PERIODS = (Period("groups.partner_members", "Who wrote for a co-organiser once", timedelta(days=90), ended),)
