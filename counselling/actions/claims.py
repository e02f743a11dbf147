"""Somebody whom staff wrote down gets an account: eight letters told on the phone, written once by who signs in."""

import secrets
from datetime import timedelta
from uuid import UUID

from counselling.actions.contacts import locked_caller
from counselling.models import Case, ClaimCode
from counselling.rules import claims as rules
from counselling.rules.claims import ClaimRefusal
from portal import clock
from portal.accounts.actions import merge_people
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking
from portal.vault.keyring import blind_index
from portal.worklist import actions as worklist

MERGE_TASK = "counselling.merge_wanted"
RING_WITHIN = timedelta(days=1)


def code_hash(code: str) -> str:
    """What is kept of a code, however it was typed."""
    return blind_index(rules.plain_letters(code), "claim code")


def new_code() -> str:
    """Eight letters that sound like nothing else, in two groups."""
    letters = "".join(secrets.choice(rules.SPOKEN_LETTERS) for _letter in range(rules.CLAIM_LETTERS))
    return f"{letters[:4]} {letters[4:]}"


@locking
def make_claim_code(*, by: User, person: User) -> tuple[ClaimCode, str]:
    """Make the code a person is told on the phone; an older one stops working. Only now can it be read.

    Refuses when the person signs in already, was joined with another meanwhile, or must not be met.
    """
    now = clock.now()
    row = locked_caller(person, by)
    if row.email:
        raise Refused(ClaimRefusal.HAS_ACCOUNT)
    ClaimCode.objects.waiting().filter(person=row).update(replaced_at=now)
    code = new_code()
    made = ClaimCode.objects.create(
        person=row, code_hash=code_hash(code), made_by=by, made_at=now, expires_at=now + rules.CLAIM_LIFE
    )
    audit.record("counselling.claim_code_made", by=by, obj=made, subject=row.pk)
    return made, code


@locking
def take_over(*, by: User, row_id: UUID) -> User:
    """The code is used and what it stands for becomes by's, in one transaction. Refuses as claim does."""
    now = clock.now()
    row = ClaimCode.objects.select_for_update().get(pk=row_id)
    refusal = rules.may_claim(
        used_at=row.used_at,
        is_replaced=row.replaced_at is not None,
        is_users=row.used_by_id == by.pk,
        expires_at=row.expires_at,
        now=now,
    )
    if refusal:
        raise Refused(refusal)
    if row.used_at is not None:
        return by
    row.used_at, row.used_by = now, by
    row.save(update_fields=["used_at", "used_by"])
    audit.record("counselling.claim_code_used", by=by, obj=row, subject=row.person_id)
    return merge_people(by=by, keep=by, gone=row.person, choices={})


def claim(*, by: User, code: str) -> User:
    """Take over what staff wrote down about somebody, with the code they were told. Pressed twice, it is once.

    Refuses an unknown, used, replaced or old code. When the two can't simply be joined (both have a case), the code
    stays good, and staff get a task to look at it and ring.
    """
    row = ClaimCode.objects.filter(code_hash=code_hash(code)).first()
    if row is None:
        raise Refused(ClaimRefusal.CLAIM_UNKNOWN)
    try:
        return take_over(by=by, row_id=row.pk)
    except Refused as refused:
        if isinstance(refused.reason, ClaimRefusal):
            raise
        ask_staff(by, row)
        raise Refused(ClaimRefusal.CLAIM_NEEDS_US) from refused


@locking
def ask_staff(by: User, row: ClaimCode) -> None:
    """A task for whoever carries the case: join the two by hand."""
    case = Case.objects.open().filter(person=row.person).first()
    part = case.assignments.current(clock.now()).primary().select_related("worker").first() if case else None
    worklist.add_task(
        MERGE_TASK,
        f"{MERGE_TASK}:{row.pk}:{by.pk}",
        about=row.person_id,
        due_at=clock.now() + RING_WITHIN,
        assigned_to=part.worker if part else None,
        context={"account": str(by.pk)},
    )
    audit.record("counselling.claim_needs_staff", by=by, obj=row, subject=row.person_id)
