"""Who the municipality makes an event with, as it may be said outside: the partners of an open event, and of no other.

An association's name often says what an evening is about, so it goes the way the title goes.
"""

from django.utils.translation import gettext as _

from groups.choices import Sensitivity
from groups.models import Event, Together
from portal import clock


def names_said(event: Event) -> list[str]:
    """Who invites with us: what an organiser wrote, and the partners, each once. One query for an open event."""
    if event.sensitivity != Sensitivity.OPEN:
        return []
    return joined(event, Together.objects.all().names_of([event.pk]).get(event.pk, []))


def joined(event: Event, partners: list[str]) -> list[str]:
    """The typed host and the partners' names, each once."""
    return list(dict.fromkeys(filter(None, [event.host, *partners]))) if event.sensitivity == Sensitivity.OPEN else []


def together_words(names: list[str]) -> str:
    """One sentence for a calendar file; nothing where there is nobody."""
    return _("Together with {host}").format(host=", ".join(names)) + "." if names else ""


def who_else_sees(event: Event) -> str:
    """Said where one signs up: that whoever holds the evening with us sees who comes. One query."""
    names = Together.objects.all().who_see_guests_of(event.pk, clock.today())
    if not names:
        return ""
    if event.sensitivity != Sensitivity.OPEN:
        names = [_("Somebody who holds the evening with us")]
    said = _("{who} sees your first name, how many you are, and that you need something. Never your e-mail or phone.")
    return said.format(who=", ".join(names))
