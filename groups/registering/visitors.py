"""What a visitor and a relative find: their evenings in their own calendar, and news of new ones."""

from datetime import timedelta

from groups import news_kinds, own_time
from groups.actions.news import tell_news
from portal.outbox import chores


def register() -> None:
    """Called once from registering."""
    own_time.register_source()
    news_kinds.register_kinds()
    chores.register("groups.news", timedelta(hours=1), tell_news)
