"""Signing up: with an account, without one, on the phone, at the door. One row for the party's whole life."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ParamSpec
from uuid import UUID

from django.db import IntegrityError

from groups import announcing
from groups.actions import asking_help
from groups.actions.seats import (
    as_waiting,
    become,
    is_off,
    locked_pool,
    locked_row,
    promote,
    step,
    waiting_in,
    window_of,
)
from groups.choices import RegistrationMode, RegistrationState, Source
from groups.door_codes import new_code
from groups.models import Attendee, Registration, SeatPool
from groups.models.registrations import ONE_LIVE_GUEST, ONE_LIVE_PERSON, ONE_PARTY_A_CODE
from groups.rules import seats as rules
from groups.rules import sign_up_questions as questions
from groups.rules.seats import SeatRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.database.questions import Question
from portal.keys import new_key
from portal.outbox import actions as outbox
from portal.refusals import Refused, locking, violated_constraint
from portal.vault.keyring import blind_index

P = ParamSpec("P")
TRIES = 3  # at a code that nobody has
WHO_COMES = Question(lambda pk: User.objects.active().filter(pk=pk).only("pk").select_for_update(no_key=True))
DONE_BEFORE = Question(lambda form_key: Registration.objects.filter(form_key=form_key).select_related("person"))


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Somebody without an account: an address or a number, normalised by the form. Of two, we write to the address."""

    name: str
    email: str = ""
    phone: str = ""

    @property
    def index(self) -> str:
        """The fingerprint by which one guest is signed up once."""
        return blind_index(self.email or self.phone, "guest")


@dataclass(frozen=True, kw_only=True)
class Party:
    """Who comes: first names and needs, in order; the first is who signs up. One entry for each seat."""

    names: Sequence[str]
    needs: Mapping[int, str] = field(default_factory=dict)
    accepts_fewer: bool = False
    answers: Sequence[str] = ()

    @property
    def seats(self) -> int:
        """How many come."""
        return len(self.names)


def pressed_twice_is_once(action: Callable[P, Registration]) -> Callable[P, Registration]:
    """Answer the second press of a button with what the first became, however the second ended.

    The constraints say what one person may do once; a code somebody has is drawn again, in a transaction of its own.
    """

    @functools.wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> Registration:
        for attempt in range(1, TRIES + 1):
            try:
                return action(*args, **kwargs)
            except (Refused, IntegrityError) as error:
                if done := DONE_BEFORE.first(kwargs["form_key"]):
                    return done
                broken = violated_constraint(error) if isinstance(error, IntegrityError) else None
                if broken in {ONE_LIVE_PERSON, ONE_LIVE_GUEST}:
                    raise Refused(SeatRefusal.ALREADY_SIGNED_UP) from error
                if broken != ONE_PARTY_A_CODE or attempt == TRIES:
                    raise
        raise AssertionError("unreachable")

    return run


@pressed_twice_is_once
@locking
def sign_up(
    *,
    by: User | None,
    pool: SeatPool,
    party: Party,
    form_key: UUID,
    person: User | None = None,
    guest: Guest | None = None,
    language: str = "da",
    source: str = Source.SELF,
    may_wait: bool = True,
    wishes: Sequence[asking_help.Wish] = (),
) -> Registration:
    """A place, a place kept until the guest answers, or a place in the queue. Pressed twice: the same sign-up.

    Refuses when the date takes no sign-ups now, the party is too large, somebody is signed up already or was joined
    with another record, the waiting list is full, or there are not enough places and nobody said yes to waiting.
    """
    now = clock.now()
    lock_who_comes(person)
    row = locked_pool(pool.pk, now)
    judge(row, party, source=source, now=now)
    queue = waiting_in(row) if row.free > 0 else []  # no seat, so nobody need be asked who comes first
    registration = unsaved(row, party, form_key=form_key, language=language, source=source, now=now)
    registration.person, registration.made_by = person, by
    if guest is not None:
        registration.guest_name, registration.guest_email = guest.name, guest.email
        registration.guest_phone, registration.guest_index = guest.phone, guest.index
    is_proven = guest is None or source != Source.SELF
    registration.proven_at = now if is_proven else None
    gets_seat = has_seat(row, party, queue, now)
    state = first_state(row, registration, has_seat=gets_seat, is_proven=is_proven, now=now)
    if state == RegistrationState.WAITING and not may_wait:
        raise Refused(signed_up_or_sold_out(registration))
    log = step(registration, state, why="signed_up", by=by, now=now)
    new = [registration, log, *who_come(registration, party)]
    audit.record("groups.signed_up", by=by, obj=registration, subject=registration.person_id, beside=new)
    if wishes:
        asking_help.ask(registration, wishes, now)
    announcing.tell_all(announcing.kind_for(registration), [registration], row)
    return registration


def lock_who_comes(person: User | None) -> None:
    """The person before the seats, as a merge does. Refuses somebody who was joined with another one meanwhile."""
    if person is not None and not WHO_COMES.all(person.pk):
        raise Refused(SeatRefusal.PERSON_GONE)


