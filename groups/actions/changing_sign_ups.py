"""Changing a sign-up after it was made: who comes and how many, what they need, what they answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from groups import announcing
from groups.actions.seats import as_waiting, is_off, locked_pool, locked_row, promote, waiting_in, window_of
from groups.choices import RegistrationState
from groups.models import Attendee, Registration, RegistrationLog, SeatPool
from groups.rules import changing as rules
from groups.rules import sign_up_questions as questions
from groups.rules.changing import ChangeRefusal
from groups.rules.seats import SeatRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking


@dataclass(frozen=True, kw_only=True)
class NewParty:
    """Who comes from now on: first names in order, one for each; needs and answers, None leaves them as they are."""

    names: Sequence[str]
    accepts_fewer: bool = False
    needs: str | None = None
    answers: Sequence[str] | None = None

    @property
    def seats(self) -> int:
        """How many come."""
        return len(self.names)


@locking
def change_party(*, by: User | None, registration: Registration, version: int, party: NewParty) -> Registration:
    """Fewer give their seats to the next; more get them only where nobody who fits waits. A waiting party keeps its
    place in line. All of it or nothing.

    Refuses a stale page, an unanswered offer, what has begun or is over, who has been welcomed at the door, and more
    than there are seats for.
    """
    now = clock.now()
    pool = locked_pool(registration.pool_id, now)
    row = locked_row(pool, registration)
    judge(pool, row, version, party, now)
    before, held = size_of(row), row.state == RegistrationState.CONFIRMED
    resize(row, party.seats, now)
    row.accepts_fewer = party.accepts_fewer and not held
    if party.answers is not None:
        asked = questions.read_all(pool.occurrence.event.questions)
        row.answers = questions.answered(asked, party.answers) if any(party.answers) else None
    row.save()
    write_names(row, party)
    why = "fewer" if party.seats < before else "more" if party.seats > before else "changed"
    RegistrationLog.objects.create(
        registration=row, at=now, before=row.state, after=row.state, why=why, seats=row.seats, by=by
    )
    audit.record("groups.sign_up_changed", by=by, obj=row, subject=row.person_id)
    announcing.tell_all(announcing.kind_for(row), [row], pool)
    promote(pool, now)
    row.refresh_from_db()
    return row


def size_of(row: Registration) -> int:
    """How many they are: the seats of who has some, the wish of who waits."""
    return row.seats if row.state == RegistrationState.CONFIRMED else row.wanted


def judge(pool: SeatPool, row: Registration, version: int, party: NewParty, now: datetime) -> None:
    """Refuses what the rules refuse, with how many they are now."""
    refusal: ChangeRefusal | SeatRefusal | None = rules.may_change(
        state=row.state,
        is_proven=row.proven_at is not None,
        is_off=is_off(pool),
        is_here=Attendee.objects.is_here(row.pk),
        starts_at=pool.occurrence.starts_at,
        now=now,
        is_stale=row.version != version,
    )
    pool.refresh_from_db(fields=["taken"])
    refusal = refusal or rules.may_be_so_many(
        state=row.state,
        before=size_of(row),
        after=party.seats,
        max_party=pool.occurrence.event.max_party,
        capacity=pool.capacity + pool.overbook,
        free=pool.free,
        queue=as_waiting(waiting_in(pool)),
        window=window_of(pool),
        now=now,
    )
    if refusal:
        raise Refused(refusal, has=size_of(row))


def resize(row: Registration, size: int, now: datetime) -> None:
    """So many from now on; the trigger counts the seats."""
    row.skips = rules.skips_after(skips=row.skips, before=row.wanted, after=size)
    row.seats = row.wanted = size
    row.changed_at = now
    row.version += 1


def write_names(row: Registration, party: NewParty) -> None:
    """The party one by one: who stays keeps their row, who is no longer of it is gone."""
    known = {one.number: one for one in Attendee.objects.filter(registration=row)}
    for number, name in enumerate(party.names):
        one = known.pop(number, None) or Attendee(registration=row, number=number)
        one.first_name = name.strip()
        if number == 0 and party.needs is not None:
            one.needs = party.needs.strip() or None  # type: ignore[assignment]  # NULL is how it is wiped
            one.has_needs = bool(party.needs.strip())
        one.save()
    Attendee.objects.filter(pk__in=[one.pk for one in known.values()]).delete()
