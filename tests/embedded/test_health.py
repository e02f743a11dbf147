"""What /healthz and /readyz answer: breaking one thing names that thing and nothing else."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings as SettingsWrapper

from portal import clock
from portal.audit.actions import record_about, sealing
from portal.front import health
from portal.outbox.models import Channel, Heartbeat, OutboxMessage, Queue
from portal.vault import keyring

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_order(settings: SettingsWrapper, tmp_path: Path) -> None:
    """Everything the portal stands on is as it should be."""
    settings.VAULT_KEYRING_FILE = tmp_path / "keyring.json"
    keyring.make(tmp_path / "keyring.json")
    OutboxMessage.objects.all().delete()
    for name in health.SENDERS:
        Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now()})


def failing(client: Client) -> set[str]:
    """The names /readyz calls failing; the status says the same."""
    answer = client.get("/readyz")
    said = json.loads(answer.content)
    names = {name for name, status in said["checks"].items() if status != "ok"}
    assert answer.status_code == (503 if names else 200)
    assert said["ready"] is not bool(names)
    return names


def test_all_in_order_is_200_with_every_check_named(client: Client) -> None:
    assert failing(client) == set()
    names = json.loads(client.get("/readyz").content)["checks"]
    assert set(names) == {"database", "migrations", "disk", "keys", "outbox", "worker", "seals"}


def test_healthz_asks_nothing_of_the_database(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_a_missing_keyring_names_the_keys(client: Client, settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.VAULT_KEYRING_FILE = tmp_path / "gone.json"
    assert failing(client) == {"keys"}


def test_a_keyring_others_can_read_names_the_keys(client: Client, settings: SettingsWrapper) -> None:
    Path(settings.VAULT_KEYRING_FILE).chmod(0o644)
    assert failing(client) == {"keys"}


def test_a_full_disk_names_the_disk(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_DISK", 2**62)
    assert failing(client) == {"disk"}


def test_a_silent_worker_names_the_worker(client: Client) -> None:
    Heartbeat.objects.filter(name=health.SENDERS[0]).update(at=clock.now() - timedelta(minutes=2))
    assert failing(client) == {"worker"}


def test_a_message_that_should_have_left_names_the_outbox(client: Client) -> None:
    now = clock.now()
    row = {"kind": "test.kind", "channel": Channel.EMAIL, "queue": Queue.MESSAGES, "language": "da", "created_at": now}
    message = OutboxMessage.objects.create(key="late", send_at=now - timedelta(minutes=4), **row)
    assert failing(client) == set()
    OutboxMessage.objects.filter(pk=message.pk).update(send_at=now - timedelta(minutes=6))
    assert failing(client) == {"outbox"}


def test_an_event_that_waits_for_its_seal_names_the_seals(client: Client) -> None:
    with clock.shifted_by(timedelta(minutes=-6)):
        record_about("test.read", by=None, object_kind="test", object_id="1")
        sealing.seal()
    assert failing(client) == set(), "a quiet night needs no seals"
    with clock.shifted_by(timedelta(minutes=-4)):
        record_about("test.read", by=None, object_kind="test", object_id="2")
    assert failing(client) == set()
    with clock.shifted_by(timedelta(minutes=2)):
        for name in health.SENDERS:
            Heartbeat.objects.filter(name=name).update(at=clock.now())
        assert failing(client) == {"seals"}


def test_a_migration_not_applied_names_the_migrations(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    newest = health.newest_migrations() | {("counselling", "9999_from_tomorrow")}
    monkeypatch.setattr(health, "newest_migrations", lambda: newest)
    assert failing(client) == {"migrations"}
