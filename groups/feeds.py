"""Dates for a news reader: titles that may be said, and never what a discreet event is about."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language

from groups.choices import Sensitivity
from groups.models import Together
from groups.shown import Shown, address_of, place_words
from groups.together_words import joined, together_words
from portal import clock
from portal.design.words import moment_words
from portal.outbox import calendar_file


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


def calendar_of(dates: Iterable[Shown], *, name: str) -> bytes:
    """These dates for a calendar; of a discreet event neither what it is about nor where."""
    entries, found = [], list(dates)
    partners = Together.objects.all().names_of({one.event.pk for one in found})
    for one in found:
        uid = f"{one.date.uid}@{settings.MAIL_DOMAIN}"
        said = one.event.said_title
        entry = calendar_file.event_of(
            uid, one.date.sequence, one.date.starts_at, one.date.ends_at, said, ZoneInfo(one.date.zone)
        )
        entry.add("status", "CANCELLED" if one.is_off else "CONFIRMED")
        if one.event.sensitivity == Sensitivity.OPEN and (place := place_words(one.date)):
            entry.add("location", place)
        if said_of := together_words(joined(one.event, partners.get(one.event.pk, []))):
            entry.add("description", said_of)
        entries.append(entry)
    return calendar_file.feed(entries, "PUBLISH", clock.zone(), name=name)
