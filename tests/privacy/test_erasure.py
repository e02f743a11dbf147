"""Erasing a person: what goes, what stands in the way, and a ledger that says nothing about anybody."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from counselling.models import Appointment
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.outbox.models import OutboxMessage
from portal.privacy import actions, erasures
from relatives.models import RelativeProfile
from tests.factories.people import make_person
from tests.portal.test_constraints import message

pytestmark = pytest.mark.django_db
At = Callable[[datetime], datetime]


@pytest.fixture(autouse=True)
def ledger_file(settings: Any, tmp_path: Path) -> Path:
    settings.ERASURE_LEDGER_FILE = tmp_path / "kept" / "erasures.txt"
    return settings.ERASURE_LEDGER_FILE


def test_a_person_goes_with_everything_the_register_says_and_nobody_else_does(
    talk: Appointment, relative: User, another_relative: User, at: At, ledger_file: Path
) -> None:
    talk.answers.create(number=1, text="Hun græder", changed_at=talk.created_at)
    message(text="brev", to=relative)
    kept = message(text="brev til en anden", to=another_relative)
    at(talk.ends_at + timedelta(days=3))
    key = str(relative.pk)
    assert actions.erase_person(relative) > 3
    assert not User.objects.filter(pk=key).exists() and User.objects.filter(pk=another_relative.pk).exists()
    assert not Appointment.objects.filter(pk=talk.pk).exists()
    assert not RelativeProfile.objects.filter(user_id=key).exists()
    assert OutboxMessage.objects.filter(pk=kept.pk).exists() and not OutboxMessage.objects.filter(to_id=key).exists()
    event = AuditEvent.objects.get(action="privacy.person_erased")
    assert str(event.subject) == key
    line = ledger_file.read_text()
    assert key not in line and "@" not in line and erasures.fingerprint(key) in line
    assert ledger_file.stat().st_mode & 0o077 == 0


def test_a_person_with_a_talk_ahead_and_staff_are_not_erased(
    talk: Appointment, relative: User, counsellor: User, ledger_file: Path
) -> None:
    for person, why in ((relative, "talk ahead"), (counsellor, "works here")):
        with pytest.raises(actions.MustBeKept, match=why):
            actions.erase_person(person)
        with pytest.raises(CommandError, match=why):
            call_command("erase_person", person.email)
    assert User.objects.filter(pk__in=[relative.pk, counsellor.pk]).count() == 2 and not ledger_file.exists()


def test_what_the_law_has_us_keep_keeps_the_person_whole(
    relative: User, monkeypatch: pytest.MonkeyPatch, ledger_file: Path, talk: Appointment, at: At
) -> None:
    at(talk.ends_at + timedelta(days=3))
    monkeypatch.setattr(erasures, "rows_to_erase", lambda person: [])  # the talk's register says: keep
    with pytest.raises(actions.MustBeKept, match="has us keep something"):
        actions.erase_person(relative)
    assert User.objects.filter(pk=relative.pk).exists() and Appointment.objects.filter(pk=talk.pk).exists()
    assert not ledger_file.exists()


def test_the_ledger_is_replayed_once_and_only_for_whom_it_names(relative: User, another_relative: User) -> None:
    erasures.remember(str(relative.pk))  # erased since the dump; the restore brought them back
    said = StringIO()
    call_command("replay_erasures", stdout=said)
    assert "1 people erased again." in said.getvalue()
    assert list(User.objects.values_list("pk", flat=True)) == [another_relative.pk]
    call_command("replay_erasures", stdout=said)
    assert said.getvalue().endswith("0 people erased again.\n")


def test_somebody_who_can_not_be_erased_again_is_said(talk: Appointment, relative: User) -> None:
    erasures.remember(str(relative.pk))
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("replay_erasures", stdout=said)
    assert "Not erased: This person has a talk ahead" in said.getvalue()


def test_nobody_by_that_name_is_a_sentence() -> None:
    make_person("Ida Berg")
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("erase_person", "nobody@borger.example")
