"""A person's own calendar: its address, what was read there, and what clashes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from psycopg.types.range import TimestamptzRange

from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar import clashes, reading, rules
from portal.calendar.models import CalendarSource, ExternalBusy, Occupancy, Resource
from portal.calendar.models.sources import SyncProblem
from portal.calendar.rules import Refusal
from portal.refusals import Refused, locking

EVERY = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=6)
AT_MOST = 50  # calendars in one pass


@locking
def add_source(*, by: User, resource: Resource, address: str) -> CalendarSource:
    """Read this calendar from now on; an earlier address of the same person goes.

    Refuses an address that is not https, or whose host is not on the municipality's list.
    """
    now = clock.now()
    wanted = rules.calendar_address(address.strip(), settings.EXTERNAL_CALENDAR_HOSTS)
    if isinstance(wanted, Refusal):
        raise Refused(wanted)
    forget(resource)
    source = CalendarSource.objects.create(
        resource=resource, address=wanted.address, host=wanted.host, next_sync_at=now, added_at=now
    )
    audit.record("calendar.source_added", by=by, obj=source, subject=resource.user_id)
    return source


@locking
def remove_source(*, by: User, resource: Resource) -> None:
    """Stop reading; the busy time that was read goes too."""
    forget(resource)
    audit.record("calendar.source_removed", by=by, obj=resource, subject=resource.user_id)


def forget(resource: Resource) -> None:
    """Without an address and without what was read there."""
    CalendarSource.objects.filter(resource=resource).delete()
    ExternalBusy.objects.filter(resource=resource).delete()
    clashes.tell(resource, [])


@locking
def ask_again(*, by: User, resource: Resource) -> None:
    """Read the calendar within a minute instead of at its turn. Refuses when there is none."""
    source = CalendarSource.objects.select_for_update().filter(resource=resource).first()
    if source is None:
        raise Refused(Refusal.CHANGED_MEANWHILE)
    source.next_sync_at = clock.now()
    source.save(update_fields=["next_sync_at"])
    audit.record("calendar.source_asked", by=by, obj=source, subject=resource.user_id)


@transaction.atomic
def take_due(now: datetime) -> list[CalendarSource]:
    """The calendars whose turn has come; their next turn is written first, so that two workers never read the same."""
    rows = list(
        CalendarSource.objects.due(now)
        .select_related("resource")
        .select_for_update(of=("self",), skip_locked=True)[:AT_MOST]
    )
    for source in rows:
        source.last_tried_at = now
        source.next_sync_at = now + min(EVERY * 2**source.failures, LONGEST_PAUSE)
        source.save(update_fields=["last_tried_at", "next_sync_at"])
    return rows


def sync_due() -> int:
    """Read every calendar whose turn it is, outside any transaction; how many were read. Safe to run at any time."""
    done = 0
    for source in take_due(clock.now()):
        try:
            answer = reading.fetch(source.address, etag=source.etag, hosts=settings.EXTERNAL_CALENDAR_HOSTS)
            keep(source, answer, now=clock.now())
            done += 1
        except reading.NotRead as error:
            note_problem(source, error.problem)
    return done


@locking
def keep(source: CalendarSource, answer: reading.Answer, *, now: datetime) -> None:
    """Write down what was read: the busy time as it is now, and who has a clash. Raises NotRead for what is none."""
    row = CalendarSource.objects.select_for_update().filter(pk=source.pk).first()
    if row is None:
        return  # taken away while we read
    resource = source.resource
    if answer.body is not None:
        start, end = now - reading.LOOKS_BACK, now + reading.LOOKS_AHEAD
        spans = reading.busy_spans(
            answer.body, start=start, end=end, zone=resource.tzinfo, own_domain=settings.MAIL_DOMAIN
        )
        ExternalBusy.objects.filter(resource=resource).delete()
        ExternalBusy.objects.bulk_create(
            ExternalBusy(resource=resource, period=TimestamptzRange(first, last), imported_at=now)
            for first, last in spans
        )
    row.etag, row.problem, row.failures, row.last_synced_at = answer.etag, "", 0, now
    row.save(update_fields=["etag", "problem", "failures", "last_synced_at"])
    clashes.tell(resource, clashing(resource, now))


def clashing(resource: Resource, now: datetime) -> Sequence[clashes.Clash]:
    """Our own firm time ahead that the other calendar also takes, in order."""
    rows = Occupancy.objects.overlapped_elsewhere(resource.pk, now)
    return [clashes.Clash(row.held_for, row.held_for_id, row.period.lower) for row in rows]


@transaction.atomic
def note_problem(source: CalendarSource, problem: SyncProblem) -> None:
    """Write down that it could not be read. What was read before stays: better old than nothing."""
    row = CalendarSource.objects.select_for_update().filter(pk=source.pk).first()
    if row is not None:
        row.problem, row.failures = problem, min(row.failures + 1, 20)
        row.save(update_fields=["problem", "failures"])
