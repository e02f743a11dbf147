"""Deleting what has been kept long enough, and handing out a person's own copy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError

from portal import clock
from portal.audit.actions import Actor, record_about, record_read
from portal.privacy import erasures, registry
from portal.privacy.export import export_person
from portal.vault.fields import EncryptedField
from portal.vault.second_lock import Purpose, opened_for

BATCH = 500


@dataclass(frozen=True)
class Ended:
    """What one period did, or would do."""

    period: registry.Period
    rows: int


def days_of(period: registry.Period) -> timedelta:
    """How long, after the municipality's own setting if it has one."""
    days = settings.KEEPING_DAYS.get(period.name)
    return period.keep if days is None else timedelta(days=days)


def keep_and_delete(*, dry_run: bool = False) -> list[Ended]:
    """Run every period, in batches that each commit: killed half-way, the next run goes on where this one stopped."""
    done = []
    for period in registry.periods():
        too_old = clock.now() - days_of(period)
        rows = count_overdue(period, too_old) if dry_run else end_period(period, too_old)
        done.append(Ended(period, rows))
        if rows and not dry_run:
            record_about("privacy.period_ended", by=None, object_kind="privacy.period", object_id=period.name[:40])
    return done


def count_overdue(period: registry.Period, too_old: datetime) -> int:
    """How many rows a period would end."""
    with opened_for(Purpose.ERASE):
        return period.overdue(too_old).count()


def end_period(period: registry.Period, too_old: datetime) -> int:
    """One period, batch after batch, until nothing is overdue."""
    rows = 0
    while batch := end_batch(period, too_old):
        rows += batch
    return rows


@transaction.atomic
def end_batch(period: registry.Period, too_old: datetime) -> int:
    """Delete or clear at most BATCH rows; rows somebody holds are left for the next run. Returns how many."""
    with opened_for(Purpose.ERASE):
        return end_rows(period, too_old)


def end_rows(period: registry.Period, too_old: datetime) -> int:
    """One batch, in the caller's transaction."""
    overdue = period.overdue(too_old).order_by("pk")
    keys = list(overdue.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:BATCH])
    if not keys:
        return 0
    rows = overdue.model._base_manager.filter(pk__in=keys)
    if not period.clear:
        rows.delete()
    elif not rows.update(**{name: emptied(overdue.model, name) for name in period.clear}):
        return 0
    return len(keys)


def emptied(model: type[models.Model], name: str) -> Any:
    """The empty value of a field."""
    field = model._meta.get_field(name)
    if getattr(field, "null", False):
        return None
    if isinstance(field, EncryptedField):
        raise TypeError(f"{field} can't be cleared: make it nullable.")
    return field.get_default() if isinstance(field, models.Field) else None


class MustBeKept(Exception):
    """A person can't be erased now: the sentence says what stands in the way."""


def erase_person(person: Any, *, by: Any = None) -> int:
    """Erase a relative: every row the register says goes with its person, then the person; how many rows.

    Refuses (MustBeKept) staff, people with something ahead, and people with what the law has us keep. The ledger
    outside the database gets its line before the commit: a restored dump forgets no erasure.
    """
    if person.is_staff_member:
        raise MustBeKept("This person works here. Close their account instead.")
    if sentence := erasures.blocked(person):
        raise MustBeKept(sentence)
    key = str(person.pk)
    with transaction.atomic():
        person = type(person)._default_manager.select_for_update(of=("self",)).get(pk=person.pk)
        with opened_for(Purpose.ERASE):
            rows = erase_rows(person)
        record_about("privacy.person_erased", by=by, object_kind="accounts.user", object_id=key, subject=UUID(key))
        erasures.remember(key)
    return rows


def erase_rows(person: Any) -> int:
    """Row by row, the protected ones after what protects them; whoever is protected to the end must be kept."""
    waiting, erased = [*erasures.rows_to_erase(person), person], 0
    while waiting:
        again = []
        for row in waiting:
            try:
                with transaction.atomic():
                    erased += row.delete()[0]
            except (ProtectedError, RestrictedError):
                again.append(row)
        if len(again) == len(waiting):
            tables = ", ".join(sorted({str(row._meta.verbose_name) for row in again}))
            raise MustBeKept(f"The law has us keep something about this person ({tables}).")
        waiting = again
    return erased


def replay_erasures(people: Iterable[Any]) -> tuple[int, list[str]]:
    """After a restore: erase again whoever the ledger names; how many, and why somebody was not."""
    names, done, kept = erasures.ledger(), 0, []
    for person in people:
        if erasures.fingerprint(str(person.pk)) in names:
            try:
                erase_person(person)
                done += 1
            except MustBeKept as error:
                kept.append(str(error))
    return done, kept


def own_copy(*, by: Any, with_notes: bool = False) -> dict[str, Any]:
    """A person's own data. The read is recorded before anything is gathered.

    with_notes: what was released of notes too, for a session that knows well who asks; else the database shows none.
    """
    actor: Actor = by
    record_read("privacy.copy_downloaded", by=actor, obj=by, subject=actor.pk)
    if not with_notes:
        return export_person(by)
    with opened_for(Purpose.COPY):
        return export_person(by)
