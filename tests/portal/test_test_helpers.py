"""The tests' own tools do what they promise."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from portal import clock
from portal.accounts.models import User
from tests.factories.database import as_superuser


def count_people() -> int:
    with as_superuser() as other:
        row = other.execute("SELECT count(*) FROM accounts_user").fetchone()
    return int(row[0]) if row else -1


@pytest.mark.django_db
def test_a_marked_test_is_rolled_back_and_seen_by_nobody_else(relative: User) -> None:
    assert User.objects.count() == 1
    assert count_people() == 0


def test_committed_rows_are_seen_by_everybody(committed_db: None, relative: User) -> None:
    assert count_people() == 1


def test_nothing_committed_is_left_for_the_next_test(django_db_setup: None) -> None:
    assert count_people() == 0


def test_sixty_threads_each_have_their_own_connection(committed_db: None, threads: Callable[..., list[Any]]) -> None:
    everybody_is_inside = threading.Barrier(60)

    def backend(number: int) -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            everybody_is_inside.wait(timeout=30)
            return int(cursor.fetchone()[0])

    pids = threads(60, backend)
    assert len(set(pids)) == 60, pids


def test_the_runtime_role_is_the_one_tests_use(committed_db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("portal_app",)


@pytest.mark.django_db
def test_a_signed_in_client_is_that_person(client_for: Callable[..., Client], counsellor: User) -> None:
    client = client_for(counsellor)
    assert client.session["_auth_user_id"] == str(counsellor.pk)
    assert client.session["account_authentication_methods"][-1]["method"] == "mfa"


def test_the_clock_stands_still_where_it_is_told(at: Callable[[datetime], datetime]) -> None:
    moment = at(datetime(2026, 11, 3, 14, 0))
    assert clock.now() == moment
    at(datetime(2026, 11, 3, 14, 5))
    assert clock.today().isoformat() == "2026-11-03"
    assert (clock.now() - moment).total_seconds() == 300
