"""A disk that is full for an hour: who is signed in goes on reading; the limits of a sign-in hold all the same."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from portal import clock
from portal.accounts.models import User
from portal.accounts.session_clock import SEEN, STARTED

pytestmark = pytest.mark.usefixtures("committed_db")
Pages = Callable[..., Client]
PRIVATE = "relatives:settings"
NO_ROOM = """
CREATE FUNCTION no_room_for_sessions() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '{code}'; END $$;
CREATE TRIGGER no_room BEFORE {deeds} ON django_session EXECUTE FUNCTION no_room_for_sessions();
"""


@contextmanager
def no_room(code: str = "disk_full", deeds: str = "INSERT OR UPDATE") -> Iterator[None]:
    """PostgreSQL answers every write of a session as it does without room (or when it is read only)."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(NO_ROOM.format(code=code, deeds=deeds))
        try:
            yield
        finally:
            owner.execute("DROP FUNCTION no_room_for_sessions() CASCADE")


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def seen(client: Client) -> int:
    return int(Session.objects.get(session_key=client.session.session_key).get_decoded()[SEEN])


@pytest.mark.parametrize("code", ["disk_full", "read_only_sql_transaction"])
def test_a_reader_goes_on_reading_when_the_clock_can_not_be_written(
    relative: User, client_for: Pages, code: str
) -> None:
    client = client_for(relative)
    client.get(reverse(PRIVATE))
    before = seen(client)
    with no_room(code), clock.shifted_by(minutes(5)):
        assert client.get(reverse(PRIVATE)).status_code == 200
        assert client.get(reverse("front:my_page")).status_code == 200
    assert seen(client) == before
    with clock.shifted_by(minutes(6)):
        client.get(reverse(PRIVATE))
    assert seen(client) >= before + 360


def test_the_idle_limit_counts_from_what_was_written_last(relative: User, client_for: Pages) -> None:
    client = client_for(relative)
    client.get(reverse(PRIVATE))
    with no_room():
        for passed in (10, 20, 29):
            with clock.shifted_by(minutes(passed)):
                assert client.get(reverse(PRIVATE)).status_code == 200, passed
        with clock.shifted_by(minutes(31)):
            answer = client.get(reverse(PRIVATE))
    assert answer["Location"].startswith(reverse("account_login"))


def test_an_idle_session_that_can_not_be_deleted_opens_nothing(relative: User, client_for: Pages) -> None:
    client = client_for(relative)
    client.get(reverse(PRIVATE))
    with no_room(deeds="INSERT OR UPDATE OR DELETE"), clock.shifted_by(minutes(31)):
        for _again in range(2):
            assert client.get(reverse(PRIVATE))["Location"].startswith(reverse("account_login"))


def test_a_clock_that_never_began_is_not_let_off(relative: User, client_for: Pages) -> None:
    client = client_for(relative)
    session = client.session
    session.pop(STARTED, None)
    session.pop(SEEN, None)
    session.save()
    with no_room():
        client.raise_request_exception = False
        assert client.get(reverse(PRIVATE)).status_code == 503


def test_a_session_that_somebody_ended_meanwhile_is_over(relative: User, client_for: Pages) -> None:
    client = client_for(relative)
    client.get(reverse(PRIVATE))
    Session.objects.all().delete()
    with clock.shifted_by(minutes(5)):
        assert client.get(reverse(PRIVATE)).status_code == 302
    assert SESSION_KEY not in client.session
