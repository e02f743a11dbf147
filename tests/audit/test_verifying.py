"""audit_verify finds whatever somebody with the whole database in hand did to the log, and says it in a sentence."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command

from portal import clock
from portal.audit import anchors
from portal.audit.actions import anchoring, removing, sealing
from portal.audit.chain import hash_of
from portal.audit.models import AuditEvent, AuditSeal
from tests.audit.chains import add, owner, verified
from tests.pages.demo import load_demo

At = Callable[[datetime], datetime]
MORNING = datetime(2026, 11, 2, 8)


@pytest.fixture(autouse=True)
def anchor_file(settings: Any, tmp_path: Path) -> Path:
    settings.AUDIT_ANCHOR_FILE = tmp_path / "kept" / "anchors.txt"
    return settings.AUDIT_ANCHOR_FILE


@pytest.fixture
def chain(committed_db: None, at: At) -> list[int]:
    """Four seals of five events, an hour apart, the third anchored; the ids of the events."""
    ids = []
    for hour in range(4):
        at(MORNING + timedelta(hours=hour))
        ids += [event.pk for event in add(5)]
        sealing.seal()
        if hour == 2:
            anchoring.anchor()
            sealing.seal()
    at(MORNING + timedelta(hours=10))
    sealing.seal()
    return ids


def seal_at(number: int) -> AuditSeal:
    return AuditSeal.objects.get(number=number)


def reseal(connection: "psycopg.Connection[Any]", number: int, **change: Any) -> None:
    """Change a seal and give it the hash that fits: what a careful forger does."""
    seal = seal_at(number)
    for name, value in change.items():
        setattr(seal, name, value)
    connection.execute(
        "UPDATE audit_auditseal SET sealed_at = %s, hash = %s, previous = %s WHERE number = %s",
        [seal.sealed_at, hash_of(seal), seal.previous, number],
    )


def test_a_whole_chain_says_so_and_how_fast_it_was_walked(chain: list[int]) -> None:
    code, said = verified()
    assert code == 0 and "Nothing was changed, removed or put in." in said
    assert "rows/s" in said and "1 anchors" in said
    assert AuditEvent.objects.get(action="audit.chain_verified").reason.endswith(" 0")


def test_without_an_anchor_it_says_what_can_not_be_proved(committed_db: None) -> None:
    add(1)
    sealing.seal()
    code, said = verified()
    assert code == 0 and "There is no anchor yet" in said


@pytest.mark.parametrize("change", ["reason = 'x'", "subject = gen_random_uuid()", "at = at + interval '1 us'"])
def test_a_changed_event_is_named(chain: list[int], change: str) -> None:
    with owner() as connection:
        connection.execute(f"UPDATE audit_auditevent SET {change} WHERE id = %s", [chain[7]])
    code, said = verified()
    assert code == 1 and f"Event {chain[7]} was changed (seal 2, 2026-11-02 08:00)." in said
    assert said.count("Event ") == 1


@pytest.mark.parametrize("place", [0, 7, 19])
def test_a_removed_event_is_named(chain: list[int], place: int) -> None:
    with owner() as connection:
        connection.execute("DELETE FROM audit_auditevent WHERE id = %s", [chain[place]])
    code, said = verified()
    assert code == 1 and f"Event {chain[place]} was removed" in said and said.count("Event ") == 1


def test_two_events_that_changed_places_are_named(chain: list[int]) -> None:
    with owner() as connection:
        connection.execute(
            "UPDATE audit_auditevent a SET object_id = b.object_id FROM audit_auditevent b "
            "WHERE (a.id, b.id) IN ((%(one)s, %(other)s), (%(other)s, %(one)s))",
            {"one": chain[0], "other": chain[1]},
        )
    code, said = verified()
    assert code == 1 and f"Event {chain[0]} was changed" in said and f"Event {chain[1]} was changed" in said


def insert(moment: datetime) -> int:
    """An event of another time."""
    with owner() as connection:
        row = connection.execute(
            "INSERT INTO audit_auditevent (at, kind, role, action, object_kind, object_id, reason, request_id) "
            "VALUES (%s, 'read', 'house', 'test.forged', 'test', '0', '', '') RETURNING id",
            [moment],
        ).fetchone()
    return int(row[0]) if row else 0


@pytest.mark.parametrize("is_sealed_since", [False, True])
def test_an_event_put_in_afterwards_is_named_also_when_it_was_sealed_since(
    chain: list[int], at: At, is_sealed_since: bool
) -> None:
    identity = insert(at(MORNING))
    at(MORNING + timedelta(hours=10))
    if is_sealed_since:
        sealing.seal()
    code, said = verified()
    assert code == 1 and f"Event {identity} was put in afterwards: it says 2026-11-02 07:00" in said


def test_events_that_waited_for_hours_because_nobody_sealed_are_in_order(chain: list[int], at: At) -> None:
    at(MORNING + timedelta(hours=11))
    add(3)
    at(MORNING + timedelta(hours=30))
    add(3)
    sealing.seal()
    assert verified()[0] == 0


@pytest.mark.parametrize(
    "column", ["count = count + 1", "sealed_at = now()", "settled = settled + 1", "digests = '\\x00'"]
)
def test_a_changed_seal_is_named(chain: list[int], column: str) -> None:
    with owner() as connection:
        connection.execute(f"UPDATE audit_auditseal SET {column} WHERE number = 2")
    code, said = verified()
    assert code == 1 and "Seal 2 of" in said and "was changed." in said


def test_a_changed_seal_with_a_fitting_hash_breaks_the_chain_after_it(chain: list[int]) -> None:
    with owner() as connection:
        reseal(connection, 2, sealed_at=clock.now())
    code, said = verified()
    assert code == 1 and "Seal 3 does not follow seal 2" in said


def test_a_removed_seal_is_named(chain: list[int]) -> None:
    with owner() as connection:
        connection.execute("DELETE FROM audit_auditseal WHERE number = 2")
    code, said = verified()
    assert code == 1 and "The chain is broken before seal 3: seal 2 is missing." in said


def test_a_seal_put_in_between_is_named(chain: list[int]) -> None:
    with owner() as connection:
        for number in range(AuditSeal.objects.count(), 1, -1):
            connection.execute("UPDATE audit_auditseal SET number = number + 1 WHERE number = %s", [number])
        connection.execute(
            "INSERT INTO audit_auditseal SELECT 2, sealed_at, count, '{[900000,900000]}', digests, newest, settled, "
            "is_complete, removed_to, repeat('f', 64), hash FROM audit_auditseal WHERE number = 1"
        )
        reseal(connection, 2)
    code, said = verified()
    assert code == 1 and "Seal 3 does not follow seal 2: one of them was changed or put in." in said
    assert "Event 900000 was removed" in said


def test_a_cut_tail_is_found_by_the_anchor(chain: list[int]) -> None:
    with owner() as connection:
        connection.execute("DELETE FROM audit_auditseal WHERE number >= 3")
        connection.execute("DELETE FROM audit_auditevent WHERE id >= %s", [chain[10]])
    code, said = verified()
    assert code == 1 and "The end of the chain was cut off: seal 3, anchored 2026-11-02, is missing." in said


def cut(number: int, event: int) -> None:
    """The chain and the log end before this seal and this event."""
    with owner() as connection:
        connection.execute("DELETE FROM audit_auditseal WHERE number >= %s", [number])
        connection.execute("DELETE FROM audit_auditevent WHERE id >= %s", [event])


def test_a_tail_cut_since_the_last_anchor_is_found_by_the_mark(chain: list[int], anchor_file: Path) -> None:
    assert anchoring.mark()
    head = AuditSeal.objects.head()
    assert head is not None and len(anchors.read(anchor_file)) == 1 and head.number > 4
    cut(5, chain[15])
    code, said = verified()
    assert code == 1 and f"The end of the chain was cut off: seal {head.number}, anchored 2026-11-02" in said


def test_a_cut_tail_is_not_hidden_by_what_comes_after_it(chain: list[int], anchor_file: Path) -> None:
    """The next minute does not write over what it can't find; whoever says that it was a restore does, in the log."""
    anchoring.mark()
    before = anchors.mark_file(anchor_file).read_text()
    cut(5, chain[15])
    for _minute in range(6):
        add(1)
        sealing.seal()
        assert not anchoring.mark()
    assert anchors.mark_file(anchor_file).read_text() == before and verified()[0] == 1
    with pytest.raises(CommandError, match="The end of the chain is missing"):
        call_command("audit_anchor")
    call_command("audit_anchor", "--restored")
    assert AuditEvent.objects.filter(action="audit.chain_marked_anew").count() == 1
    assert verified()[0] == 0 and anchoring.mark()


