"""What somebody sees of their own sign-up, and what each of its buttons does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from groups import links
from groups.actions import keeping_longer, seats, signing_up
from groups.choices import Publication, RegistrationMode, RegistrationState, Sensitivity
from groups.door_pass import door_pass
from groups.models import OnlineAccess, Registration
from groups.own_help import asked_with
from groups.rules.answers import Answer, may_answer, may_enter, takes_part_online
from groups.rules.changing import ChangeRefusal, may_change
from groups.rules.seats import SeatRefusal
from groups.rules.why_not import may_ask_why
from portal import clock
from portal.accounts.models import User
from portal.refusals import Refused

LAST_HOUR = 3600  # seconds
Act = Callable[[Registration, User | None], Registration]


def confirm(row: Registration, by: User | None) -> Registration:
    """A guest shows that the address is theirs, or says so to somebody who knows them on the phone."""
    return signing_up.confirm_guest(by=by, registration=row)


def accept(row: Registration, by: User | None) -> Registration:
    """Yes to an offered place."""
    return seats.accept_offer(by=by, registration=row)


def decline(row: Registration, by: User | None) -> Registration:
    """No to an offered place."""
    return seats.decline_offer(by=by, registration=row)


def take(row: Registration, by: User | None) -> Registration:
    """The first who answers gets the place."""
    return seats.take_last_seat(by=by, registration=row)


def cancel(row: Registration, by: User | None) -> Registration:
    """The place goes to the next."""
    return seats.cancel_sign_up(by=by, registration=row)


def again(row: Registration, by: User | None) -> Registration:
    """Back on the waiting list, where they were."""
    return seats.queue_again(by=by, registration=row)


def more_time(row: Registration, by: User | None) -> Registration:
    """Kept a while longer."""
    return keeping_longer.give_more_time(by=by, registration=row)


ACTS: dict[str, Act] = {
    Answer.CONFIRM: confirm,
    Answer.ACCEPT: accept,
    Answer.DECLINE: decline,
    Answer.TAKE: take,
    Answer.CANCEL: cancel,
    Answer.AGAIN: again,
    Answer.MORE_TIME: more_time,
}


def act(row: Registration, answer: str, *, by: User | None = None) -> Registration:
    """Do what a button says, for the person themselves or by whoever they rang. Refuses what is no button of ours, and
    what the action refuses.
    """
    if answer not in ACTS:
        raise Refused(SeatRefusal.NOT_FROM_HERE)
    return ACTS[answer](row, by or row.person)


def answers_of(row: Registration, *, here: bool = False) -> list[Answer]:
    """The buttons of a sign-up now."""
    pool = row.pool
    return may_answer(
        state=row.state,
        is_proven=row.proven_at is not None,
        is_off=seats.is_off(pool),
        is_here=here,
        has_more_time=keeping_longer.more_time(row, clock.now()) is not None,
        fits=row.wanted <= pool.free and pool.occurrence.event.registration != RegistrationMode.APPLICATION,
        window=seats.answer_window_of(pool),
        ends_at=pool.occurrence.ends_at,
        now=clock.now(),
    )


def is_online(row: Registration) -> bool:
    """Whether they take part online: by choice, or because the date was moved there."""
    return takes_part_online(status=row.pool.occurrence.status, channel=row.pool.channel)


def is_door_open(row: Registration) -> bool:
    """Whether they may go in now."""
    date = row.pool.occurrence
    return may_enter(
        state=row.state,
        is_online=is_online(row),
        is_off=seats.is_off(row.pool),
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        now=clock.now(),
    )


def online_address(row: Registration) -> str:
    """The link to take part, or nothing: it is read for nobody else and at no other time."""
    if not is_door_open(row):
        return ""
    access = OnlineAccess.objects.filter(pk=row.pool.occurrence_id).first()
    return access.address if access else ""


def is_here(row: Registration) -> bool:
    """Whether they have been welcomed at the door, as the link's row knows."""
    return row.state == RegistrationState.CONFIRMED and bool(vars(row)["has_come"])


def why_unchangeable(row: Registration, *, here: bool) -> ChangeRefusal | None:
    """Why there is nothing to change now, or None."""
    return may_change(
        state=row.state,
        is_proven=row.proven_at is not None,
        is_off=seats.is_off(row.pool),
        is_here=here,
        starts_at=row.pool.occurrence.starts_at,
        now=clock.now(),
        is_stale=False,
    )


def told_of(row: Registration) -> dict[str, Any]:
    """To who got no place: why, in kind words, and another evening, as long as everybody may read its page."""
    answer = getattr(row, "application_answer", None)
    if answer is None:
        return {}
    other, now = answer.other_event, clock.now()
    is_there = other is not None and other.publication == Publication.PUBLISHED
    is_there = is_there and other.sensitivity != Sensitivity.CLOSED and (other.unpublish_at or now) >= now
    return {"answer": answer, "other_event": other if is_there else None}


@dataclass(frozen=True)
class Kept:
    """How long a place is kept; the last hour is counted down."""

    until: datetime
    seconds: int

    @property
    def is_short(self) -> bool:
        """Whether the time left is worth watching."""
        return self.seconds <= LAST_HOUR


def kept(row: Registration) -> Kept | None:
    """How long the place is kept, or None when it is theirs, or not kept at all."""
    if row.expires_at is None:
        return None
    return Kept(row.expires_at, max(0, int((row.expires_at - clock.now()).total_seconds())))


def shown(row: Registration, *, alone: bool = False) -> dict[str, Any]:
    """What its page says. The place and the title only where the event is open: a link may be read by others."""
    date = row.pool.occurrence
    is_open = date.event.sensitivity == Sensitivity.OPEN
    is_online_place, here = is_online(row), is_here(row)
    why_not = why_unchangeable(row, here=here)
    return {
        "sign_up": row,
        "date": date,
        "event_title": date.event.title if is_open else "",
        "venue": date.venue if is_open and not is_online_place else None,
        "is_online": is_online_place,
        "token": links.sign(row),
        "is_door_open": is_door_open(row),
        "door_pass": door_pass(row),
        "kept": kept(row),
        "answers": answers_of(row, here=here),
        "is_here": here,
        "is_off": seats.is_off(row.pool),
        "help": asked_with(row, alone=alone),
        "is_over": clock.now() >= date.ends_at,
        "may_ask_why": may_ask_why(row.state, is_proven=row.proven_at is not None),
        "why_unchangeable": why_not,
        "may_change": why_not is None,
        **told_of(row),
    }
