"""The database has the last word: each named constraint of the portal's own tables refuses what it says."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from portal import clock
from portal.accounts.models import EmailCode, RoleAssignment, StaffInvitation, User
from portal.audit.models import AuditEvent
from portal.directory.models import Unit
from portal.keys import new_key
from portal.outbox.models import OutboxMessage
from portal.refusals import violated_constraint
from portal.worklist.models import Task
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def refused_by(write: Callable[[], Any]) -> str | None:
    """The name of the constraint that refuses a write."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    return violated_constraint(caught.value)


def message(**fields: Any) -> OutboxMessage:
    moment = clock.now()
    given = {"key": str(new_key()), "kind": "t.t", "channel": "email", "language": "da"}
    return OutboxMessage.objects.create(**{**given, "created_at": moment, "send_at": moment, **fields})


def task(**fields: Any) -> Task:
    moment = clock.now()
    return Task.objects.create(
        **{"key": str(new_key()), "kind": "t.t", "due_at": moment, "created_at": moment, **fields}
    )


def invitation(**fields: Any) -> StaffInvitation:
    moment = clock.now()
    given = {"email": "emil@egekoebing.example", "roles": ["counsellor"], "token_hash": str(new_key())}
    return StaffInvitation.objects.create(
        **{**given, "invited_at": moment, "expires_at": moment + timedelta(days=7), **fields}
    )


def event(**fields: Any) -> AuditEvent:
    given = {
        "at": clock.now(),
        "kind": "change",
        "role": "house",
        "action": "a.b",
        "object_kind": "x",
        "object_id": "1",
    }
    return AuditEvent.objects.create(**{**given, **fields})


def unit(**fields: Any) -> Unit:
    return Unit.objects.create(**{"slug": "kilden", "name": "Huset Kilden", "kind": "facility", **fields})


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"state": "lost", "done_at": clock.now()}, "message_state_is_known"),
        ({"channel": "pigeon"}, "message_channel_is_known"),
        ({"queue": "later"}, "message_queue_is_known"),
        ({"channel": "letter"}, "letters_have_their_own_queue"),
        ({"claim": new_key()}, "a_claimed_message_has_a_lease"),
        ({"state": "sent"}, "a_final_message_says_when"),
    ],
)
def test_a_message_that_makes_no_sense_is_refused(fields: dict[str, Any], name: str) -> None:
    assert refused_by(lambda: message(**fields)) == name


def test_a_key_makes_one_message_and_one_task() -> None:
    message(key="booking-1")
    assert refused_by(lambda: message(key="booking-1")) == "a_message_is_written_once"
    task(key="call-1")
    assert refused_by(lambda: task(key="call-1")) == "a_task_is_added_once"


def test_who_finished_a_task_did_so_at_a_moment(counsellor: User) -> None:
    assert refused_by(lambda: task(finished_by=counsellor)) == "who_finished_a_task_did_so_at_a_time"


def test_an_event_of_the_log_has_a_known_kind_and_a_name() -> None:
    assert refused_by(lambda: event(kind="peek")) == "audit_kind_is_known"
    assert refused_by(lambda: event(action="Booked a talk")) == "audit_action_is_named"


def test_an_address_is_one_persons_and_written_small(relative: User) -> None:
    twin = "an_address_belongs_to_one_person"
    assert refused_by(lambda: make_person("Tvilling", email=relative.email)) == twin
    shouted = User(email="RASMUS@BORGER.EXAMPLE")
    assert refused_by(shouted.save) == "an_address_is_written_small"


def test_a_role_is_known_and_given_once(counsellor: User) -> None:
    def give(role: str) -> RoleAssignment:
        return RoleAssignment.objects.create(user=counsellor, role=role)

    assert refused_by(lambda: give("counsellor")) == "a_role_is_given_once"
    assert refused_by(lambda: give("mayor")) == "role_is_known"


def test_a_code_expires_after_it_is_sent() -> None:
    moment = clock.now()
    code = EmailCode(purpose="sign_in", email="a@b.example", code="123456", language="da", sent_at=moment)
    code.expires_at = moment
    assert refused_by(code.save) == "a_code_expires_later"


def test_an_invitation_is_one_and_ends_one_way() -> None:
    invitation()
    assert refused_by(invitation) == "one_open_invitation_per_address"
    both = {"accepted_at": clock.now(), "withdrawn_at": clock.now()}
    assert refused_by(lambda: invitation(**both)) == "an_invitation_is_accepted_or_withdrawn"


def test_a_unit_is_of_a_known_kind_and_not_under_itself() -> None:
    assert refused_by(lambda: unit(kind="castle")) == "unit_kind_is_known"
    key = new_key()
    assert refused_by(lambda: unit(id=key, parent_id=key)) == "unit_is_not_its_own_parent"
