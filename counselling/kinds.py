"""The messages about conversations: when each still holds, what it says, what happens when it fails."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from counselling import announcing, links, watching
from counselling.actions.calls import on_duty
from counselling.actions.missing import ask_next
from counselling.actions.replying import code_of
from counselling.actions.visits import sound
from counselling.choices import Status
from counselling.inviting import INVITATION, INVITATION_CANCELLED, invitation_file, invitation_words, still_invited
from counselling.models import Appointment
from portal import clock
from portal.accounts.models import Role
from portal.design.models import Municipality
from portal.outbox import calendar_file
from portal.outbox.kinds import Kind, register, register_handler
from portal.outbox.models import OutboxMessage, Queue
from portal.vault.keyring import blind_index
from portal.worklist import actions as worklist

FAILED_TASK = "counselling.message_failed"
MAILBOX_TASK = "counselling.mailbox_failed"
STATUSES = {
    announcing.RECEIPT: {Status.BOOKED},
    announcing.REQUEST_RECEIVED: {Status.PENDING},
    announcing.MOVED: {Status.BOOKED},
    announcing.CONFIRMED: {Status.BOOKED},
    announcing.DECLINED: {Status.DECLINED},
    announcing.CANCELLED: {Status.CANCELLED},
    announcing.REMINDER: {Status.BOOKED},
    announcing.CHANGED: {Status.BOOKED, Status.PENDING},
    announcing.NEW_TIMES: {Status.BOOKED, Status.PENDING},
}
LABELS = {
    announcing.RECEIPT: _("Receipt for a talk"),
    announcing.REQUEST_RECEIVED: _("Receipt for a wish for a time"),
    announcing.MOVED: _("A talk was moved"),
    announcing.CONFIRMED: _("A talk was confirmed"),
    announcing.DECLINED: _("A wish for a time was declined"),
    announcing.CANCELLED: _("A talk was cancelled"),
    announcing.REMINDER: _("Reminder of a talk"),
    announcing.CHANGED: _("Something about a talk was changed"),
    announcing.NEW_TIMES: _("Other times for a talk"),
}
WITH_CALENDAR_FILE = {
    announcing.RECEIPT,
    announcing.MOVED,
    announcing.CONFIRMED,
    announcing.CANCELLED,
    announcing.CHANGED,
}
INVITATION_LABELS = {
    INVITATION: _("Invitation to a mailbox"),
    INVITATION_CANCELLED: _("An invitation to a mailbox was taken back"),
}


def load_appointments(messages: Sequence[OutboxMessage]) -> None:
    """One query for the talks of a whole batch."""
    found = Appointment.objects.for_list().in_bulk([message.about for message in messages if message.about])
    for message in messages:
        message.loaded = found.get(message.about) if message.about else None


def appointment_of(message: OutboxMessage) -> Appointment | None:
    """The talk a message is about."""
    if message.loaded is None:
        load_appointments([message])
    found: Appointment | None = message.loaded
    return found


def still_holds(message: OutboxMessage) -> bool:
    """Only while the talk has the version and status the message was planned for; reminders only before it begins."""
    appointment = appointment_of(message)
    if appointment is None or appointment.version != message.version:
        return False
    if message.kind == announcing.REMINDER and appointment.starts_at <= clock.now():
        return False
    return appointment.status in STATUSES[message.kind]


def context_of(message: OutboxMessage) -> dict[str, Any]:
    """Time and a signed link; place and phone only where the relative alone reads the messages. Never a topic."""
    appointment = appointment_of(message)
    if appointment is None:
        return {}
    shows_place = message.context.get("level") == "place"
    municipality = Municipality.objects.current()
    with translation.override(message.language):
        name = "counselling:link_new_times" if message.kind == announcing.NEW_TIMES else "counselling:link"
        path = reverse(name, args=[links.sign(appointment)])
        answer_path = reverse("front:front")
    return {
        "starts_at": appointment.starts_at,
        "link": f"{settings.SITE_URL}{path}",
        "reply_code": code_of(appointment) if appointment.is_live else "",
        "portal": f"{settings.SITE_URL}{answer_path}",
        "place": appointment.place if shows_place else "",
        "phone": municipality.counselling_phone if shows_place else "",
        "main_phone": municipality.phone_main,
        "until": datetime.fromisoformat(message.context.get("until") or appointment.starts_at.isoformat()),
    }


def event_of(appointment: Appointment, *, method: str, summary: str, shows_place: bool) -> bytes:
    """The talk as a calendar file: the municipality's neutral words, no name, no topic."""
    return calendar_file.make(
        uid=f"{appointment.uid}@{settings.MAIL_DOMAIN}",
        sequence=appointment.ics_sequence,
        method=method,
        start=appointment.starts_at,
        end=appointment.ends_at,
        summary=summary,
        location=appointment.place if shows_place else "",
        description="",
        organizer_email=f"noreply@{settings.MAIL_DOMAIN}",
    )