def test_the_gap_is_said_and_what_was_cut_from_it_shows_in_the_counter(chain: list[int], at: At) -> None:
    sealing.seal()
    anchoring.mark()
    at(MORNING + timedelta(hours=10, minutes=3))
    newest = [event.pk for event in add(4)]
    code, said = verified()
    assert code == 0 and "4 events of the last 1 minutes are not yet written down outside." in said
    cut(900, newest[0])
    _code, said = verified()
    assert "After the newest event 5 numbers were given out that have no event" in said  # the verification's own too


def test_a_counter_that_was_set_back_is_found(chain: list[int]) -> None:
    sealing.seal()
    newest = AuditEvent.objects.order_by("-id")[0].pk
    with owner() as connection:
        connection.execute("SELECT setval(pg_get_serial_sequence('audit_auditevent', 'id'), %s)", [chain[4]])
    walk = anchoring.verifying.verify([], timedelta(days=731))
    with owner() as connection:
        connection.execute("SELECT setval(pg_get_serial_sequence('audit_auditevent', 'id'), %s)", [newest])
    assert walk.wrong == [
        f"The counter of events stands at {chain[4]}, but event {newest} was written: it was set back."
    ]


def test_a_chain_made_anew_is_found_by_the_anchor(chain: list[int]) -> None:
    with owner() as connection:
        connection.execute("UPDATE audit_auditevent SET reason = 'nothing to see' WHERE id = %s", [chain[2]])
        connection.execute("DELETE FROM audit_auditseal")
    sealing.seal()
    for _more in range(3):
        add(1)
        sealing.seal()
    code, said = verified()
    assert code == 1 and "Seal 3 is not the one anchored 2026-11-02: the chain was made anew." in said


