"""Recording: the fourth move of every action, and the first of every page that shows what people told us."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db import DatabaseError, models, transaction

from portal import clock
from portal.audit import request_id
from portal.audit.models import AuditEvent, Kind, Search
from portal.database.writing import insert_together


class Actor(Protocol):
    """Whoever acts: a signed-in person with municipality-wide roles."""

    pk: UUID

    @property
    def roles(self) -> frozenset[str]:
        """The roles held now."""
        ...


class CannotRecord(Exception):
    """A read could not be recorded, so nothing may be shown (503)."""


def role_of(by: Actor | None) -> str:
    """In which capacity: the roles held, "relative" for none, "anonymous" or "house" when nobody is signed in."""
    if by is None:
        return "anonymous" if request_id.current.get() else "house"
    return ",".join(sorted(by.roles)) or "relative"


def record(
    action: str,
    *,
    by: Actor | None,
    obj: models.Model,
    subject: UUID | None = None,
    reason: str = "",
    kind: str = Kind.CHANGE,
    beside: Sequence[models.Model] = (),
) -> AuditEvent:
    """Add one event, in the caller's transaction. subject is whose data it was; never content, never names.

    beside: new rows it tells about, written in the same statement (portal.database.writing).
    """
    label, key = obj._meta.label_lower, str(obj.pk)
    return record_about(
        action, by=by, object_kind=label, object_id=key, subject=subject, reason=reason, kind=kind, beside=beside
    )


def record_about(
    action: str,
    *,
    by: Actor | None,
    object_kind: str,
    object_id: str,
    subject: UUID | None = None,
    reason: str = "",
    kind: str = Kind.CHANGE,
    beside: Sequence[models.Model] = (),
) -> AuditEvent:
    """The same for what is no row: a list, a search, a period of the register. A read raises as record_read."""
    about = {"object_kind": object_kind, "object_id": object_id}
    event = an_event(action, by=by, **about, subject=subject, reason=reason, kind=kind)
    try:
        insert_together(*beside, event)
    except DatabaseError as error:
        if kind != Kind.READ:
            raise
        raise CannotRecord(action) from error
    return event


def an_event(
    action: str, *, by: Actor | None, object_kind: str, object_id: str, subject: UUID | None, reason: str, kind: str
) -> AuditEvent:
    """An event of this moment and this request, not written yet."""
    return AuditEvent(
        at=clock.now(),
        kind=kind,
        actor=None if by is None else by.pk,
        role=role_of(by)[:80],
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        subject=subject,
        reason=reason[:300],
        request_id=request_id.current.get(),
    )


def record_read(
    action: str, *, by: Actor | None, obj: models.Model, subject: UUID | None = None, reason: str = ""
) -> AuditEvent:
    """Add a read, before the content is shown. Raises CannotRecord when it can't be written: then nothing is shown."""
    try:
        return record(action, by=by, obj=obj, subject=subject, reason=reason, kind=Kind.READ)
    except DatabaseError as error:
        raise CannotRecord(action) from error


@dataclass(frozen=True)
class Look:
    """One read of what is about somebody."""

    action: str
    obj: models.Model
    subject: UUID | None
    reason: str = ""


def record_reads(looks: Iterable[Look], *, by: Actor | None) -> None:
    """Add several reads at once, before the content is shown: all or none. Raises CannotRecord as record_read."""
    told = list(looks)
    events = [
        an_event(
            look.action,
            by=by,
            object_kind=look.obj._meta.label_lower,
            object_id=str(look.obj.pk),
            subject=look.subject,
            reason=look.reason,
            kind=Kind.READ,
        )
        for look in told
    ]
    try:
        AuditEvent.objects.bulk_create(events)
    except DatabaseError as error:
        raise CannotRecord(told[0].action) from error


@transaction.atomic
def read_log(*, by: Actor, search: Search, most: int) -> list[AuditEvent]:
    """The newest events of a search. Reading the log is itself a read, recorded first: whose data, which days."""
    record_look("audit.log_read", by=by, search=search, reason=search.kind)
    return list(AuditEvent.objects.matching(search)[:most])


@transaction.atomic
def export_log(*, by: Actor, search: Search, reason: str, most: int) -> list[AuditEvent]:
    """The events of a search to take along, newest first, at most so many. Recorded first, with the reason."""
    record_look("audit.log_exported", by=by, search=search, reason=reason)
    return list(AuditEvent.objects.matching(search)[:most])


def record_look(action: str, *, by: Actor, search: Search, reason: str) -> None:
    """Note a look into the log itself."""
    about, kept = "audit.log", Kind.READ
    try:
        record_about(
            action, by=by, object_kind=about, object_id=search.period, subject=search.subject, reason=reason, kind=kept
        )
    except DatabaseError as error:
        raise CannotRecord(action) from error