def calendar_file_of(message: OutboxMessage) -> bytes | None:
    """REQUEST for a talk that is on, CANCEL for one that is off."""
    appointment = appointment_of(message)
    if appointment is None:
        return None
    method = "CANCEL" if appointment.status == Status.CANCELLED else "REQUEST"
    with translation.override(message.language):
        summary = str(_("Appointment"))
    return event_of(appointment, method=method, summary=summary, shows_place=message.context.get("level") == "place")


def call_instead(message: OutboxMessage) -> None:
    """A message that did not arrive becomes a phone task the same day, for whoever has phone duty."""
    appointment = appointment_of(message)
    if appointment is None or message.channel == "inbox":
        return
    now = clock.now()
    worklist.add_task(
        FAILED_TASK,
        f"{FAILED_TASK}:{message.pk}",
        about=appointment.pk,
        due_at=min(now + timedelta(hours=4), max(now, appointment.starts_at - timedelta(hours=1))),
        assigned_to=on_duty(now),
        context={"kind": message.kind},
    )


def invitation_file_of(message: OutboxMessage) -> bytes | None:
    """The file for a mailbox."""
    appointment = appointment_of(message)
    return invitation_file(message, appointment) if appointment else None


def look_at_mailbox(message: OutboxMessage) -> None:
    """A mailbox that takes no invitations becomes the team lead's task; one a day is enough."""
    now = clock.now()
    key = f"{MAILBOX_TASK}:{blind_index(message.address or '', 'mailbox')}:{now:%Y-%m-%d}"
    worklist.add_task(MAILBOX_TASK, key, due_at=now + timedelta(days=1), role=Role.TEAM_LEAD)


VISIT_KINDS: dict[str, tuple[Any, Any, Any]] = {
    watching.ASK: (_("Asks who has a visit whether they are there"), watching.still_awaited, watching.own_page),
    watching.END: (_("Asks who has a visit whether they are out"), watching.still_missed, watching.own_page),
    watching.MISSING: (_("Asks to check on a colleague"), watching.still_unanswered, watching.alarm_page),
    watching.ALARM: (_("Asks to check on a colleague"), watching.still_missed, watching.alarm_page),
}


def register_visit_kinds() -> None:
    """Messages about a visit go with the codes: before all others, at night too, and again after seconds."""
    for name, (label, holds, context) in VISIT_KINDS.items():
        templates = f"counselling/messages/{name.removeprefix('counselling.')}"
        register(
            Kind(name=name, templates=templates, queue=Queue.CODES, still_holds=holds, context=context, label=label)
        )
    register_handler(watching.ROUND, sound)
    register_handler(watching.MISSING_STEP, ask_next)


def register_kinds() -> None:
    """Make the messages known to the outbox; called from apps.py."""
    register_visit_kinds()
    for name, label in LABELS.items():
        register(
            Kind(
                name=name,
                templates=f"counselling/messages/{name.removeprefix('counselling.')}",
                still_holds=still_holds,
                on_failed=call_instead,
                context=context_of,
                prepare=load_appointments,
                calendar_file=calendar_file_of if name in WITH_CALENDAR_FILE else None,
                label=label,
            )
        )
    for name, label in INVITATION_LABELS.items():
        register(
            Kind(
                name=name,
                templates=f"counselling/messages/{name.removeprefix('counselling.')}",
                still_holds=lambda message: still_invited(message, appointment_of(message)),
                on_failed=look_at_mailbox,
                context=lambda message: invitation_words(appointment_of(message)),
                prepare=load_appointments,
                calendar_file=invitation_file_of,
                label=label,
            )
        )
