"""Invitations to the mailboxes of whoever and whatever a talk takes: the counsellor, the room, the interpreter.

A subscribed feed lags by hours; an invitation stands in Outlook at once. It says "Meeting" and when, never with whom or
about what. Same UID through every move, SEQUENCE grows, a mailbox that no longer takes part gets a CANCEL.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from counselling.choices import Status
from counselling.models import Appointment
from portal.calendar.models import Resource
from portal.outbox import actions as outbox
from portal.outbox import calendar_file
from portal.outbox.models import Channel, OutboxMessage

INVITATION = "counselling.invitation"
INVITATION_CANCELLED = "counselling.invitation_cancelled"
LANGUAGE = {"DK": "da", "NO": "nb"}


def taking_part(appointment: Appointment) -> list[Resource]:
    """Whoever and whatever a talk takes."""
    return [one for one in (appointment.counsellor, appointment.room, appointment.interpreter) if one is not None]


def invitation_drafts(appointment: Appointment) -> list[outbox.Draft]:
    """An invitation to each mailbox; a CANCEL to those the row it was moved from had, and this one has not."""
    drafts = [draft(INVITATION, appointment, one.mailbox) for one in taking_part(appointment) if one.mailbox]
    if appointment.supersedes is None:
        return drafts
    return drafts + farewell_drafts(appointment, taking_part(appointment.supersedes))


def farewell_drafts(appointment: Appointment, before: Iterable[Resource]) -> list[outbox.Draft]:
    """A CANCEL to the mailboxes that took part before and no longer do."""
    kept = {one.mailbox for one in taking_part(appointment)} if appointment.is_live else set()
    gone = sorted({one.mailbox for one in before} - kept - {""})
    return [draft(INVITATION_CANCELLED, appointment, mailbox) for mailbox in gone]


def draft(kind: str, appointment: Appointment, mailbox: str) -> outbox.Draft:
    """One mail to one mailbox, once for each version of a talk."""
    return outbox.Draft(
        kind,
        f"{kind}:{appointment.pk}:{appointment.version}:{mailbox}",
        channel=Channel.EMAIL,
        address=mailbox,
        about=appointment.pk,
        version=appointment.version,
        language=LANGUAGE[settings.COUNTRY],
    )


def still_invited(message: OutboxMessage, appointment: Appointment | None) -> bool:
    """An invitation only to the talk as it is; a CANCEL as long as nothing newer was said."""
    if appointment is None or appointment.version != message.version:
        return False
    return message.kind == INVITATION_CANCELLED or appointment.status == Status.BOOKED


def invitation_file(message: OutboxMessage, appointment: Appointment) -> bytes:
    """The calendar file that Outlook takes in by itself."""
    with translation.override(message.language):
        summary = _("Meeting")
    return calendar_file.make(
        uid=f"{appointment.uid}@{settings.MAIL_DOMAIN}",
        sequence=appointment.ics_sequence,
        method="CANCEL" if message.kind == INVITATION_CANCELLED else "REQUEST",
        start=appointment.starts_at,
        end=appointment.ends_at,
        summary=summary,
        organizer_email=f"noreply@{settings.MAIL_DOMAIN}",
        attendee_email=message.address or "",
    )


def invitation_words(appointment: Appointment | None) -> dict[str, Any]:
    """What the mail says beside the file."""
    return {"starts_at": appointment.starts_at, "portal": settings.SITE_URL} if appointment else {}
