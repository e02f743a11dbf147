"""An event told outside the portal: a poster, a text for the local paper, a snippet for the municipality's own site.

Strangers read them, so they say what may be said anywhere: of a discreet event neither its title nor what it is about,
nor who speaks; of an online one never the way in. The words are in the event's own language, whoever makes them.
"""

import io
import re
from collections.abc import Sequence
from typing import Any

import segno
from django.conf import settings
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from groups.choices import Attendance, RegistrationMode, Sensitivity
from groups.models import Event, Occurrence, Speaker
from groups.rules.answers import takes_part_online
from groups.shown import address_of
from groups.together_words import names_said
from groups.venue_facts import there_is, there_is_not
from portal import clock
from portal.design.documents import make_pdf
from portal.design.models import Municipality
from portal.design.words import period_words

TEMPLATE = "groups/poster/poster.typ"
MOST_DATES = 6  # there is no room for more on a page


def dates_to_tell(event: Event) -> list[Occurrence]:
    """The next dates that take place."""
    rows = Occurrence.objects.taking_place(clock.now()).of_event(event.pk)
    return list(rows.select_related("venue"))[:MOST_DATES]


def language_of(event: Event) -> str:
    """The event's own language where the portal speaks it, else the house's."""
    known = {code for code, _name in settings.LANGUAGES}
    return event.language if event.language in known else settings.LANGUAGE_CODE


def said(event: Event, dates: Sequence[Occurrence], speakers: Sequence[Speaker]) -> dict[str, Any]:
    """All that may be said of an event where anybody reads, in the active language."""
    is_open = event.sensitivity == Sensitivity.OPEN
    town = Municipality.objects.current()
    venues = list({date.venue.pk: date.venue for date in dates if date.venue}.values())
    return {
        "language": translation.get_language(),
        "municipality": town.name,
        "colour": town.colour,
        "kind": event.get_kind_display() if is_open else _("Event"),
        "title": event.said_title,
        "summary": event.summary if is_open else "",
        "speakers": [", ".join(filter(None, (one.name, one.title))) for one in speakers] if is_open else [],
        "host": ", ".join(names_said(event)),
        "when": [first_upper(period_words((date.starts_at, date.ends_at))) for date in dates],
        "where": [{"name": one.name, "address": one.address, "arrival": one.arrival} for one in venues],
        "is_online": is_online(event, dates),
        "there_is": there_is(venues[0]) if len(venues) == 1 else [],
        "there_is_not": there_is_not(venues[0]) if len(venues) == 1 else [],
        "how": how_to_come(event),
        "contact": contact_of(event, town),
        "address": address_of(event),
    }


def first_upper(text: str) -> str:
    """A sentence begins with a capital."""
    return text[:1].upper() + text[1:]


def is_online(event: Event, dates: Sequence[Occurrence]) -> bool:
    """Whether one can take part from home."""
    ways = {takes_part_online(status=date.status, channel="") for date in dates}
    return event.attendance != Attendance.IN_PERSON or True in ways


def how_to_come(event: Event) -> str:
    """What one does to be there."""
    if event.registration == RegistrationMode.DROP_IN:
        return _("It is free. Just come.")
    if event.registration == RegistrationMode.APPLICATION:
        return _("It is free. Ask for a place here:")
    return _("It is free. Sign up here:")


def contact_of(event: Event, town: Municipality) -> str:
    """Whom one asks; the municipality's own number where the event has none."""
    ways = [one for one in (event.contact_phone, event.contact_email) if one] or [town.phone]
    return ", ".join(one for one in (event.contact_name, *ways) if one)


def poster_words() -> dict[str, str]:
    """What stands on every poster."""
    return {
        "when": _("When"),
        "where": _("Where"),
        "online": _("You can take part from home, online."),
        "missing": _("Not there: {facts}"),
        "ask": _("Questions? Ask {contact}"),
        "code": _("Square code that opens the page of the event: {address}"),
        "with": _("Together with {host}"),
    }


def poster(event: Event, dates: Sequence[Occurrence], speakers: Sequence[Speaker]) -> bytes:
    """One A4 page to hang up, with the event's address as a square code. Raises CannotBeMade."""
    with translation.override(language_of(event)):
        data = said(event, dates, speakers)
        words = poster_words()
    data["words"] = {
        **words,
        "missing": words["missing"].format(facts=", ".join(data["there_is_not"]).lower()),
        "ask": words["ask"].format(contact=in_one_piece(data["contact"])),
        "code": words["code"].format(address=data["address"]),
        "with": words["with"].format(host=data["host"]),
    }
    data |= {"code": square_code(data["address"]), "address_said": printed(data["address"])}
    return make_pdf(TEMPLATE, data, made_at=clock.now())


def printed(address: str) -> str:
    """An address as it is typed from paper, without what a browser adds."""
    return address.partition("://")[2].rstrip("/")


def in_one_piece(text: str) -> str:
    """No line ends inside a telephone number."""
    return re.sub(r"(?<=\d) (?=\d)", "\N{NO-BREAK SPACE}", text)


def square_code(address: str) -> str:
    """The address as a QR code, drawn (SVG). A quarter of it may be torn or dirty."""
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(out, kind="svg", border=4, xmldecl=False, svgclass=None)
    return out.getvalue().decode()


def for_the_paper(event: Event, dates: Sequence[Occurrence], speakers: Sequence[Speaker]) -> str:
    """A short text an editor can print as it is."""
    with translation.override(language_of(event)):
        data = said(event, dates, speakers)
        lines = [f"{data['title']} – {data['municipality']}", ""]
        lines += [data["summary"]] if data["summary"] else []
        lines += [_("Speaking: {names}.").format(names="; ".join(data["speakers"]))] if data["speakers"] else []
        lines += [f"{one}." for one in data["when"]]
        lines += [f"{one['name']}, {one['address']}." for one in data["where"]]
        lines += [_("You can take part from home, online.")] if data["is_online"] else []
        lines += [f"{', '.join(data['there_is'])}."] if data["there_is"] else []
        lines += [_("Together with {host}").format(host=data["host"]) + "."] if data["host"] else []
        lines += ["", f"{data['how']} {data['address']}"]
        lines += [_("Questions? Ask {contact}").format(contact=data["contact"]) + "."] if data["contact"] else []
    return "\n".join(lines)


def for_a_site(event: Event, dates: Sequence[Occurrence], speakers: Sequence[Speaker]) -> SafeString:
    """Plain HTML without classes, scripts or pictures: it takes on the look of the page it is put into."""
    with translation.override(language_of(event)):
        data = said(event, dates, speakers)
        places = [f"{one['name']}, {one['address']}" for one in data["where"]]
        places += [_("You can take part from home, online.")] if data["is_online"] else []
        ask = _("Questions? Ask {contact}").format(contact=data["contact"]) if data["contact"] else ""
        return format_html(
            '<article lang="{}">\n<h3><a href="{}">{}</a></h3>\n{}{}{}<p>{} <a href="{}">{}</a></p>\n{}</article>',
            data["language"],
            data["address"],
            data["title"],
            paragraphs([data["summary"]]),
            paragraphs(data["when"]),
            paragraphs(places),
            data["how"],
            data["address"],
            data["address"],
            paragraphs([ask]),
        )


def paragraphs(lines: Sequence[str]) -> SafeString:
    """Each line that says something as a paragraph of its own."""
    return format_html_join("", "<p>{}</p>\n", ((line,) for line in lines if line))
