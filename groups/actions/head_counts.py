"""How many came where nobody signs up. Counting on adds up on any number of phones; a number typed over another needs
to have seen it.
"""

from groups.actions.door import judge_date
from groups.choices import RegistrationMode
from groups.models import Occurrence
from groups.rules.door import MOST_HEADS, DoorRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking


def locked_drop_in(date: Occurrence) -> Occurrence:
    """The date, locked. Refuses one that is off, of another day, or where people sign up."""
    rows = Occurrence.objects.select_for_update(of=("self",)).select_related("event")
    row = rows.get(pk=date.pk)
    judge_date(row, clock.now())
    if row.event.registration != RegistrationMode.DROP_IN:
        raise Refused(DoorRefusal.COUNTED_BY_NAME)
    return row


@locking
def count_on(*, by: User, date: Occurrence, more: int) -> Occurrence:
    """So many more came in. Refuses a date that is off, of another day, or where people sign up."""
    row = locked_drop_in(date)
    return counted(by, row, min((row.head_count or 0) + more, MOST_HEADS))


@locking
def set_head_count(*, by: User, date: Occurrence, count: int, seen: int | None) -> Occurrence:
    """So many came. Refuses like counting on, and when a colleague wrote another number since this page was shown."""
    row = locked_drop_in(date)
    if row.head_count == count:
        return row
    if row.head_count != seen:
        raise Refused(DoorRefusal.HEAD_COUNT_STALE, count=row.head_count)
    return counted(by, row, count)


def counted(by: User, row: Occurrence, count: int) -> Occurrence:
    """Write the number down."""
    row.head_count = count
    row.save(update_fields=["head_count"])
    audit.record("groups.heads_counted", by=by, obj=row, reason=str(count))
    return row
