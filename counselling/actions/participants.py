"""Who takes part in a case beside its person: added, heard about notes, and free to take their consent back."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from counselling.actions.cases import locked_case
from counselling.models import Case, CaseParticipant
from counselling.rules.cases import CaseRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking, violated_constraint

ONCE = "a_person_takes_part_once"


@dataclass(frozen=True, kw_only=True)
class ParticipantWish:
    """What is written down about somebody who takes part."""

    first_name: str
    relation: str
    email: str
    consents: bool
    sees_notes: bool


def open_locked(case: Case) -> Case:
    """The case, locked. Refuses when it is closed."""
    row = locked_case(case)
    if not row.is_open:
        raise Refused(CaseRefusal.CASE_CLOSED)
    return row


def account_of(email: str, case: Case) -> User | None:
    """Whose account an address is. Refuses an address nobody has, and the case's own person."""
    if not email:
        return None
    person: User | None = User.objects.active().by_email(email)
    if person is None:
        raise Refused(CaseRefusal.ACCOUNT_UNKNOWN)
    if person.pk == case.person_id:
        raise Refused(CaseRefusal.IS_THE_PERSON)
    return person


@locking
def add_participant(*, by: User, case: Case, wish: ParticipantWish) -> CaseParticipant:
    """Write down somebody who takes part, with what they said about notes.

    Refuses when the case is closed, the address is nobody's or the person's own, they take part already, or they
    should see notes without having said yes to them.
    """
    now = clock.now()
    row = open_locked(case)
    if wish.sees_notes and not wish.consents:
        raise Refused(CaseRefusal.NO_CONSENT)
    person = account_of(wish.email, row)
    try:
        with transaction.atomic():
            added = CaseParticipant.objects.create(
                case=row,
                person=person,
                first_name=wish.first_name.strip(),
                relation=wish.relation,
                consented_at=now if wish.consents else None,
                sees_notes=wish.sees_notes,
                added_at=now,
            )
    except IntegrityError as error:
        if violated_constraint(error) != ONCE:
            raise
        raise Refused(CaseRefusal.TAKES_PART_ALREADY) from error
    subject = person.pk if person else row.person_id
    audit.record("counselling.participant_added", by=by, obj=row, subject=subject)
    return added


@locking
def say_about_notes(*, by: User, participant: CaseParticipant, consents: bool, sees_notes: bool) -> CaseParticipant:
    """Note what somebody says about notes now. Taking the consent back hides the notes from them at once.

    Consenting again after taking it back counts from now. Refuses when the case is closed (taking back is always
    possible), or they should see notes without a yes to them.
    """
    now = clock.now()
    case = locked_case(participant.case)
    if not case.is_open and (consents or sees_notes):
        raise Refused(CaseRefusal.CASE_CLOSED)
    if sees_notes and not consents:
        raise Refused(CaseRefusal.NO_CONSENT)
    row = CaseParticipant.objects.select_for_update().get(pk=participant.pk)
    if consents and not row.has_consented:
        row.consented_at, row.withdrawn_at = now, None
    took_back = not consents and row.has_consented
    if took_back:
        row.withdrawn_at = now
    row.sees_notes = sees_notes
    row.save(update_fields=["consented_at", "withdrawn_at", "sees_notes"])
    subject = row.person_id or case.person_id
    name = "participant_withdrew" if took_back else "participant_changed"
    audit.record(f"counselling.{name}", by=by, obj=case, subject=subject)
    return row
