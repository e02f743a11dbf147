"""Several new rows in one statement: all or none, made ready as `save` makes them."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from groups.actions import seats, signing_up
from groups.actions.signing_up import Party
from groups.models import Attendee, Registration, RegistrationLog, SeatPool
from portal import clock
from portal.accounts.models import User
from portal.audit.actions import record
from portal.audit.models import AuditEvent
from portal.database.writing import insert_together
from tests.factories.evenings import make_pool

pytestmark = pytest.mark.django_db


def new_rows(pool: SeatPool, person: User, **given: Any) -> list[Any]:
    """A sign-up of two, its line in the log and who comes, not written."""
    party = Party(names=["Åse", "Bo O'Hara"], needs={1: "Kørestol: 100 % {sikker}"})
    now = clock.now()
    row = signing_up.unsaved(pool, party, form_key=uuid4(), language="nb", source="phone", now=now)
    row.person = person
    for name, value in given.items():
        setattr(row, name, value)
    log = seats.step(row, "confirmed", why="signed_up", by=person, now=now)
    return [row, log, *signing_up.who_come(row, party)]


def test_rows_that_point_at_each_other_are_one_statement(organiser: User, relative: User) -> None:
    rows = new_rows(make_pool(organiser, 5), relative)
    assert relative.roles == frozenset()  # asked for once, and kept
    with CaptureQueriesContext(connection) as asked:
        event = record("groups.signed_up", by=relative, obj=rows[0], subject=relative.pk, beside=rows)
    assert len(asked) == 1
    saved = Registration.objects.get(pk=rows[0].pk)
    assert [(one.first_name, one.needs) for one in saved.who_comes] == [
        ("Åse", None),
        ("Bo O'Hara", "Kørestol: 100 % {sikker}"),
    ]
    assert saved.log.get().by_id == relative.pk
    assert AuditEvent.objects.get(pk=event.pk).object_id == str(saved.pk)


def test_people_s_words_are_sealed_as_ever(organiser: User, relative: User) -> None:
    insert_together(*new_rows(make_pool(organiser, 5), relative))
    with connection.cursor() as cursor:
        cursor.execute("SELECT first_name, needs FROM groups_attendee WHERE needs IS NOT NULL")
        first_name, needs = cursor.fetchone()
    assert b"Bo" not in bytes(first_name) and b"rest" not in bytes(needs)


def test_what_the_database_counts_is_asked_for_when_it_is_needed(organiser: User, relative: User) -> None:
    pool = make_pool(organiser, 5)
    one, *_ = rows = new_rows(pool, relative)
    insert_together(*rows)
    other = new_rows(pool, organiser)
    insert_together(*other)
    assert one.sequence == Registration.objects.get(pk=one.pk).sequence
    assert one.sequence < other[0].sequence
    one.language = "da"
    one.save()
    assert Registration.objects.count() == 2


def test_a_row_that_is_refused_takes_the_others_with_it(organiser: User, relative: User) -> None:
    pool = make_pool(organiser, 5)
    insert_together(*new_rows(pool, relative))
    again = new_rows(pool, relative)
    with pytest.raises(IntegrityError, match="person_is_signed_up_once_for_a_date"), transaction.atomic():
        record("groups.signed_up", by=relative, obj=again[0], beside=again)
    assert Registration.objects.count() == RegistrationLog.objects.count() == 1
    assert (Attendee.objects.count(), AuditEvent.objects.count()) == (2, 0)


def test_the_seats_are_counted_and_never_oversold(organiser: User, relative: User) -> None:
    pool = make_pool(organiser, 1)
    with pytest.raises(IntegrityError, match="pool_is_never_oversold"), transaction.atomic():
        insert_together(*new_rows(pool, relative))
    pool.refresh_from_db()
    assert pool.taken == 0


def test_a_value_that_is_none_of_the_columns_kind_is_refused_by_the_database(organiser: User, relative: User) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        insert_together(*new_rows(make_pool(organiser, 5), relative, language="far too long for a language"))
