"""Telling everybody that a date changed, in its own transaction: each party, each speaker and each partner once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from groups import announcing, announcing_partners
from groups.models import Event, EventLetter, LetterCopy, Occurrence, Registration, Speaker
from groups.ringing import ring_unless_reached
from portal.outbox import actions as outbox
from relatives.models import RelativeProfile

MOVED = "groups.date_moved"
POSTPONED = "groups.date_postponed"
ONLINE = "groups.date_online"
CALLED_OFF = "groups.date_called_off"
SPEAKER = "groups.speaker_told"
LETTER = "groups.letter"
EVENT_OFF = "groups.event_called_off"
CHANGES = (MOVED, POSTPONED, ONLINE, CALLED_OFF)


@dataclass(frozen=True)
class Told:
    """How many will be told: parties, and those who speak."""

    parties: int
    speakers: int

    @property
    def readers(self) -> int:
        """Messages' readers."""
        return self.parties + self.speakers


def who_is_told(date: Occurrence) -> Told:
    """How many a change of this date tells: what the preview says before anybody confirms. Two queries."""
    parties = Registration.objects.of_date(date.pk).live().count()
    return Told(parties, sum(can_be_told(one) for one in speakers_of(date)))


def speakers_of(date: Occurrence) -> list[Speaker]:
    """Who speaks, with the colleagues' accounts."""
    return list(Speaker.objects.filter(event_id=date.event_id).select_related("resource__user"))


def can_be_told(speaker: Speaker) -> bool:
    """Whether we know where to write to."""
    return bool(speaker.email) or (speaker.resource is not None and speaker.resource.user is not None)


def tell(kind: str, date: Occurrence, rows: Sequence[Registration], *, had_a_place: Collection[UUID] = ()) -> None:
    """One message to each party in each of its channels, and one to each speaker.

    The key carries the date's sequence: the same change is never told twice, the next one is. Reminders of the time
    that was are taken back; a date that has a time gets new ones.
    """
    announcing.forget_reminders(rows)
    profiles = RelativeProfile.objects.of_people([row.person_id for row in rows if row.person_id])
    drafts: list[outbox.Draft] = []
    for row in rows:
        said = {"sequence": date.sequence, "had_a_place": row.pk in had_a_place or row.state == "confirmed"}
        once = f"date{date.sequence}"
        own = announcing.drafts_for(kind, row, profiles, row.pool, said=said, once=once)
        ring_unless_reached(kind, row, own, date, once)
        drafts += own
        drafts += announcing.reminder_drafts(row, profiles, row.pool, date)
    for speaker in speakers_of(date):
        if can_be_told(speaker):
            drafts.append(speaker_draft(kind, speaker, date))
    outbox.put_all(drafts)
    announcing_partners.tell_of_change(date.event, once=f"{date.pk}:{date.sequence}")


@dataclass(frozen=True)
class Ended:
    """A date that was called off, with its parties, and who of them had a place."""

    date: Occurrence
    parties: Sequence[Registration]
    had_a_place: Collection[UUID]


def who_is_told_of_all(dates: Sequence[Occurrence]) -> Told:
    """How many hear of it when all these dates are called off: each party once, each speaker once. Two queries."""
    rows = Registration.objects.of_dates([one.pk for one in dates]).live()
    speakers = speakers_of(dates[0]) if dates else []
    return Told(len({party_of(row) for row in rows}), sum(can_be_told(one) for one in speakers))


def party_of(row: Registration) -> tuple[str, object]:
    """Who a sign-up is of, so that somebody signed up for three dates is one."""
    if row.person_id:
        return "person", row.person_id
    return ("guest", row.guest_index) if row.guest_index else ("row", row.pk)


def tell_event_off(event: Event, ended: Sequence[Ended]) -> None:
    """One message to each party about all dates it had, and one to each speaker about all of them."""
    rows = [row for one in ended for row in one.parties]
    held = {pk for one in ended for pk in one.had_a_place}
    announcing.forget_reminders(rows)
    profiles = RelativeProfile.objects.of_people([row.person_id for row in rows if row.person_id])
    parties: dict[tuple[str, object], list[Registration]] = {}
    for row in rows:
        parties.setdefault(party_of(row), []).append(row)
    drafts: list[outbox.Draft] = []
    for own in parties.values():
        said = {"rows": [str(row.pk) for row in own], "had": [str(row.pk) for row in own if row.pk in held]}
        once = f"event{event.version}"
        messages = announcing.drafts_for(EVENT_OFF, own[0], profiles, own[0].pool, said=said, once=once)
        ring_unless_reached(EVENT_OFF, own[0], messages, first_of(own, ended), once)
        drafts += messages
    kind = CALLED_OFF if len(ended) == 1 else f"{CALLED_OFF}_all"
    speakers = [one for one in speakers_of(ended[0].date) if can_be_told(one)]
    outbox.put_all([*drafts, *(speaker_draft(kind, one, ended[0].date) for one in speakers)])
    announcing_partners.tell_of_change(event, once=f"{event.pk}:{event.version}")


def first_of(rows: Sequence[Registration], ended: Sequence[Ended]) -> Occurrence:
    """The nearest of the dates a party had."""
    had = {row.pool.occurrence_id for row in rows}
    return min((one.date for one in ended if one.date.pk in had), key=lambda date: date.starts_at)


def speaker_draft(kind: str, speaker: Speaker, date: Occurrence) -> outbox.Draft:
    """A speaker's message; a guest is written to in the house's language, a colleague in their own."""
    user = speaker.resource.user if speaker.resource is not None else None
    return outbox.Draft(
        SPEAKER,
        f"{SPEAKER}:{speaker.pk}:{date.pk}:{date.sequence}",
        channel="email",
        to=user,
        address=speaker.email or (user.email if user else "") or "",
        about=date.pk,
        version=date.sequence,
        language=user.language if user else settings.LANGUAGE_CODE,
        context={"change": kind.removeprefix("groups.date_")},
    )


def tell_of_letter(letter: EventLetter, copies: Sequence[LetterCopy]) -> None:
    """Say that there is a message, to each party that got a copy."""
    rows = [copy.registration for copy in copies]
    profiles = RelativeProfile.objects.of_people([row.person_id for row in rows if row.person_id])
    drafts: list[outbox.Draft] = []
    for copy in copies:
        said = {"copy": str(copy.pk)}
        once = f"letter{letter.pk}"
        drafts += announcing.drafts_for(
            LETTER, copy.registration, profiles, copy.registration.pool, said=said, once=once
        )
    outbox.put_all(drafts)
