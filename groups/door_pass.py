"""What a party shows in the door: a QR code and the same code to read aloud. It names nobody and no evening."""

import io
from collections.abc import Iterable
from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from groups import door_codes
from groups.actions.seats import is_off
from groups.choices import RegistrationMode, RegistrationState
from groups.models import Registration
from groups.rules.answers import takes_part_online
from portal import clock


@dataclass(frozen=True)
class DoorPass:
    """A code in two shapes."""

    svg: str
    said: str


def address_of(code: str) -> str:
    """Where the phone of whoever stands in the door is sent; in the house's own language, the shortest."""
    with translation.override(settings.LANGUAGE_CODE):
        return f"{settings.SITE_URL}{reverse('groups:door_scan', args=[code])}"


def drawn(code: str) -> str:
    """The QR code as SVG without styles and without a size of its own."""
    out = io.BytesIO()
    qr = segno.make(address_of(code), error="m", micro=False)
    qr.save(out, kind="svg", border=4, xmldecl=False, svgns=False, nl=False, omitsize=True)
    return out.getvalue().decode()


def is_wanted(row: Registration) -> bool:
    """Whether anybody asks for a code: only who has a place, where there is a door, and until it is over."""
    date = row.pool.occurrence
    online = takes_part_online(status=date.status, channel=row.pool.channel)
    has_place = row.state == RegistrationState.CONFIRMED and not online and not is_off(row.pool)
    signs_up = date.event.registration != RegistrationMode.DROP_IN
    return has_place and signs_up and bool(row.door_code) and clock.now() < date.ends_at


def door_pass(row: Registration) -> DoorPass | None:
    """A party's pass, or None where nobody asks for one."""
    return DoorPass(drawn(row.door_code), door_codes.said(row.door_code)) if is_wanted(row) else None


def next_pass(rows: Iterable[Registration]) -> tuple[Registration, DoorPass] | None:
    """The pass of the next evening among one's own that has one."""
    row = next((row for row in rows if is_wanted(row)), None)
    return (row, DoorPass(drawn(row.door_code), door_codes.said(row.door_code))) if row else None
