"""What a change of a sign-up tells its people, planned in the change's own transaction: no notice, no change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from groups.choices import RegistrationState
from groups.models import Occurrence, Registration, SeatPool
from groups.ringing import ring_unless_reached
from groups.rules import reminders
from groups.rules.answers import takes_part_online
from groups.rules.dates import OFF
from portal import clock
from portal.outbox import actions as outbox
from portal.outbox.rules import quiet_hours_moment
from relatives import rules as contact
from relatives.models import PROFILE_OF, RelativeProfile

PLEASE_CONFIRM = "groups.please_confirm"
CONFIRMED = "groups.confirmed"
WAITING = "groups.waiting"
APPLIED = "groups.applied"
OFFERED = "groups.offered"
REJECTED = "groups.rejected"
RAN_OUT = "groups.ran_out"
FIRST_WINS = "groups.first_wins"
CANCELLED = "groups.cancelled"
REMINDER = "groups.reminder"
WAY_IN = "groups.way_in"
REMINDERS = (REMINDER, WAY_IN)
MUST_ARRIVE = (OFFERED, FIRST_WINS)  # who does not hear of it loses the place
RECEIPTS = (PLEASE_CONFIRM, CONFIRMED, WAITING, APPLIED)
FOR_STATE = {
    RegistrationState.HELD: PLEASE_CONFIRM,
    RegistrationState.CONFIRMED: CONFIRMED,
    RegistrationState.WAITING: WAITING,
    RegistrationState.APPLIED: APPLIED,
}


def kind_for(registration: Registration) -> str:
    """What somebody is told of where their sign-up stands; a guest first shows that the address is theirs."""
    if registration.proven_at is None:
        return PLEASE_CONFIRM
    return FOR_STATE[RegistrationState(registration.state)]


def tell_all(kind: str, rows: Sequence[Registration], pool: SeatPool) -> None:
    """One message to each party in each of its channels; the profiles of all in one query, the messages in another.

    Who gets a place is reminded of it later; who gives it back is not.
    """
    if not rows:
        return
    people = {row.person_id for row in rows if row.person_id}
    if len(people) == 1:  # whoever signs up
        profiles = {profile.user_id: profile for profile in PROFILE_OF.all(*people)}
    else:
        profiles = RelativeProfile.objects.of_people(people)
    drafts: list[outbox.Draft] = []
    for row in rows:
        own = drafts_for(kind, row, profiles, pool)
        if kind in MUST_ARRIVE:
            ring_unless_reached(kind, row, own, pool.occurrence, row.version)
        drafts += own
        if kind == CONFIRMED:
            drafts += reminder_drafts(row, profiles, pool, pool.occurrence)
    if kind == CANCELLED:
        forget_reminders(rows)
    outbox.put_all(drafts)


def drafts_for(
    kind: str,
    row: Registration,
    profiles: Mapping[UUID, RelativeProfile],
    pool: SeatPool,
    *,
    said: Mapping[str, Any] | None = None,
    once: str = "",
) -> list[outbox.Draft]:
    """A party's messages: a person's as they chose, a guest's to the one address or number they gave.

    said goes along in the message's context; once names what happened where it is no version of the sign-up.
    """
    more: dict[str, Any] = {"said": said or {}, "once": once}
    if row.person is None:
        channel = contact.Channel.EMAIL if row.guest_email else contact.Channel.SMS
        to = row.guest_email or row.guest_phone
        return [draft(kind, row, channel, address=to, language=row.language, level="neutral", **more)] if to else []
    profile = profiles.get(row.person.pk) or RelativeProfile(user=row.person)
    now, level = clock.now(), contact.text_level(profile)
    drafts = []
    for way in contact.channels_for(profile, now, purpose_of(kind)):
        address = profile.phone if way == contact.Channel.SMS else (row.person.email or "")
        language = row.person.language
        drafts.append(draft(kind, row, way, address=address, language=language, level=level, **more))
    return drafts


def purpose_of(kind: str) -> contact.Purpose:
    """What a message is for."""
    if kind in REMINDERS:
        return contact.Purpose.REMINDER
    return contact.Purpose.RECEIPT if kind in RECEIPTS else contact.Purpose.CHANGE


def reminder_drafts(
    row: Registration, profiles: Mapping[UUID, RelativeProfile], pool: SeatPool, date: Occurrence
) -> list[outbox.Draft]:
    """What reminds a party of its place, moved earlier out of quiet hours; once for each time the date has had.

    Nothing for who has no place, for a date without a time, and for what this hour's receipt says already.
    """
    if row.state != RegistrationState.CONFIRMED or date.status in OFF:
        return []
    now, zone = clock.now(), ZoneInfo(date.zone)
    profile = profiles.get(row.person_id) if row.person_id else None
    is_online = takes_part_online(status=date.status, channel=pool.channel)
    drafts: list[outbox.Draft] = []
    for step in reminders.steps(starts_at=date.starts_at, is_online=is_online, zone=zone):
        send_at = quiet_hours_moment(step.send_at, zone)
        if profile is not None:
            send_at = contact.latest_welcome(profile, send_at, zone)
        if reminders.is_covered(send_at, now):
            continue
        kind = WAY_IN if step.name == reminders.HOUR else REMINDER
        once = f"{step.name}{date.sequence}"
        planned = drafts_for(kind, row, profiles, pool, said={"sequence": date.sequence}, once=once)
        drafts += [replace(one, send_at=send_at, latest_at=step.latest_at) for one in planned]
    return drafts


def forget_reminders(rows: Sequence[Registration]) -> None:
    """Nobody is reminded of a place they no longer have, or of a time that is no more."""
    outbox.withdraw_all([row.pk for row in rows], kinds=REMINDERS)


def draft(
    kind: str,
    row: Registration,
    channel: str,
    *,
    address: str,
    language: str,
    level: str,
    said: Mapping[str, Any],
    once: str,
) -> outbox.Draft:
    """One message, once for each version of a sign-up, or once for what happened."""
    needs_address = channel in {contact.Channel.EMAIL, contact.Channel.SMS}
    return outbox.Draft(
        kind,
        f"{kind}:{row.pk}:{once or row.version}:{channel}",
        channel=channel,
        to=row.person,
        address=address if needs_address else "",
        about=row.pk,
        version=row.version,
        language=language,
        context={"level": level, **said},
    )
