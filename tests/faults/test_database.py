"""PostgreSQL dies as in a power cut while people book: what they were told is there, and the house comes back."""

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import pytest
from django.urls import reverse

from portal.embedded.checks import ROOT
from tests.faults.crowd import Browser, Verdict, booking_crowd, compare, talks
from tests.faults.house import House

Note = Callable[[str], None]
BACK_WITHIN = 30
LINES = 8


def crash_under_load(house: House, note: Note, away: list[float], rest: float) -> None:
    """A crowd books; PostgreSQL crashes as often as there are absences, each so many seconds long."""
    before, back, gone = talks(house), [], []
    durable = house.ask("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
    with booking_crowd(house, times=int(60 * rest * (len(away) + 1))) as ledger:
        for seconds in away:
            time.sleep(rest)
            gone.append(house.crash_postgres(seconds))
            answers_again = time.monotonic()
            while (told := ledger.first_told_after(answers_again)) > BACK_WITHIN:
                assert time.monotonic() < answers_again + 2 * BACK_WITHIN, "nobody can book any more"
                time.sleep(0.2)
            back.append(told)
        time.sleep(rest)
    verdict = compare(house, ledger, before)
    note(
        f"PostgreSQL crashed {len(away)} times under bookings, away {', '.join(f'{one:.1f}' for one in gone)} s: "
        f"{verdict.words()}; {ledger.answers[503]} times 503, {ledger.unanswered} lines broke, {ledger.again} forms "
        f"sent again; the next booking {', '.join(f'{one:.1f}' for one in back)} s after it answered"
    )
    assert durable == [("on", "on")]
    assert not ledger.strange, ledger.strange[:5]
    assert not ledger.unanswered, "the web server answers every form, with or without a database"
    assert verdict == Verdict(told=verdict.told, found=verdict.told) and verdict.told


def test_postgresql_crashed_under_bookings_loses_nothing_that_was_told(house: House, figures: Note) -> None:
    crash_under_load(house, figures, [0.0], rest=4)


@pytest.mark.long
def test_postgresql_crashed_three_times_and_long_away_loses_nothing(house: House, figures: Note) -> None:
    crash_under_load(house, figures, [0.0, 5.0, 40.0], rest=10)


def test_nobody_meets_a_dead_line_after_postgresql_came_back(house: House, figures: Note) -> None:
    """The web server keeps lines to the database open; visitors hours later must not be those who find them broken."""
    page = reverse("front:my_page")
    with ExitStack() as stack:
        lines = [stack.enter_context(closing(Browser(house.port, one))) for one in house.relatives[:LINES]]
        with ThreadPoolExecutor(LINES) as pool:  # so many at once open as many lines
            for _round in range(3):
                assert {answer.status for answer in pool.map(lambda line: line.get(page), lines)} == {200}
        house.crash_postgres()
        answers = [lines[number % LINES].get(page).status for number in range(3 * LINES)]
    figures(f"{len(answers)} pages asked for after PostgreSQL came back: {answers.count(200)} shown")
    assert set(answers) == {200}


@pytest.mark.parametrize("whose", ["ROLE portal_app", "DATABASE portal"])
def test_a_database_that_may_forget_what_it_said_stops_the_start(house: House, whose: str) -> None:
    """synchronous_commit = off lost 20 of 3,623 acknowledged bookings at a crash."""
    house.ask(f"ALTER {whose} SET synchronous_commit = off")
    try:
        command = [sys.executable, "-W", "ignore", "manage.py", "prepare_database"]
        ended = subprocess.run(
            command, cwd=ROOT, env=house.plan.environment, capture_output=True, text=True, check=False, timeout=60
        )
    finally:
        house.ask(f"ALTER {whose} RESET synchronous_commit")
    said = "The database has synchronous_commit = off; a crash would lose bookings. Turn it on."
    assert ended.returncode == 1 and ended.stderr.strip() == f"CommandError: {said}"
