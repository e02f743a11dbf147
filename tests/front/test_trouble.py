"""Passing trouble is a 503 that asks to come back, and the house comes back by itself."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from counselling.models import Appointment
from portal.accounts.models import User
from tests.factories.database import as_superuser


def quiet(client: Client) -> Client:
    """A client that sees what a browser sees."""
    client.raise_request_exception = False
    return client


def next_request(client: Client, page: str) -> int:
    """The test client keeps its connection from request to request; a web server gives it back to the pool."""
    connection.close()
    return client.get(page).status_code


def test_a_database_that_is_away_is_a_503_and_nothing_needs_a_restart_afterwards(
    committed_db: None, relative: User, client_for: Callable[..., Client]
) -> None:
    client = quiet(client_for(relative))
    page = reverse("front:my_page")
    assert client.get(page).status_code == 200
    with as_superuser() as server:
        server.execute("ALTER ROLE portal_app CONNECTION LIMIT 0")
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'portal_app'")
        try:
            answer = client.get(page)
        finally:
            server.execute("ALTER ROLE portal_app CONNECTION LIMIT -1")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "Vi er her igen om lidt" in answer.content.decode()
    until = time.monotonic() + 30
    while (status := next_request(client, page)) == 503 and time.monotonic() < until:
        time.sleep(0.2)
    assert status == 200


@pytest.mark.django_db
def test_lost_keys_stop_the_pages_with_sealed_words_and_no_others(
    talk: Appointment, relative: User, client_for: Callable[..., Client], settings
) -> None:
    talk.answers.create(number=1, text="Hun græder om natten", changed_at=talk.created_at)
    client = quiet(client_for(relative))
    settings.VAULT_KEYRING_FILE = Path("/nowhere/keyring.json")
    answer = client.get(reverse("counselling:questions", args=[talk.pk]))
    assert answer.status_code == 503 and "Hun græder" not in answer.content.decode()
    assert client.get(reverse("front:front")).status_code == 200


def test_a_session_that_can_not_be_saved_because_the_database_left_is_a_503_too(
    committed_db: None, relative: User, client_for: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Django makes "the session was deleted meanwhile" of it, and a 400."""

    def leaves(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        request.session["seen"] = "yes"
        with as_superuser() as server:
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'portal_app'")
        return HttpResponse("done")

    client = quiet(client_for(relative))
    page = reverse("front:privacy")
    monkeypatch.setattr("portal.front.views.render", leaves)
    assert (answer := client.get(page)).status_code == 503 and answer["Retry-After"]
    monkeypatch.undo()
    assert next_request(client, page) == 200


@pytest.mark.django_db
def test_a_session_that_ended_meanwhile_stays_a_400(
    relative: User, client_for: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def signs_out_elsewhere(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        request.session["seen"] = "yes"
        Session.objects.all().delete()
        return HttpResponse("done")

    client = quiet(client_for(relative))
    monkeypatch.setattr("portal.front.views.render", signs_out_elsewhere)
    assert client.get(reverse("front:privacy")).status_code == 400


@pytest.mark.django_db
def test_any_other_fault_stays_a_500(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("portal.front.views.render", broken)
    assert quiet(client).get(reverse("front:privacy")).status_code == 500


@pytest.mark.django_db
def test_the_address_of_a_button_opened_by_hand_has_a_page(client: Client) -> None:
    response = client.get("/beskeder/laest/", follow=True)
    assert response.status_code == 200  # nobody is signed in: first the sign-in
    answer = client.post("/")
    assert answer.status_code == 405 and answer["Allow"]
    assert "Der skete ikke noget" in answer.content.decode()
