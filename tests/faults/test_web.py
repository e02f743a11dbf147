"""Web workers die in the middle of a booking, buttons are pressed twice: what was told is true, each thing is once."""

import functools
import os
import random
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import pytest
from django.urls import reverse

from tests.faults.conftest import until
from tests.faults.crowd import Browser, Ledger, Verdict, Visitor, booking_crowd, compare, talks
from tests.faults.house import PROC, House

Note = Callable[[str], None]
PRESSES = 8


def kill_web_workers(house: House, note: Note, kills: int, seed: int) -> None:
    """A crowd books; a web worker is killed some moments after each time bookings go through again."""
    chance, before, began = random.Random(seed), talks(house), time.monotonic()
    with booking_crowd(house, seconds=kills * 2) as ledger:
        for _kill in range(kills):
            until(functools.partial(ledger.has_told_after, time.monotonic()), 60)
            time.sleep(chance.uniform(0, 2))
            until(lambda: house.kill_a_web_worker(chance), 60)
    verdict = compare(house, ledger, before)
    note(
        f"{kills} web workers killed in {time.monotonic() - began:.0f} s of bookings: {verdict.words()}; "
        f"{ledger.unanswered} lines broke, {ledger.again} forms sent again, {ledger.back} more by the back button"
    )
    assert not ledger.strange, ledger.strange[:5]
    assert verdict.told > kills and ledger.unanswered
    assert verdict == Verdict(told=verdict.told, found=verdict.told)


@pytest.mark.skipif(not PROC.joinpath("self").exists(), reason="finds the workers through /proc")
def test_web_workers_killed_in_the_middle_of_bookings_lose_and_double_nothing(house: House, figures: Note) -> None:
    kill_web_workers(house, figures, kills=4, seed=7)


@pytest.mark.long
def test_twenty_web_workers_killed_one_after_another_lose_and_double_nothing(house: House, figures: Note) -> None:
    kill_web_workers(house, figures, kills=20, seed=11)


HOW_MANY = "SELECT count(*) FROM counselling_appointment WHERE hold_ref = %s"
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE %s"
LOCK, LOCKED = "LOCK TABLE outbox_outboxmessage IN SHARE MODE", "%INSERT INTO%outbox_outboxmessage%"
COMMITTED = (
    "SELECT count(DISTINCT pid) FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE wait_event = 'SyncRep' "
    "AND relation = 'counselling_appointment'::regclass AND mode = 'RowExclusiveLock'"
)


def kill_all_workers(house: House) -> None:
    """Every web worker, at once."""
    for pid in house.web_workers():
        os.kill(pid, signal.SIGKILL)


@pytest.mark.skipif(not PROC.joinpath("self").exists(), reason="finds the workers through /proc")
def test_a_worker_killed_before_the_commit_of_a_booking_leaves_nothing_half(house: House, figures: Note) -> None:
    """The booking waits for a lock of ours before its commit; nobody is told, the same form sent again is told."""
    before, ledger = talks(house), Ledger()
    with closing(Browser(house.port, house.relatives[0])) as browser, ThreadPoolExecutor(1) as pool:
        visitor = Visitor(browser, ledger, 0)
        hold = visitor.hold(house.take_times(1)[0])
        with house.superuser() as connection, connection.transaction():
            connection.execute(LOCK)
            receipt = pool.submit(visitor.confirm, hold)
            until(lambda: house.ask(WAITING, LOCKED)[0][0] == 1 and house.ask(HOW_MANY, hold)[0][0] == 0, 10)
            kill_all_workers(house)
            until(lambda: ledger.unanswered, 10)
        assert receipt.result(60)
    verdict = compare(house, ledger, before)
    figures(f"Killed before the commit: {verdict.words()}; {ledger.unanswered} lines broke")
    assert not ledger.strange, ledger.strange
    assert verdict == Verdict(told=1, found=1)


def wait_for_standby(house: House, name: str) -> None:
    """Let each commit be written, and then wait until this standby has it too; without a name none waits."""
    house.ask(f"ALTER SYSTEM SET synchronous_standby_names = '{name}'")
    house.ask("SELECT pg_reload_conf()")


@pytest.mark.skipif(not PROC.joinpath("self").exists(), reason="finds the workers through /proc")
def test_a_worker_killed_between_the_commit_and_the_answer_loses_and_doubles_nothing(
    house: House, figures: Note
) -> None:
    """The commit is on the disk and waits for a standby that never comes: so long the worker knows nothing of it."""
    before, ledger = talks(house), Ledger()
    with closing(Browser(house.port, house.relatives[0])) as browser, ThreadPoolExecutor(1) as pool:
        visitor = Visitor(browser, ledger, 0)
        hold = visitor.hold(house.take_times(1)[0])
        wait_for_standby(house, "nobody")
        try:
            receipt = pool.submit(visitor.confirm, hold)
            until(lambda: house.ask(COMMITTED)[0][0] == 1, 10)
            kill_all_workers(house)
            until(lambda: ledger.unanswered, 10)
        finally:
            wait_for_standby(house, "")
        assert receipt.result(60)
    house.wait_for_web()
    verdict = compare(house, ledger, before)
    figures(f"Killed after the commit: {verdict.words()}; {ledger.unanswered} lines broke")
    assert not ledger.strange, ledger.strange
    assert verdict == Verdict(told=1, found=1)


def test_eight_presses_of_one_button_are_one_talk_with_one_receipt(house: House, figures: Note) -> None:
    """A double click, a form the browser sends again, the back button: all at once, over eight lines."""
    before, rounds, ledger = talks(house), 5, Ledger()
    for number, chosen in enumerate(house.take_times(rounds)):
        with ExitStack() as stack:
            cookies = house.relatives[number]
            lines = [stack.enter_context(closing(Browser(house.port, cookies))) for _press in range(PRESSES)]
            hold = Visitor(lines[0], ledger, 0).hold(chosen)
            with ThreadPoolExecutor(PRESSES) as pool:
                receipts = set(pool.map(lambda one, key=hold: Visitor(one, ledger, 0).confirm(key), lines))
            assert len(receipts) == 1
            after = lines[0].get(reverse("counselling:held"))
            assert (after.status, after.location) == (302, receipts.pop()), "back to the page of the held time"
    verdict = compare(house, ledger, before)
    figures(f"{rounds} held times, each confirmed 8 times at once: {verdict.words()}")
    assert not ledger.strange, ledger.strange
    assert verdict == Verdict(told=rounds, found=rounds)
