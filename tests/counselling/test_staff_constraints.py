"""The database has the last word about conversations: each constraint is tried past every action."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from counselling.actions import calls, keeping
from counselling.models import (
    Appointment,
    CallRequest,
    CounsellorProfile,
    Hold,
    IntakeAnswer,
    MeetingType,
    NamelessTalk,
    Participant,
    PhoneDuty,
)
from portal import clock
from portal.refusals import violated_constraint
from tests.factories.talks import next_weekday

pytestmark = pytest.mark.django_db


def broken(work):
    """The name of the constraint a write breaks."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        work()
    return violated_constraint(caught.value)


def change(row, **fields):
    return lambda: type(row).objects.filter(pk=row.pk).update(**fields)


def test_an_appointment_ends_after_it_starts_and_has_a_known_status(talk):
    assert broken(change(talk, ends_at=talk.starts_at)) == "appointment_ends_after_it_starts"
    assert broken(change(talk, status="dreamt")) == "appointment_status_is_known"


def test_only_a_pending_appointment_has_a_deadline_and_it_always_does(talk):
    name = "appointment_has_a_deadline_while_pending"
    assert broken(change(talk, decide_by=clock.now())) == name
    assert broken(change(talk, status="pending")) == name


def test_a_cancelled_appointment_says_by_whom_and_when(talk):
    name = "appointment_cancelled_by_somebody"
    assert broken(change(talk, status="cancelled")) == name
    assert broken(change(talk, cancel_actor="relative")) == name


def test_an_outcome_has_its_moment(talk):
    name = "appointment_outcome_has_its_moment"
    assert broken(change(talk, status="fulfilled")) == name
    assert broken(change(talk, outcome_at=clock.now())) == name


def test_a_hold_becomes_one_appointment_and_a_talk_moves_once(talk):
    copies = {field.attname: getattr(talk, field.attname) for field in talk._meta.concrete_fields}

    def copy(**changes):
        return lambda: Appointment.objects.create(**copies | {"id": uuid4(), "hold_ref": uuid4()} | changes)

    assert "hold_ref" in broken(copy(hold_ref=talk.hold_ref))
    copy(supersedes_id=talk.pk)()
    assert "supersedes" in broken(copy(supersedes_id=talk.pk))


def test_a_question_is_answered_once_and_one_of_a_kind_comes_along(talk, relative):
    keeping.answer_intake(by=relative, appointment=talk, texts={1: "Min mor"})
    again = {"appointment": talk, "number": 1, "changed_at": clock.now()}
    assert broken(lambda: IntakeAnswer.objects.create(**again)) == "a_question_is_answered_once"
    Participant.objects.create(appointment=talk, role="cared_for")
    twice = {"appointment": talk, "role": "cared_for"}
    assert broken(lambda: Participant.objects.create(**twice)) == "one_participant_of_a_kind"


def test_a_hold_ends_after_it_starts_and_its_token_opens_one(talk_type, mette):
    now = clock.now()
    given = {"meeting_type": talk_type, "mode": "phone", "counsellor": mette, "expires_at": now, "created_at": now}

    def make(token, ends_at):
        return lambda: Hold.objects.create(token_hash=token, starts_at=now, ends_at=ends_at, **given)

    assert broken(make("a", now)) == "hold_ends_after_it_starts"
    make("a", now + timedelta(hours=1))()
    assert "token_hash" in broken(make("a", now + timedelta(hours=1)))


def test_a_meeting_type_has_a_length_a_step_a_horizon_and_a_mode(talk_type):
    assert broken(change(talk_type, duration_minutes=0)) == "meeting_type_has_a_length"
    assert broken(change(talk_type, step_minutes=0)) == "meeting_type_has_a_step"
    assert broken(change(talk_type, horizon_days=0)) == "meeting_type_can_be_booked_ahead"
    assert broken(change(talk_type, modes=[])) == "meeting_type_has_a_mode"
    assert "slug" in broken(lambda: MeetingType.objects.create(slug=talk_type.slug, modes=["phone"]))


def test_a_photo_is_described_in_words(mette):
    profile = CounsellorProfile.objects.get()
    assert broken(change(profile, photo=b"jpeg", photo_alt="")) == "a_photo_is_described_in_words"


def test_a_call_request_is_open_until_done():
    now = clock.now()
    asked = CallRequest.objects.create(
        phone="+4520304050", phone_index="x", form_key=uuid4(), due_at=now, created_at=now
    )
    assert broken(change(asked, done_at=now)) == "call_request_is_open_until_done"
    assert broken(change(asked, status="reached")) == "call_request_is_open_until_done"


def test_phone_duty_ends_after_it_starts_and_is_one_persons(counsellor, colleague):
    now = clock.now()
    duty = calls.give_phone_duty(by=counsellor, user=counsellor, starts_at=now, ends_at=now + timedelta(days=1))
    assert broken(change(duty, ends_at=now)) == "phone_duty_ends_after_it_starts"
    inside = {"starts_at": now + timedelta(hours=1), "ends_at": now + timedelta(hours=2)}
    again = broken(lambda: PhoneDuty.objects.create(user=colleague, **inside))
    assert again == "one_person_has_phone_duty_at_a_time"


def test_a_nameless_talk_ends_after_it_starts_has_a_known_status_and_one_code(talk_type, mette):
    start = next_weekday()
    given = {"code_hash": "x", "meeting_type": talk_type, "counsellor": mette, "status": "booked"}
    talk = NamelessTalk.objects.create(**given, starts_at=start, ends_at=start + timedelta(hours=1))
    assert broken(change(talk, ends_at=start)) == "nameless_talk_ends_after_it_starts"
    assert broken(change(talk, status="dreamt")) == "nameless_talk_status_is_known"
    again = broken(lambda: NamelessTalk.objects.create(**given, starts_at=start, ends_at=start + timedelta(hours=1)))
    assert "code_hash" in again
