"""Invitations to the counsellor's and the room's mailbox: at once, neutral, the same meeting through every move."""

import pytest
from icalendar import Calendar

from counselling.actions import booking, keeping
from counselling.inviting import INVITATION, INVITATION_CANCELLED
from counselling.kinds import MAILBOX_TASK
from counselling.models import Appointment, MeetingType
from portal.accounts.models import User
from portal.calendar.models import Resource
from portal.outbox import kinds
from portal.outbox.models import OutboxMessage, State
from portal.outbox.rendering import text_of
from portal.worklist.models import Task
from tests.factories.talks import make_talk, next_weekday

pytestmark = pytest.mark.django_db
HERS, ROOMS = "mette.krogh@kommune.example", "stuen@kommune.example"
MAILED = (INVITATION, INVITATION_CANCELLED)  # counselling.invitation, counselling.invitation_cancelled


@pytest.fixture
def mailboxes(mette: Resource, room: Resource) -> None:
    Resource.objects.filter(pk=mette.pk).update(mailbox=HERS)
    Resource.objects.filter(pk=room.pk).update(mailbox=ROOMS)


@pytest.fixture
def meeting(mailboxes: None, relative: User, talk_type: MeetingType) -> Appointment:
    return make_talk(relative, talk_type, mode="in_person")


def said() -> list[tuple[str, str, int, str]]:
    """Kind, mailbox, sequence and method of what still holds, in order."""
    found = []
    for message in OutboxMessage.objects.filter(kind__in=MAILED).order_by("created_at", "id"):
        kind = kinds.get(message.kind)
        if message.state == State.PLANNED and kind.still_holds(message):
            assert kind.calendar_file
            calendar = Calendar.from_ical(kind.calendar_file(message))
            (event,) = calendar.walk("VEVENT")
            found.append((message.kind, message.address or "", int(event["SEQUENCE"]), str(calendar["METHOD"])))
    return sorted(found)


def test_counsellor_and_room_are_invited_at_once_and_neutrally(meeting: Appointment, relative: User) -> None:
    assert said() == [(INVITATION, HERS, 0, "REQUEST"), (INVITATION, ROOMS, 0, "REQUEST")]
    for message in OutboxMessage.objects.filter(kind=INVITATION):
        kind = kinds.get(message.kind)
        assert kind.calendar_file
        text = text_of(message)
        whole = text.subject + text.body + (kind.calendar_file(message) or b"").decode()
        for private in (relative.name, relative.email, "Samtale", "Mette", "Stuen", "Rådhusgade"):
            assert str(private) not in whole.replace(HERS, "").replace(ROOMS, ""), private
        assert f"mailto:{message.address}" in whole.replace("\r\n ", "")


def test_a_moved_meeting_is_the_same_meeting_in_outlook(meeting: Appointment, counsellor: User) -> None:
    moved = booking.move_appointment(
        by=counsellor, appointment=meeting, starts_at=next_weekday(5, at_hour=11), is_staff=True
    )
    assert moved.uid == meeting.uid
    assert said() == [(INVITATION, HERS, 1, "REQUEST"), (INVITATION, ROOMS, 1, "REQUEST")]


def test_a_cancelled_meeting_leaves_every_mailbox(meeting: Appointment, relative: User) -> None:
    keeping.cancel_appointment(by=relative, appointment=meeting, actor="relative")
    assert said() == [(INVITATION_CANCELLED, HERS, 1, "CANCEL"), (INVITATION_CANCELLED, ROOMS, 1, "CANCEL")]


def test_a_wish_stands_in_no_mailbox_before_the_yes_nor_after_it_is_withdrawn(
    mailboxes: None, relative: User, counsellor: User, talk_type: MeetingType
) -> None:
    MeetingType.objects.update(needs_approval=True)
    talk_type.refresh_from_db()
    wish = make_talk(relative, talk_type, mode="in_person")
    assert said() == []
    keeping.confirm_pending(by=counsellor, appointment=wish, version=wish.version)
    assert [mailbox for _kind, mailbox, _sequence, _method in said()] == [HERS, ROOMS]
    other = make_talk(relative, talk_type, mode="phone", starts_at=next_weekday(6, at_hour=13))
    keeping.cancel_appointment(by=relative, appointment=other, actor="relative")
    assert not OutboxMessage.objects.filter(kind=INVITATION_CANCELLED).exists()


def test_nobody_without_a_mailbox_is_written_to(talk: Appointment) -> None:
    assert not OutboxMessage.objects.filter(kind__in=MAILED).exists()


def test_a_mailbox_that_takes_nothing_is_the_team_leads_task_once_a_day(meeting: Appointment) -> None:
    (first, *_others) = OutboxMessage.objects.filter(kind=INVITATION, address__isnull=False)
    kinds.get(INVITATION).on_failed(first)
    kinds.get(INVITATION).on_failed(first)
    assert Task.objects.open().filter(kind=MAILBOX_TASK, role="team_lead").count() == 1
