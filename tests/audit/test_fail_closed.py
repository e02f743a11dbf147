"""Read before show: a page that notes who looked shows nothing when it can't note it. Every page of the catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.audit.models import AuditEvent, Kind
from tests.factories.database import as_superuser
from tests.factories.people import sign_in
from tests.pages.catalogue import PAGES, Look, user
from tests.pages.demo import load_demo

RECORDING = {  # reviewed: at least these; a new page that records its reads is tried by itself
    "audit:events",
    "counselling:call",
    "counselling:talk",
    "outbox:letter",
    "oversight:item",
}


@contextmanager
def the_log_takes_nothing() -> Iterator[None]:
    """As when the log's disk is full, or its table is locked away."""
    with as_superuser() as server:
        server.execute("REVOKE INSERT ON audit_auditevent FROM portal_app")
        try:
            yield
        finally:
            server.execute("GRANT INSERT ON audit_auditevent TO portal_app")


def got(client: Client, path: str) -> tuple[HttpResponse, int]:
    """An answer and how many reads it noted; its traces are rolled back."""
    with transaction.atomic():
        before = AuditEvent.objects.filter(kind=Kind.READ).count()
        answer = client.get(path)
        noted = 0 if answer.status_code == 503 else AuditEvent.objects.filter(kind=Kind.READ).count() - before
        transaction.set_rollback(True)
    return answer, noted  # type: ignore[return-value]


@pytest.mark.django_db
def test_no_page_that_notes_its_reader_shows_anything_when_it_can_not() -> None:
    load_demo()
    recording: dict[str, tuple[Look, str]] = {}
    clients = {who: sign_in(user(who)) if who else Client() for who in {look.who for look in PAGES}}
    for client in clients.values():
        client.raise_request_exception = False
    for look in PAGES:
        answer, noted = got(clients[look.who], path := look.path())
        assert answer.status_code == look.status
        if noted:
            recording[look.title] = look, path
    assert {look.name for look, _ in recording.values()} >= RECORDING
    quiet = set()
    with the_log_takes_nothing():
        for title, (look, path) in recording.items():
            answer, _ = got(clients[look.who], path)
            body = answer.content.decode()
            if answer.status_code != 503 or "Vi er her igen om lidt" not in body or not answer["Retry-After"]:
                quiet.add(f"{title}: {answer.status_code}")
    assert not quiet, f"these show something nobody will know was shown (of {len(recording)})"


def test_what_can_not_be_noted_is_not_handed_out_as_a_file_either(
    committed_db: None, dpo: User, relative: User
) -> None:
    """Real commits: nothing of the page is left behind, and it works again when the log does."""
    handed = [(sign_in(dpo), reverse("audit:export")), (sign_in(relative), reverse("privacy:download"))]
    with the_log_takes_nothing():
        for client, path in handed:
            client.raise_request_exception = False
            answer = client.post(path, {"reason": "Aktindsigt til en borger"})
            assert answer.status_code == 503 and "Content-Disposition" not in answer
    assert not AuditEvent.objects.exists()
    for client, path in handed:
        answer = client.post(path, {"reason": "Aktindsigt til en borger"})
        assert answer.status_code == 200 and answer["Content-Disposition"]
