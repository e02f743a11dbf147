"""A text message has no link: its code opens the same page."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from counselling.actions import booking, keeping
from counselling.actions.replying import code_of
from counselling.kinds import context_of
from counselling.models import Appointment, MeetingType, ReplyCode
from portal.accounts.models import User
from portal.calendar.models import Resource
from portal.outbox.models import OutboxMessage
from portal.refusals import violated_constraint
from relatives import actions as relatives
from relatives.actions import ContactWish
from tests.factories.talks import make_talk, next_weekday

pytestmark = pytest.mark.django_db
PAGE = "/aftaler/svar/"


@pytest.fixture
def talk_by_sms(relative: User, talk_type: MeetingType, mette: Resource) -> Appointment:
    """A talk of somebody who wants text messages."""
    relatives.change_phone(user=relative, by=relative, phone="00001234")
    relatives.change_contact(user=relative, by=relative, wish=ContactWish("sms", "others", "no"))
    return make_talk(relative, talk_type, starts_at=next_weekday(10))


def test_a_text_message_carries_the_code_and_no_link(talk_by_sms: Appointment) -> None:
    message = OutboxMessage.objects.filter(channel="sms", kind="counselling.receipt").get()
    code = context_of(message)["reply_code"]
    assert code == code_of(talk_by_sms) and len(code) == 9
    assert ReplyCode.objects.get().code_hash != code


def test_the_code_opens_the_talk_however_it_is_typed(client: Client, talk_by_sms: Appointment) -> None:
    for typed in (code_of(talk_by_sms), code_of(talk_by_sms).lower().replace(" ", "-")):
        response = client.post(PAGE, {"code": typed}, follow=True)
        assert response.redirect_chain and "Din aftale" in response.content.decode()


def test_a_mail_needs_no_code_and_keeps_none(relative: User, talk_type: MeetingType, mette: Resource) -> None:
    make_talk(relative, talk_type)
    assert not ReplyCode.objects.exists()


def test_a_code_ends_when_the_talk_moves_and_the_new_message_has_a_new_one(
    client: Client, relative: User, talk_by_sms: Appointment
) -> None:
    old = code_of(talk_by_sms)
    moved = booking.move_appointment(
        by=relative, appointment=talk_by_sms, starts_at=talk_by_sms.starts_at + timedelta(hours=2), is_staff=False
    )
    assert "Den kode kender vi ikke" in client.post(PAGE, {"code": old}).content.decode()
    assert client.post(PAGE, {"code": code_of(moved)}).status_code == 302


def test_a_code_ends_when_the_talk_is_cancelled_or_over(
    client: Client, relative: User, talk_by_sms: Appointment, at: Callable[[datetime], datetime]
) -> None:
    code = code_of(talk_by_sms)
    at(talk_by_sms.ends_at)
    assert client.post(PAGE, {"code": code}).status_code == 200
    at(talk_by_sms.starts_at - timedelta(days=1))
    keeping.cancel_appointment(by=relative, appointment=talk_by_sms, actor="relative")
    assert client.post(PAGE, {"code": code}).status_code == 200


@pytest.mark.parametrize("code", ["", " ", "BCDF 2345", "ÆØÅ", "x" * 500, "\x00"])
def test_what_is_no_code_is_said(client: Client, code: str) -> None:
    response = client.post(PAGE, {"code": code})
    assert response.status_code == 200 and b"form-error-message" in response.content


def test_guessing_is_stopped_with_words(client: Client, talk_by_sms: Appointment) -> None:
    for _try in range(61):
        response = client.post(PAGE, {"code": "BCDF 2345"})
    assert "Vent 10 minutter" in response.content.decode()
    assert "Vent 10 minutter" in client.post(PAGE, {"code": code_of(talk_by_sms)}).content.decode()


def test_a_version_of_a_talk_has_one_code(talk_by_sms: Appointment) -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        ReplyCode.objects.create(appointment=talk_by_sms, version=talk_by_sms.version, code_hash="another")
    assert violated_constraint(error.value) == "a_talk_s_version_has_one_reply_code"
