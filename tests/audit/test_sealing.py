"""Sealing: every event stands in exactly one seal, however transactions overlap."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from portal.audit.actions import record_about, sealing
from portal.audit.chain import BEGINNING
from portal.audit.fields import runs_of, text_of
from portal.audit.models import AuditEvent, AuditSeal
from tests.audit.chains import add, verified
from tests.factories.database import as_superuser, threads

INSERT = (
    "INSERT INTO audit_auditevent (at, kind, role, action, object_kind, object_id, reason, request_id) "
    "VALUES (now(), 'read', 'house', 'test.held', 'test', '0', '', '') RETURNING id"
)
STATEMENTS = ["UPDATE audit_auditseal SET count = 7", "DELETE FROM audit_auditseal", "TRUNCATE audit_auditseal"]


@pytest.fixture(autouse=True)
def anchors(settings: Any, tmp_path: Path) -> Path:
    settings.AUDIT_ANCHOR_FILE = tmp_path / "anchors.txt"
    return settings.AUDIT_ANCHOR_FILE


def sealed() -> list[int]:
    """Every sealed id, as often as it stands in a seal."""
    return [
        number
        for seal in AuditSeal.objects.order_by("number")
        for first, last in seal.events
        for number in range(first, last + 1)
    ]


def every_event() -> list[int]:
    return sorted(AuditEvent.objects.values_list("id", flat=True))


def test_ids_become_runs_and_runs_become_text() -> None:
    assert runs_of([3, 4, 5, 9, 11, 12]) == ((3, 5), (9, 9), (11, 12))
    assert text_of(((3, 5), (9, 9))) == "{[3,5],[9,9]}" and text_of(()) == "{}"


@pytest.mark.django_db
def test_each_seal_names_its_events_and_the_seal_before() -> None:
    add(3)
    assert sealing.seal() == 3
    add(2)
    assert (sealing.seal(), sealing.seal()) == (2, 0)
    first, second = AuditSeal.objects.order_by("number")
    assert (first.previous, second.previous) == (BEGINNING, first.hash)
    assert (first.number, second.number, first.count, second.count) == (1, 2, 3, 2)
    assert sorted(sealed()) == every_event()


@pytest.mark.django_db
def test_many_events_are_sealed_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    add(10)
    assert sealing.seal() == 10
    assert list(AuditSeal.objects.order_by("number").values_list("count", "is_complete")) == [
        (4, False),
        (4, False),
        (2, True),
    ]


@pytest.fixture
def no_respite(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what the database says of its running transactions counts."""
    monkeypatch.setattr(sealing, "RESPITE", timedelta(0))


def test_a_transaction_held_open_over_many_seals_loses_nothing(
    committed_db: None, settings: Any, no_respite: None
) -> None:
    """Its number is lower than numbers that were sealed before it could be seen."""
    with psycopg.connect(settings.DATABASE_URL) as held:
        (number,) = held.execute(INSERT).fetchone() or (0,)
        for _minute in range(5):
            add(3)
            sealing.seal()
        assert number < AuditSeal.objects.head().newest and number not in sealed()  # type: ignore[union-attr]
        assert AuditSeal.objects.head().settled < number  # type: ignore[union-attr]
        held.commit()
    assert sealing.seal() == 1
    assert sorted(sealed()) == every_event() and number in sealed()
    for _minute in range(2):
        add(1)
        sealing.seal()
    assert AuditSeal.objects.head().settled > number, "and the search moves on"  # type: ignore[union-attr]
    assert sorted(sealed()) == every_event()


def test_a_number_given_out_long_before_its_row_was_written_is_not_lost(
    committed_db: None, settings: Any, no_respite: None
) -> None:
    """The number comes from the sequence before the transaction has one of its own: the narrowest gap, held open."""
    with psycopg.connect(settings.DATABASE_URL) as held:
        (number,) = held.execute("SELECT nextval('audit_auditevent_id_seq')").fetchone() or (0,)
        for _minute in range(3):
            add(2)
            sealing.seal()
        held.execute(INSERT.replace("(at,", "(id, at,").replace("(now()", f"({number}, now()"))
        held.commit()
    assert sealing.seal() == 1
    assert sorted(sealed()) == every_event() and number in sealed()


def test_writers_and_sealers_at_once_lose_nothing_and_seal_nothing_twice(committed_db: None) -> None:
    def work(number: int) -> int:
        if number % 4 == 0:
            return sum(sealing.seal() for _ in range(6))
        for step in range(6):
            with transaction.atomic():
                record_about("test.read", by=None, object_kind="test", object_id=f"{number}/{step}")
                if step == 3:
                    connection.cursor().execute("SELECT pg_sleep(0.05)")
        return 0

    met = threads(16, work)
    assert [one for one in met if isinstance(one, Exception)] == []
    sealing.seal()
    assert sorted(sealed()) == every_event() and len(every_event()) == 12 * 6
    assert verified()[0] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_runtime_role_may_not_change_or_remove_seals(statement: str) -> None:
    add(1)
    sealing.seal()
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_triggers_refuse_even_the_owner_to_change_seals(statement: str, committed_db: None) -> None:
    add(1)
    sealing.seal()
    with as_superuser() as direct:
        direct.execute("SET ROLE portal_owner")
        with pytest.raises(psycopg.errors.RestrictViolation, match="only added"):
            direct.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"number": 2, "previous": "x", "events": ((1, 10**9),)}, "an_event_stands_in_one_seal"),
        ({"number": 2, "events": ()}, "a_seal_has_one_successor"),
        ({"number": 2, "previous": "x", "count": 0, "events": ()}, "a_seal_holds_events_or_says_what_was_removed"),
    ],
)
def test_the_database_refuses_a_chain_that_forks_or_says_two_things(change: dict[str, Any], name: str) -> None:
    add(2)
    sealing.seal()
    seal = AuditSeal.objects.get()
    for field, value in change.items():
        setattr(seal, field, value)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        seal.save(force_insert=True)


def test_sealed_events_can_be_removed_by_nobody_until_a_seal_says_so(committed_db: None) -> None:
    add(2)
    sealing.seal()
    with as_superuser() as direct:
        direct.execute("SET ROLE portal_owner")
        with pytest.raises(psycopg.errors.RestrictViolation, match="only added"):
            direct.execute("DELETE FROM audit_auditevent")