def test_many_findings_are_counted_not_listed(chain: list[int]) -> None:
    with owner() as connection:
        connection.execute("UPDATE audit_auditevent SET reason = 'x'")
    code, said = verified()
    assert code == 1 and "… and " in said and said.count("\n") < 25


def test_the_anchor_is_written_by_command_and_a_broken_file_is_said(chain: list[int], anchor_file: Path) -> None:
    call_command("audit_anchor")
    head = AuditSeal.objects.head()
    assert head is not None
    assert anchors.read(anchor_file)[-1].number >= 4 and len(anchors.read(anchor_file)) == 2
    assert anchor_file.stat().st_mode & 0o077 == 0
    anchor_file.write_text(anchor_file.read_text() + "2026-11-03 nonsense\n")
    assert verified() == (1, "Line 3 of the anchor file is not an anchor.\n")
    with pytest.raises(CommandError, match="Line 3 of the anchor file"):
        call_command("audit_remove_old")


def test_old_events_go_in_whole_seals_and_the_chain_still_verifies(chain: list[int], at: At) -> None:
    at(MORNING + timedelta(days=731, hours=1, minutes=30))  # two seals are older than 731 days, by now
    before = AuditEvent.objects.count()
    assert removing.remove_old(dry_run=True).seals == 2
    assert AuditEvent.objects.count() == before
    call_command("audit_remove_old")
    assert not AuditEvent.objects.filter(id__in=chain[:10]).exists()
    assert AuditEvent.objects.filter(id__in=chain[10:]).count() == 10
    head = AuditSeal.objects.head()
    assert head is not None and (head.removed_to, head.count) == (2, 0)
    assert verified()[0] == 0
    call_command("audit_remove_old")
    assert AuditSeal.objects.exclude(removed_to=None).count() == 1, "a second run has nothing to do"
    sealing.seal()
    assert verified()[0] == 0


def test_only_anchored_seals_go(chain: list[int], at: At) -> None:
    at(MORNING + timedelta(days=800))
    call_command("audit_remove_old")
    assert AuditSeal.objects.removed_to() == 3, "what came after the anchor stays"


def test_nothing_goes_from_a_chain_that_is_not_whole(chain: list[int], at: At) -> None:
    with owner() as connection:
        connection.execute("UPDATE audit_auditevent SET reason = 'x' WHERE id = %s", [chain[12]])
    at(MORNING + timedelta(days=800))
    count = AuditEvent.objects.count()
    with pytest.raises(CommandError, match=f"nothing is removed. Event {chain[12]} was changed"):
        call_command("audit_remove_old")
    assert AuditEvent.objects.count() == count + 1  # the verification itself is in the log


def test_a_removal_before_the_time_had_ended_is_said(chain: list[int]) -> None:
    removing.remove_through(seal_at(2))
    code, said = verified()
    assert code == 1 and "The events of seal 1 were removed before their time had ended." in said


def test_events_said_to_be_removed_that_are_there_are_said(chain: list[int], at: At) -> None:
    at(MORNING + timedelta(days=800))
    with owner() as connection:
        connection.execute("CREATE TEMP TABLE kept AS SELECT * FROM audit_auditevent WHERE id = %s", [chain[0]])
        removing.remove_through(seal_at(1))
        connection.execute("INSERT INTO audit_auditevent SELECT * FROM kept")
    code, said = verified()
    assert code == 1 and "Seal 1 says its events were removed, but 1 are there." in said


@pytest.mark.django_db
def test_the_demo_municipality_begins_with_a_chain_that_is_whole() -> None:
    load_demo()
    sealing.seal()
    assert anchoring.verify().wrong == [], "something is told of earlier days after the log was sealed"
