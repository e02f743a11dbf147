"""Committed data for races and servers: real commits, and a clean database afterwards."""

import functools
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connections
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

LONGEST_RACE_SECONDS = 60

# What migrations put into tables (lookups, the default municipality) is kept aside once and put back each time.
KEEP = """
CREATE SCHEMA IF NOT EXISTS kept;
DO $$ DECLARE name text; filled boolean; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
              AND tablename NOT IN ('django_migrations', 'django_content_type') LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', name) INTO filled;
    IF filled THEN EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', name, name); END IF;
  END LOOP;
END $$;
"""

# Triggers rest meanwhile (session_replication_role), so that the append-only tables can be emptied too.
EMPTY = """
SET session_replication_role = replica; SET lock_timeout = '5s';
DO $$ DECLARE name text; wanted text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
              AND tablename NOT IN ('django_migrations', 'django_content_type') LOOP
    EXECUTE format('DELETE FROM public.%I', name);
  END LOOP;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' LOOP
    SELECT string_agg(quote_ident(attname), ',') INTO wanted FROM pg_attribute
      WHERE attrelid = format('kept.%I', name)::regclass AND attnum > 0 AND NOT attisdropped
        AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = format('public.%I', name)::regclass
                    AND a.attname = pg_attribute.attname AND a.attgenerated = '');
    EXECUTE format('INSERT INTO public.%I (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM kept.%I',
                   name, wanted, wanted, name);
  END LOOP;
END $$;
"""


def as_superuser() -> psycopg.Connection[Any]:
    """A connection past every trigger and right; only tests have one."""
    return psycopg.connect(os.environ["TEST_SUPERUSER_URL"], autocommit=True)


def remember_what_migrations_made() -> None:
    """Called once, after the migrations."""
    with as_superuser() as connection:
        connection.execute(sql.SQL(KEEP))  # type: ignore[arg-type]


def empty_the_database() -> None:
    """Every table as the migrations left it."""
    with as_superuser() as connection:
        connection.execute(sql.SQL(EMPTY))  # type: ignore[arg-type]


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Real commits: on_commit runs, threads and other processes see the rows. Emptied afterwards."""
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            connections.close_all()
            empty_the_database()


@pytest.fixture(autouse=True)
def _django_db_marker(request: pytest.FixtureRequest) -> None:
    """Honour pytest.mark.django_db; committed_db (or transaction=True, which portal_app may not TRUNCATE for) wins."""
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        request.getfixturevalue("committed_db")
    elif marker and "committed_db" not in request.fixturenames:
        request.getfixturevalue("_django_db_helper")


@pytest.fixture
def database(request: pytest.FixtureRequest) -> None:
    """Whichever database the test asked for: committed, or rolled back."""
    marker = request.node.get_closest_marker("django_db")
    committed = "committed_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    request.getfixturevalue("committed_db" if committed else "db")


def threads(count: int, work: Callable[[int], Any], *, at_once: bool = True) -> list[Any]:
    """Run work(0) … work(count - 1) in as many threads, started together; results or exceptions, in order.

    For races: use with committed_db. Each thread gives its database connection back when it ends.
    """
    outcomes: list[Any] = [TimeoutError("the thread did not end")] * count
    gate = threading.Barrier(count) if at_once else None

    def run(number: int) -> None:
        try:
            if gate:
                gate.wait(LONGEST_RACE_SECONDS)
            outcomes[number] = work(number)
        except Exception as error:  # noqa: BLE001 - the test looks at what each racer met
            outcomes[number] = error
        finally:
            connections.close_all()

    racers = [threading.Thread(target=functools.partial(run, number), daemon=True) for number in range(count)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(LONGEST_RACE_SECONDS)
    return outcomes


@pytest.fixture(name="threads")
def threads_fixture() -> Callable[..., list[Any]]:
    """The race helper as a fixture: threads(60, lambda number: ...)."""
    return threads
