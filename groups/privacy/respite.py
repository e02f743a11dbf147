"""Respite and lifts: what is asked is gone 14 days after, whole; desks say who arranges, and who works there."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from groups.models import RespiteRequest, TransportRequest
from groups.privacy.over import ended
from portal.privacy.registry import Field, Period, each, none, sensitive, technical

AFTER = "14 days after the event"
ASKED: dict[str, Field] = {
    **each(technical(AFTER), "id registration desk worker version overdue_at"),
    **each(sensitive(AFTER), "what address said state way_on asked_at answer_by answered_at"),
}

FIELDS: dict[str, dict[str, Field]] = {
    "RespiteDesk_members": each(technical(), "id respitedesk user"),
    "RespiteDesk": {
        **each(none(), "id name kind postcodes answer_days email is_active version"),
    },
    "RespiteRequest": ASKED,
    "TransportRequest": ASKED,
}
OWNERS = {
    "RespiteRequest": ("registration__person",),
    "TransportRequest": ("registration__person",),
}


def old_respite(before: datetime) -> models.QuerySet[Any]:
    """What was asked for dates that ended before a moment."""
    return RespiteRequest.objects.filter(ended(before, "registration__pool__occurrence__"))


def old_lifts(before: datetime) -> models.QuerySet[Any]:
    """The lifts asked for such dates."""
    return TransportRequest.objects.filter(ended(before, "registration__pool__occurrence__"))


PERIODS = (
    Period(
        "groups.respite", "Who asked for respite, and what they wrote", timedelta(days=14),
        old_respite,
    ),
    Period(
        "groups.transport", "Who asked for a lift, and what they wrote", timedelta(days=14),
        old_lifts,
    ),
)  # fmt: skip
