"""Lines as CSV or XLSX: a first row that says who took them when and why, and no cell a spreadsheet would run."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from portal.audit.export import harmless

Lines = Sequence[Sequence[Any]]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def cell(value: Any) -> Any:
    """A number stays a number; everything else is text that is no formula."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else harmless(value)


def as_file(lines: Lines, *, watermark: Sequence[str], file_format: str) -> bytes:
    """The file's bytes."""
    rows = [[cell(value) for value in row] for row in (watermark, *lines)]
    return as_csv(rows) if file_format == "csv" else as_xlsx(rows)


def as_csv(rows: Lines) -> bytes:
    """Semicolons, decimal commas as staff's spreadsheets read them, and a mark that says it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerows([[str(one).replace(".", ",") if isinstance(one, float) else one for one in row] for row in rows])
    return f"\ufeff{out.getvalue()}".encode()


def as_xlsx(rows: Lines) -> bytes:
    """One sheet; text is stored as text, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Tal")
    for row in rows:
        cells = []
        for value in row:
            made = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                made.data_type = "s"
            cells.append(made)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
