"""What a change of a sign-up tells its people, planned in the change's own transaction: no notice, no change."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from groups.choices import RegistrationState
from groups.models import Registration, SeatPool
from portal import clock
from portal.outbox import actions as outbox
from relatives import rules as contact
from relatives.models import RelativeProfile

PLEASE_CONFIRM = "groups.please_confirm"
CONFIRMED = "groups.confirmed"
WAITING = "groups.waiting"
APPLIED = "groups.applied"
OFFERED = "groups.offered"
RAN_OUT = "groups.ran_out"
FIRST_WINS = "groups.first_wins"
CANCELLED = "groups.cancelled"
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
    """One message to each party in each of its channels; the profiles of all in one query."""
    if not rows:
        return
    profiles = RelativeProfile.objects.of_people([row.person_id for row in rows if row.person_id])
    drafts: list[outbox.Draft] = []
    for row in rows:
        drafts += drafts_for(kind, row, profiles, pool)
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
    receipts = {PLEASE_CONFIRM, CONFIRMED, WAITING, APPLIED}
    purpose = contact.Purpose.RECEIPT if kind in receipts else contact.Purpose.CHANGE
    drafts = []
    for way in contact.channels_for(profile, now, purpose):
        address = profile.phone if way == contact.Channel.SMS else (row.person.email or "")
        language = row.person.language
        drafts.append(draft(kind, row, way, address=address, language=language, level=level, **more))
    return drafts


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