def signed_up_or_sold_out(new: Registration) -> SeatRefusal:
    """Why somebody who does not want to wait gets nothing. A guest is never told that an address is signed up."""
    rows = Registration.objects.of_pool(new.pool_id).live()
    is_known = new.person_id is not None and rows.filter(person=new.person).exists()
    return SeatRefusal.ALREADY_SIGNED_UP if is_known else SeatRefusal.SOLD_OUT


def send_guest_link_again(*, pool: SeatPool, guest: Guest, form_key: UUID) -> int:
    """A guest who signs up twice gets the link of the first time again, where they asked for it; nobody else learns
    that they are signed up. Returns how many messages; pressed twice, nothing more.
    """
    rows = Registration.objects.of_pool(pool.pk).live().filter(guest_index=guest.index).select_related("person")
    drafts = []
    for row in rows:
        offered = row.state == RegistrationState.OFFERED
        kind = announcing.OFFERED if offered else announcing.kind_for(row)
        drafts += announcing.drafts_for(kind, row, {}, pool, once=f"again{form_key}")
    outbox.put_all(drafts)
    return len(drafts)


def judge(pool: SeatPool, party: Party, *, source: str, now: datetime) -> None:
    """Refuses when the date takes no sign-ups, or never so many at once. Staff may sign people up until it begins."""
    event, window = pool.occurrence.event, window_of(pool)
    if source != Source.SELF:
        window = rules.Window(None, None, pool.occurrence.ends_at)
    needs_sign_up = event.registration != RegistrationMode.DROP_IN
    refusal = rules.may_sign_up(window=window, is_cancelled=is_off(pool), needs_sign_up=needs_sign_up, now=now)
    refusal = refusal or rules.may_bring(
        seats=party.seats, max_party=event.max_party, capacity=pool.capacity + pool.overbook
    )
    if refusal:
        raise Refused(refusal, max_party=event.max_party)


def has_seat(pool: SeatPool, party: Party, queue: list[Registration], now: datetime) -> bool:
    """Whether the party gets seats at once: they are free, and nobody who waits could have them."""
    left = pool.occurrence.starts_at - now
    return rules.gets_a_seat_at_once(seats=party.seats, free=pool.free, queue=as_waiting(queue), time_left=left)


def unsaved(pool: SeatPool, party: Party, *, form_key: UUID, language: str, source: str, now: datetime) -> Registration:
    """The row a party becomes."""
    return Registration(
        id=new_key(),
        pool=pool,
        seats=party.seats,
        wanted=party.seats,
        accepts_fewer=party.accepts_fewer,
        answers=questions.answered(questions.read_all(pool.occurrence.event.questions), party.answers) or None,
        source=source,
        language=language,
        form_key=form_key,
        door_code=new_code(),
        created_at=now,
        changed_at=now,
    )


def first_state(pool: SeatPool, registration: Registration, *, has_seat: bool, is_proven: bool, now: datetime) -> str:
    """Where a new sign-up begins; a held one gets its deadline, a waiting one its place in the queue."""
    if pool.occurrence.event.registration == RegistrationMode.APPLICATION:
        return RegistrationState.APPLIED
    if has_seat and is_proven:
        return RegistrationState.CONFIRMED
    if has_seat:
        free_after = pool.free - registration.seats
        registration.expires_at = rules.guest_hold_until(
            now=now, free_after=free_after, capacity=pool.capacity, window=window_of(pool)
        )
        return RegistrationState.HELD
    if pool.waiting_limit is not None and Registration.objects.of_pool(pool.pk).queue().count() >= pool.waiting_limit:
        raise Refused(SeatRefusal.WAITING_LIST_FULL)
    registration.queued_at = now
    return RegistrationState.WAITING


def who_come(registration: Registration, party: Party) -> list[Attendee]:
    """The party, one by one, not written yet."""
    attendees = []
    for number, name in enumerate(party.names):
        needs = party.needs.get(number, "").strip()
        one = Attendee(registration=registration, number=number, first_name=name.strip(), has_needs=bool(needs))
        if needs:
            one.needs = needs
        attendees.append(one)
    return attendees


@locking
def confirm_guest(*, registration: Registration, by: User | None = None) -> Registration:
    """The guest answered from their address, or rang and said so to staff: the kept place is theirs, the place in the
    queue counts.

    Pressed twice, nothing more. Refuses when the place was not kept so long.
    """
    now = clock.now()
    pool = locked_pool(registration.pool_id, now)
    row = locked_row(pool, registration)
    if row.state == RegistrationState.CONFIRMED or (row.state == RegistrationState.WAITING and row.proven_at):
        return row
    if row.state not in {RegistrationState.HELD, RegistrationState.WAITING, RegistrationState.APPLIED}:
        raise Refused(SeatRefusal.OFFER_GONE)
    row.proven_at = now
    if row.state == RegistrationState.HELD:
        become(row, RegistrationState.CONFIRMED, why="guest_answered", by=by, now=now)
    else:
        row.version += 1
        row.save(update_fields=["proven_at", "version"])
    announcing.tell_all(announcing.kind_for(row), [row], pool)
    audit.record("groups.guest_confirmed", by=by, obj=row)
    if row.state == RegistrationState.WAITING:
        promote(pool, now)
        row.refresh_from_db()
    return row
