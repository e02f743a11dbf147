"""A person's own copy, and what goes when its time is over."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal import clock
from portal.accounts.models import User
from portal.audit.actions import record
from portal.audit.models import AuditEvent
from portal.outbox.models import OutboxMessage
from portal.privacy import actions, registry
from portal.privacy.export import export_person


@pytest.mark.django_db
def test_a_copy_holds_the_persons_own_rows_and_nothing_of_others(relative: User, another_relative: User) -> None:
    record("counselling.appointment_read", by=another_relative, obj=relative, subject=relative.pk, kind="read")
    record("counselling.appointment_read", by=relative, obj=another_relative, subject=another_relative.pk)
    copy = json.dumps(export_person(relative), ensure_ascii=False)
    assert relative.email in copy and "O'Connor-Bøgh" in copy
    assert copy.count("appointment_read") == 1
    for foreign in (another_relative.email, "Årsleff", str(another_relative.pk)):
        assert foreign not in copy


@pytest.mark.django_db
def test_the_page_hands_out_the_file_and_records_it_first(client_for: Callable[..., Client], relative: User) -> None:
    client = client_for(relative)
    page = client.get(reverse("privacy:download"))
    assert page.status_code == 200 and not AuditEvent.objects.filter(action="privacy.copy_downloaded").exists()
    file = client.post(reverse("privacy:download"))
    assert file.status_code == 200 and file["Content-Type"] == "application/json"
    assert "attachment" in file["Content-Disposition"] and file["Cache-Control"] == "no-store"
    assert file.json()["tables"]["accounts.user"][0]["email"] == relative.email
    assert AuditEvent.objects.filter(action="privacy.copy_downloaded", subject=relative.pk, kind="read").count() == 1


@pytest.mark.django_db
def test_nobody_gets_a_file_without_signing_in(client: Client) -> None:
    assert client.post(reverse("privacy:download")).status_code == 302


@pytest.mark.django_db
def test_an_old_proof_is_asked_for_again_before_the_file(
    client_for: Callable[..., Client], relative: User, at: Callable[[datetime], datetime]
) -> None:
    at(datetime(2026, 11, 3, 9, 0))
    client = client_for(relative)
    at(datetime(2026, 11, 3, 9, 20))
    assert client.post(reverse("privacy:download")).status_code == 302


def expired_sessions(count: int) -> None:
    old = clock.now() - timedelta(days=1)
    Session.objects.bulk_create(
        Session(session_key=f"key{number}", session_data="x", expire_date=old) for number in range(count)
    )


def test_overdue_rows_go_in_batches_and_a_dry_run_only_counts(
    committed_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "BATCH", 4)
    expired_sessions(10)
    Session.objects.create(session_key="live", session_data="x", expire_date=clock.now() + timedelta(hours=1))

    def counts(*, dry_run: bool) -> int:
        return {ended.period.name: ended.rows for ended in actions.keep_and_delete(dry_run=dry_run)}["sessions.ended"]

    assert counts(dry_run=True) == 10 and Session.objects.count() == 11
    assert counts(dry_run=False) == 10
    assert [session.session_key for session in Session.objects.all()] == ["live"]
    assert counts(dry_run=False) == 0
    assert AuditEvent.objects.filter(action="privacy.period_ended", object_id="sessions.ended").count() == 1


def test_a_run_killed_half_way_is_finished_by_the_next(committed_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 3)
    expired_sessions(9)
    period = next(period for period in registry.periods() if period.name == "sessions.ended")
    assert actions.end_batch(period, clock.now()) == 3  # committed; then the process dies
    connection.close()
    assert actions.end_period(period, clock.now()) == 6


@pytest.mark.django_db
def test_a_municipality_may_set_its_own_number_of_days(settings) -> None:
    expired_sessions(2)
    settings.KEEPING_DAYS = {"sessions.ended": 30}
    ended = {ended.period.name: ended.rows for ended in actions.keep_and_delete()}
    assert ended["sessions.ended"] == 0


@pytest.mark.django_db
def test_a_message_loses_its_words_after_a_week_and_its_row_after_a_quarter(relative: User) -> None:
    def left(days: int, channel: str) -> OutboxMessage:
        done = clock.now() - timedelta(days=days)
        return OutboxMessage.objects.create(
            key=f"{days}/{channel}", kind="t.t", channel=channel, to=relative, text="hemmeligt", address="a@b.example",
            secret={"code": 1}, language="da", created_at=done, send_at=done, done_at=done, state="sent",
        )  # fmt: skip

    week, fresh, inbox, old = left(8, "email"), left(6, "email"), left(8, "inbox"), left(91, "inbox")
    actions.keep_and_delete()
    texts = {message.pk: message.text for message in OutboxMessage.objects.all()}
    assert texts == {week.pk: None, fresh.pk: "hemmeligt", inbox.pk: "hemmeligt"}
    assert old.pk not in texts
    emptied = OutboxMessage.objects.get(pk=week.pk)
    assert (emptied.address, emptied.secret, emptied.kind) == (None, None, "t.t")
