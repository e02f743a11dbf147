"""Which messages a change of a conversation sends, to whom, when: planned in the change's own transaction."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from counselling.actions import replying
from counselling.choices import Mode, Status
from counselling.inviting import farewell_drafts, invitation_drafts, taking_part
from counselling.models import Appointment
from counselling.rules import talks as rules
from counselling.watching import ask_drafts
from portal import clock
from portal.calendar.models import Resource
from portal.outbox import actions as outbox
from portal.outbox.models import OutboxMessage
from portal.outbox.rules import quiet_hours_moment
from portal.worklist import actions as worklist
from relatives import rules as contact
from relatives.models import RelativeProfile

RECEIPT = "counselling.receipt"
REQUEST_RECEIVED = "counselling.request_received"
MOVED = "counselling.moved"
CONFIRMED = "counselling.confirmed"
DECLINED = "counselling.declined"
CANCELLED = "counselling.cancelled"
REMINDER = "counselling.reminder"
CHANGED = "counselling.changed"
NEW_TIMES = "counselling.new_times"
DECIDE_TASK = "counselling.decide"


def announce_booking(appointment: Appointment, *, wants_hours: bool, now: datetime) -> None:
    """A receipt now, reminders later; a request that needs a yes also becomes a task."""
    profile = RelativeProfile.objects.of(appointment.booked_by)
    if appointment.status == Status.PENDING:
        tell(REQUEST_RECEIVED, appointment, profile, now)
        worklist.add_task(
            DECIDE_TASK,
            f"{DECIDE_TASK}:{appointment.pk}:{appointment.version}",
            about=appointment.pk,
            due_at=appointment.decide_by or now,
            assigned_to=appointment.counsellor.user,
        )
        return
    kind = MOVED if appointment.supersedes_id else RECEIPT
    reminders = reminder_drafts(appointment, profile, wants_hours=wants_hours, now=now)
    invitations = invitation_drafts(appointment)
    visit = ask_drafts(appointment)
    outbox.put_all(drafts_now(kind, appointment, profile, now) + reminders + invitations + visit)


def announce_decision(appointment: Appointment, *, now: datetime) -> None:
    """Tell that a request got its yes (and plan the reminders) or its no."""
    profile = RelativeProfile.objects.of(appointment.booked_by)
    if appointment.status == Status.BOOKED:
        reminders = reminder_drafts(appointment, profile, wants_hours=True, now=now)
        invitations = invitation_drafts(appointment)
        visit = ask_drafts(appointment)
        outbox.put_all(drafts_now(CONFIRMED, appointment, profile, now) + reminders + invitations + visit)
    else:
        tell(DECLINED, appointment, profile, now)


def announce_cancelling(appointment: Appointment, *, now: datetime, was_invited: bool = True) -> None:
    """Tell that a talk is called off; nothing planned for it leaves any more. A wish never stood in a mailbox."""
    withdraw_messages(appointment)
    told = drafts_now(CANCELLED, appointment, RelativeProfile.objects.of(appointment.booked_by), now)
    outbox.put_all(told + (farewell_drafts(appointment, taking_part(appointment)) if was_invited else []))


def announce_change(appointment: Appointment, *, gone: Iterable[Resource], now: datetime) -> None:
    """Tell that something but the time has changed; what was planned is planned anew.

    gone: who or what left the talk.
    """
    profile = RelativeProfile.objects.of(appointment.booked_by)
    hours = had_hours_reminder(appointment)
    withdraw_messages(appointment)
    drafts = drafts_now(CHANGED, appointment, profile, now)
    if appointment.status == Status.BOOKED:
        drafts += reminder_drafts(appointment, profile, wants_hours=hours, now=now)
        drafts += invitation_drafts(appointment) + farewell_drafts(appointment, gone) + ask_drafts(appointment)
    outbox.put_all(drafts)


def had_hours_reminder(appointment: Appointment) -> bool:
    """Whether the relative chose a reminder two hours before: it is planned, or it has left."""
    rows = OutboxMessage.objects.about(appointment.pk).filter(kind=REMINDER, context__step="hours")
    return rows.exists()


def withdraw_messages(appointment: Appointment) -> None:
    """Nothing more leaves about this row of a talk."""
    outbox.withdraw(appointment.pk)


def tell(kind: str, appointment: Appointment, profile: RelativeProfile, now: datetime) -> None:
    """One message at once, in each of the relative's channels."""
    outbox.put_all(drafts_now(kind, appointment, profile, now))


def drafts_now(kind: str, appointment: Appointment, profile: RelativeProfile, now: datetime) -> list[outbox.Draft]:
    """What is said at once, in each of the relative's channels."""
    purpose = contact.Purpose.RECEIPT if kind in {RECEIPT, REQUEST_RECEIVED} else contact.Purpose.CHANGE
    channels = contact.channels_for(profile, now, purpose)
    return [draft(kind, appointment, profile, channel) for channel in channels]


def reminder_drafts(
    appointment: Appointment, profile: RelativeProfile, *, wants_hours: bool, now: datetime
) -> list[outbox.Draft]:
    """Rows with a future moment: moved earlier out of quiet hours, skipped when their time has passed."""
    hours = wants_hours and appointment.mode in {Mode.PHONE, Mode.VIDEO}
    drafts = []
    for reminder in rules.reminder_steps(starts_at=appointment.starts_at, now=now, wants_hours=hours):
        send_at = quiet_hours_moment(reminder.send_at, clock.zone())
        send_at = contact.latest_welcome(profile, send_at, clock.zone())
        if send_at < now + rules.RECEIPT_COVERS:
            continue
        for channel in contact.channels_for(profile, now, contact.Purpose.REMINDER):
            one = draft(REMINDER, appointment, profile, channel, step=reminder.step)
            drafts.append(replace(one, send_at=send_at, latest_at=reminder.latest_at))
    return drafts


def draft(
    kind: str, appointment: Appointment, profile: RelativeProfile, channel: str, *, step: str = ""
) -> outbox.Draft:
    """One message, unique on (appointment, version, kind and step, channel, recipient)."""
    user = appointment.booked_by
    if channel == contact.Channel.SMS and appointment.is_live:
        replying.keep_code(appointment)
    return outbox.Draft(
        kind,
        f"{kind}:{step}:{appointment.pk}:{appointment.version}:{channel}:{user.pk}",
        channel=channel,
        to=user,
        address=address_for(channel, profile),
        about=appointment.pk,
        version=appointment.version,
        language=user.language,
        context={"step": step, "level": contact.text_level(profile)},
    )


def address_for(channel: str, profile: RelativeProfile) -> str:
    """The phone number for an SMS, the e-mail address for a mail, nothing for the inbox and letters."""
    if channel == contact.Channel.SMS:
        return profile.phone
    return (profile.user.email or "") if channel == contact.Channel.EMAIL else ""
