"""Numbers that leave the portal as a file."""

from collections.abc import Callable

from portal import clock
from portal.accounts.models import User
from portal.audit.actions.files import make_file
from portal.audit.models import ExportFile
from portal.audit.spreadsheets import Lines

NUMBERS = "counselling.numbers"


def take_numbers(*, by: User, lines: Callable[[], Lines], file_format: str, reason: str) -> ExportFile:
    """The numbers of the page, what is small hidden. Refuses like every file."""
    name = f"tal-{clock.today():%Y-%m-%d}"
    return make_file(by=by, kind=NUMBERS, about=by, name=name, lines=lines, file_format=file_format, reason=reason)
