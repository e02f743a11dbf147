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
from tests.faults.crowd import Browser, Ledger, Verdict, Visitor, booking_crowd, compare, talks
from tests.faults.house import House

Note = Callable[[str], None]
BACK_WITHIN = 30
SLOWEST = 12
LINES = 8


def crash_under_load(house: House, note: Note, away: list[float], rest: float) -> None:
    """A crowd books; PostgreSQL crashes as often as there are absences, each so many seconds long."""
    before, back, gone = talks(house), [], []
    durable = house.ask("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
    with booking_crowd(house, seconds=(rest + 1) * (len(away) + 1)) as ledger:
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
        f"sent again, the slowest answer took {ledger.slowest:.1f} s; the next booking "
        f"{', '.join(f'{one:.1f}' for one in back)} s after it answered"
    )
    assert durable == [("on", "on")]
    assert not ledger.strange, ledger.strange[:5]
    assert not ledger.unanswered and ledger.slowest < SLOWEST, "every form is answered, with or without a database"
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


FULL = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON %I EXECUTE FUNCTION no_room()', name);
  END LOOP;
END $$;
"""
ROOM_AGAIN = "DROP FUNCTION no_room() CASCADE"


def test_a_full_disk_refuses_what_writes_and_shows_the_rest(house: House, figures: Note) -> None:
    """The database says of every write what it says then; pages are read, forms get the page that asks to come back."""
    before, ledger = talks(house), Ledger()
    confirm, pages = reverse("counselling:confirm"), ["front:front", "counselling:book", "front:my_page"]
    with closing(Browser(house.port, house.relatives[0])) as browser:
        visitor = Visitor(browser, ledger, 0)
        hold = visitor.hold(house.take_times(1)[0])
        house.ask(FULL)
        try:
            shown = [browser.get(reverse(page)).status for page in pages]
            refused = browser.post(confirm, {"hold": hold})
        finally:
            house.ask(ROOM_AGAIN)
        visitor.confirm(hold)
    verdict = compare(house, ledger, before)
    figures(f"Disk full: pages {shown}, booking {refused.status}; with room again {verdict.words()}")
    assert shown == [200, 200, 200]
    assert refused.status == 503 and refused.headers["Retry-After"]
    assert verdict == Verdict(told=1, found=1)
