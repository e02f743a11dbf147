"""Dates for a news reader: titles that may be said, and never what a discreet event is about."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language

from groups.choices import Sensitivity
from groups.shown import Shown, address_of
from portal.design.words import moment_words


def rss_of(dates: Iterable[Shown], *, title: str, path: str, about: str) -> str:
    """RSS 2.0 of these dates, in the page's language."""
    link = f"{settings.SITE_URL}{path}"
    rss = Rss201rev2Feed(title=title, link=link, description=about, language=get_language())
    for one in dates:
        is_open = one.event.sensitivity == Sensitivity.OPEN
        rss.add_item(
            title=one.event.said_title,
            link=address_of(one.event),
            description=f"{moment_words(one.date.starts_at)}. {one.event.summary if is_open else ''}".strip(),
            unique_id=f"{one.date.uid}-{one.date.sequence}",
            unique_id_is_permalink=False,
        )
    return str(rss.writeString("utf-8"))
