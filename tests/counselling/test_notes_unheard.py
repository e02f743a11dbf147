"""Who was not reached about something to read is rung: a task with no name and no content, gone with the release."""

from typing import Any

import pytest

from counselling.actions import cases, notes, releasing
from counselling.actions.releasing import RELEASED, UNHEARD_TASK
from counselling.models import Case, Note
from portal import clock
from portal.accounts.models import User
from portal.outbox import kinds as messages
from portal.outbox.models import OutboxMessage
from portal.worklist import kinds
from portal.worklist.models import Task
from relatives import actions as contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(relative: User, counsellor: User) -> Case:
    contact.change_phone(user=relative, by=relative, phone="20 30 40 50")
    return cases.open_case(by=counsellor, person=relative, worker=counsellor)


@pytest.fixture
def note(case: Case, counsellor: User) -> Note:
    row = notes.write_note(by=counsellor, case=case, text="Hun er træt.")
    return releasing.release_note(by=counsellor, case=case, note_id=row.pk, version=row.version)


def fail(message: OutboxMessage) -> None:
    messages.get(RELEASED).on_failed(message)


def test_a_message_about_a_note_that_failed_becomes_one_task_to_ring(
    client_for: Any, colleague: User, relative: User, note: Note
) -> None:
    message = OutboxMessage.objects.about(note.pk).get(kind=RELEASED, channel="email")
    fail(message)
    fail(message)
    task = Task.objects.get(kind=UNHEARD_TASK)
    assert task.is_open and (task.due_at - clock.now()).total_seconds() <= 4 * 3600
    said = kinds.get(UNHEARD_TASK).sentence(task, None)
    assert said.startswith("Ring om noget at læse") and "Rasmus" not in said
    html = client_for(colleague).get(kinds.get(UNHEARD_TASK).url(task)).content.decode()
    assert "Rasmus" in html and "+45 20 30 40 50" in html and "træt" not in html


def test_what_only_stands_in_the_portal_is_nothing_to_ring_about(note: Note) -> None:
    message = OutboxMessage.objects.about(note.pk).filter(kind=RELEASED).first()
    assert message is not None
    message.channel = "inbox"
    fail(message)
    assert not Task.objects.exists()


def test_nobody_is_rung_about_a_release_that_was_taken_back(case: Case, counsellor: User, note: Note) -> None:
    fail(OutboxMessage.objects.about(note.pk).get(kind=RELEASED, channel="email"))
    releasing.withdraw_note(by=counsellor, case=case, note_id=note.pk)
    assert not Task.objects.open().filter(kind=UNHEARD_TASK).exists()
