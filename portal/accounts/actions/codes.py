"""Six digits to an address, the same for everybody: nothing here asks whether the address is known."""

import hmac
import secrets
from uuid import UUID

from django.db import transaction

from portal import clock
from portal.accounts import mail
from portal.accounts.models import EmailCode
from portal.accounts.rules import CODE_DIGITS, CODE_LIFE, CODE_TRIES, Refusal, judge_code, judge_resend
from portal.refusals import Refused


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


@transaction.atomic
def send_code(*, purpose: str, email: str, language: str) -> EmailCode:
    """Send a code to an address. Does the same for every address."""
    now = clock.now()
    row = EmailCode.objects.create(
        purpose=purpose,
        email=email.strip().lower(),
        code=new_code(),
        language=language,
        sent_at=now,
        expires_at=now + CODE_LIFE,
    )
    mail.send_code(row)
    return row


@transaction.atomic
def resend_code(*, code_id: UUID) -> EmailCode:
    """Send the code again; a fresh one when the old one no longer works.

    Refuses when it is used or was sent too often.
    """
    row = EmailCode.objects.select_for_update().filter(pk=code_id).first()
    if row is None:
        raise Refused(Refusal.NO_CODE)
    if refusal := judge_resend(sends=row.sends, used_at=row.used_at):
        raise Refused(refusal)
    now = clock.now()
    if judge_code(matches=True, tries=row.tries, expires_at=row.expires_at, used_at=None, now=now):
        row.code, row.tries = new_code(), 0
    row.sends += 1
    row.sent_at, row.expires_at = now, now + CODE_LIFE
    row.save()
    mail.send_code(row)
    return row


def check_code(*, code_id: UUID, purpose: str, typed: str) -> EmailCode:
    """Take a typed code; tries are counted under a lock and stay counted.

    Refuses when it is wrong, too old, tried too often or already used.
    """
    row, refusal = _judge(code_id, purpose, typed)
    if row is None or refusal:
        raise Refused(refusal or Refusal.NO_CODE)
    return row


@transaction.atomic
def _judge(code_id: UUID, purpose: str, typed: str) -> tuple[EmailCode | None, Refusal | None]:
    """The verdict, written down before it is spoken (raising here would undo the counting)."""
    row = EmailCode.objects.select_for_update().filter(pk=code_id, purpose=purpose).first()
    if row is None:
        return None, Refusal.NO_CODE
    now = clock.now()
    digits = "".join(letter for letter in typed if letter.isdigit())
    matches = hmac.compare_digest(digits.encode(), row.code.encode())
    refusal = judge_code(matches=matches, tries=row.tries, expires_at=row.expires_at, used_at=row.used_at, now=now)
    if refusal in {Refusal.WRONG_CODE, Refusal.TOO_MANY_TRIES} and row.tries < CODE_TRIES:
        row.tries += 1
        row.save(update_fields=["tries"])
    elif refusal is None and row.used_at is None:
        row.used_at = now
        row.save(update_fields=["used_at"])
    return row, refusal
