"""A part of the log as CSV: a first row that says who took it when and why, and no cell a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from portal.audit.chain import in_utc
from portal.audit.lines import Line

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # full-width forms too


def harmless(value: Any) -> str:
    """A cell as text: quoted with an apostrophe where a spreadsheet would take it for a formula."""
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(RISKY) else text


def as_csv(lines: Iterable[Line], *, watermark: Sequence[str]) -> str:
    """The file, for spreadsheets: semicolons, and a mark that says it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([harmless(cell) for cell in watermark])
    writer.writerow([_("When"), _("Who"), _("In which capacity"), _("What happened"), _("Whose data"), _("Reason")])
    for line in lines:
        cells = (in_utc(line.at), line.who, line.capacity, line.what, line.subject, line.reason)
        writer.writerow([harmless(cell) for cell in cells])
    return f"\ufeff{out.getvalue()}"
