"""Names or numbers of evenings as a file to take along."""

from collections.abc import Callable

from groups.models import Occurrence
from portal.accounts.models import User
from portal.audit.actions.files import make_file
from portal.audit.models import ExportFile
from portal.audit.spreadsheets import Lines

SIGN_UPS, NUMBERS = "groups.sign_ups", "groups.numbers"


def take_sign_ups(
    *, by: User, date: Occurrence, lines: Callable[[], Lines], file_format: str, reason: str
) -> ExportFile:
    """Who signed up for a date. Refuses like every file."""
    name = f"tilmeldte-{date.starts_at:%Y-%m-%d}"
    return make_file(by=by, kind=SIGN_UPS, about=date, name=name, lines=lines, file_format=file_format, reason=reason)


def take_numbers(*, by: User, year: int, lines: Callable[[], Lines], file_format: str, reason: str) -> ExportFile:
    """The numbers of a year, what is small hidden. Refuses like every file."""
    name = f"aftener-{year}"
    return make_file(by=by, kind=NUMBERS, about=by, name=name, lines=lines, file_format=file_format, reason=reason)
