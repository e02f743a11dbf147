"""Names or numbers of evenings as a file: made with a reason, written into the log first, kept nowhere here."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import Occurrence
from groups.rules.taking_along import MOST_ROWS, may_take
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.audit.spreadsheets import Lines, as_file
from portal.design.words import moment_words
from portal.refusals import Refused


@transaction.atomic
def take_sign_ups(*, by: User, date: Occurrence, lines: Callable[[], Lines], file_format: str, reason: str) -> bytes:
    """Who signed up for a date. Refuses without a reason of ten letters, and more than 2,000 rows."""
    refuse(reason, rows=0)
    audit.record_read("groups.sign_ups_taken", by=by, obj=date, reason=reason.strip())
    return made(by, lines(), file_format, reason)


@transaction.atomic
def take_numbers(*, by: User, lines: Lines, file_format: str, reason: str) -> bytes:
    """The numbers of the page, what is small hidden. Refuses without a reason of ten letters, and too many rows."""
    refuse(reason, rows=len(lines))
    audit.record("groups.numbers_taken", by=by, obj=by, reason=reason.strip())
    return made(by, lines, file_format, reason)


def refuse(reason: str, rows: int) -> None:
    """Refuses what may not be taken."""
    if refusal := may_take(reason=reason, rows=rows):
        raise Refused(refusal, most=MOST_ROWS)


def made(by: User, lines: Lines, file_format: str, reason: str) -> bytes:
    """The file, with who took it when and why in its first row."""
    refuse(reason, rows=len(lines))
    watermark = [_("Taken from the portal by {name}").format(name=by), moment_words(clock.now()), reason.strip()]
    return as_file(lines, watermark=watermark, file_format=file_format)
