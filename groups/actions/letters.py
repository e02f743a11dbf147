"""Writing to those who signed up. The words stay in the portal."""

from uuid import UUID

from django.db import transaction

from groups import announcing_changes as announcing
from groups.choices import LetterTo, RegistrationState
from groups.models import EventLetter, LetterCopy, Occurrence, Registration
from groups.rules.events import EventRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.keys import new_key
from portal.refusals import Refused, locking

STATES = {
    LetterTo.CONFIRMED: {RegistrationState.CONFIRMED},
    LetterTo.WAITING: {RegistrationState.WAITING, RegistrationState.OFFERED, RegistrationState.APPLIED},
}


def readers_of(date: Occurrence, to: str) -> list[Registration]:
    """Who gets a letter: those who showed that the address is theirs."""
    rows = Registration.objects.of_date(date.pk).live().exclude(proven_at=None)
    wanted = STATES.get(LetterTo(to))
    return [row for row in rows if wanted is None or row.state in wanted]


@locking
def write_letter(*, by: User, date: Occurrence, to: str, text: str, form_key: UUID) -> EventLetter:
    """A letter to the people of a date. Pressed twice, it is one letter. Refuses when nobody would get it."""
    if done := EventLetter.objects.filter(form_key=form_key).first():
        return done
    rows = readers_of(date, to)
    if not rows:
        raise Refused(EventRefusal.NOBODY_TO_TELL)
    letter = EventLetter(
        id=new_key(),
        event=date.event,
        occurrence=date,
        to=to,
        text=text,
        sent_at=clock.now(),
        sent_by=by,
        form_key=form_key,
    )
    letter.save(force_insert=True)
    copies = [LetterCopy(id=new_key(), letter=letter, registration=row) for row in rows]
    LetterCopy.objects.bulk_create(copies)
    audit.record("groups.letter_written", by=by, obj=letter, reason=str(len(copies)))
    announcing.tell_of_letter(letter, copies)
    return letter


@transaction.atomic
def read_letter(*, by: User | None, copy: LetterCopy) -> LetterCopy:
    """Note that a letter is opened, before it is shown."""
    audit.record_read("groups.letter_read", by=by, obj=copy, subject=copy.registration.person_id)
    return copy
