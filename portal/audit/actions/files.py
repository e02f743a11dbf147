"""Names or numbers that leave the portal as a file: made with a reason, sealed, fetched by its maker within a day."""

import base64
from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from portal import clock
from portal.audit import file_kinds, rules
from portal.audit.actions.recording import record, record_read
from portal.audit.models import ExportFile, Kind
from portal.audit.spreadsheets import Lines, as_file
from portal.design.words import moment_words
from portal.keys import new_key
from portal.refusals import Refused, locking


@locking
def make_file(
    *,
    by: Any,
    kind: str,
    about: models.Model,
    name: str,
    lines: Callable[[], Lines],
    file_format: str,
    reason: str,
) -> ExportFile:
    """Make a file for a day. Written into the log before a line is read; all of it or nothing.

    Refuses without a reason of ten letters, and more rows than its kind has.
    """
    now, what, said = clock.now(), file_kinds.get(kind), reason.strip()
    refuse(reason, 0, what.most_rows)
    record(what.action, by=by, obj=about, reason=said, kind=Kind.READ if what.is_read else Kind.CHANGE)
    found = lines()
    refuse(reason, len(found), what.most_rows)
    watermark = [_("Taken from the portal by {name}").format(name=by), moment_words(now), said]
    content = as_file(found, watermark=watermark, file_format=file_format)
    return ExportFile.objects.create(
        id=new_key(),
        made_by=by,
        made_at=now,
        expires_at=now + rules.FILE_LIVES,
        kind=kind,
        name=name,
        file_format=file_format,
        rows=len(found),
        reason=said,
        content=base64.b64encode(content).decode(),
    )


def refuse(reason: str, rows: int, most: int) -> None:
    """Refuses what may not be taken."""
    if refusal := rules.may_make(reason=reason, rows=rows, most=most):
        raise Refused(refusal, most=most)


@locking
def fetch_file(*, by: Any, file: ExportFile) -> bytes:
    """Hand the file to whoever made it; each time is in the log. Refuses when its day is over."""
    now = clock.now()
    row = ExportFile.objects.select_for_update().get(pk=file.pk, made_by=by)
    if refusal := rules.may_fetch(expires_at=row.expires_at, now=now):
        raise Refused(refusal)
    record_read("audit.file_fetched", by=by, obj=row)
    content = base64.b64decode(row.content)
    row.fetches += 1
    row.fetched_at = now
    row.save(update_fields=["fetches", "fetched_at"])
    return content


def delete_ended_files(*, limit: int = 500) -> int:
    """Hygiene, each hour: files whose day is over. Returns how many."""
    keys = list(ExportFile.objects.ended(clock.now()).values_list("pk", flat=True)[:limit])
    ExportFile.objects.filter(pk__in=keys).delete()
    return len(keys)
