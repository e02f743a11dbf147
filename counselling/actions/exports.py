"""Numbers that leave the portal as a file: made with a reason, fetched once."""

import base64

from django.utils.translation import gettext as _

from counselling.models import DataExport
from counselling.rules import exports as rules
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.audit.spreadsheets import Lines, as_file
from portal.design.words import moment_words
from portal.keys import new_key
from portal.refusals import Refused, locking


@locking
def make_export(*, by: User, lines: Lines, file_format: str, reason: str) -> DataExport:
    """Make a file that can be fetched once within 24 hours. The log keeps who and why.

    Refuses without a reason of ten letters, and more than 5,000 rows.
    """
    now = clock.now()
    if refusal := rules.may_export(reason=reason, rows=len(lines)):
        raise Refused(refusal, most=rules.MOST_ROWS)
    said = reason.strip()
    watermark = [_("Taken from the portal by {name}").format(name=by), moment_words(now), said]
    content = as_file(lines, watermark=watermark, file_format=file_format)
    export = DataExport.objects.create(
        id=new_key(),
        made_by=by,
        made_at=now,
        expires_at=now + rules.FILE_LIVES,
        file_format=file_format,
        rows=len(lines),
        reason=said,
        content=base64.b64encode(content).decode(),
    )
    audit.record("counselling.numbers_exported", by=by, obj=export, reason=said)
    return export


@locking
def fetch_export(*, by: User, export: DataExport) -> bytes:
    """Hand the file to whoever made it; it is gone then. Refuses when it was fetched, or its day is over."""
    now = clock.now()
    row = DataExport.objects.select_for_update().get(pk=export.pk, made_by=by)
    if refusal := rules.may_fetch(fetched_at=row.fetched_at, expires_at=row.expires_at, now=now):
        raise Refused(refusal)
    content = base64.b64decode(row.content or "")
    audit.record_read("counselling.export_fetched", by=by, obj=row)
    row.fetched_at = now
    row.content = None  # type: ignore[assignment]  # NULL is how it is wiped
    row.save(update_fields=["fetched_at", "content"])
    return content


def delete_ended_exports(*, limit: int = 500) -> int:
    """Hygiene, each hour: files whose day is over. Returns how many."""
    keys = list(DataExport.objects.ended(clock.now()).values_list("pk", flat=True)[:limit])
    DataExport.objects.filter(pk__in=keys).delete()
    return len(keys)
