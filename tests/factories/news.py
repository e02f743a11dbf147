"""People who want to hear of new evenings, and evenings that are new."""

from datetime import UTC, datetime, timedelta
from typing import Any

from groups.actions import news as actions
from groups.models import Event, NewsWish
from portal.accounts.models import User
from portal.outbox.models import OutboxMessage
from tests.factories.evenings import make_pool

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)  # 11 o'clock in Copenhagen
ALL = {"topics": [], "near": "", "way": "", "often": "day", "says_titles": False}


def wish_of(email: str = "aase@gaest.example", **more: Any) -> NewsWish:
    """A guest who has confirmed."""
    row = actions.keep_wish(email=email, wishes={**ALL, **more}, language="da")
    return actions.confirm_news(wish=row)


def told(kind: str = actions.NEWS) -> list[OutboxMessage]:
    """The messages of a kind, the first first."""
    return list(OutboxMessage.objects.filter(kind=kind).order_by("created_at"))


def new_evening(organiser: User, title: str = "Sov bedre", **fields: Any) -> Event:
    """Published just now, in twenty days, with nine seats."""
    return make_pool(organiser, 9, title=title, starts_in=timedelta(days=20), **fields).occurrence.event
