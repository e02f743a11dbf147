"""A professional tells us of a relative who said yes: written, proven by a code, taken in by somebody here."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from counselling.actions import contacts
from counselling.actions.calls import CALL_TASK, on_duty, promised_moment
from counselling.actions.contacts import Caller
from counselling.actions.people import PersonWish, make_person
from counselling.actions.reading import shown
from counselling.actions.referrals import receive_referral
from counselling.door_choices import DoorNo, DoorState
from counselling.models import CallRequest, IncomingWord
from counselling.rules import door as rules
from counselling.safe_contact import phone_words
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar.hours import staffed_by
from portal.outbox import actions as outbox
from portal.refusals import Refused, locking
from portal.vault.keyring import blind_index
from portal.worklist import actions as worklist
from relatives import actions as relatives

DOOR_TASK = "counselling.incoming_word"
RECEIVED, TAKEN_UP, TOLD = "counselling.door_received", "counselling.door_taken", "counselling.door_told"
ANSWER_WITHIN = timedelta(hours=24)  # of hours in which the phones are staffed


@dataclass(frozen=True, kw_only=True)
class DoorWish:
    """What a professional wrote. The relative's yes is not in it: without one there is no wish."""

    from_name: str
    from_place: str
    from_email: str
    name: str
    phone: str
    email: str
    reach: str
    words: str
    may_write: bool
    may_tell: bool


@dataclass(frozen=True)
class DoorFile:
    """What was written, opened for reading; nothing of it where one must not meet the relative in one's work."""

    word: IncomingWord
    texts: dict[str, str | None]
    callers: list[Caller]
    others: list[IncomingWord]
    is_barred: bool


@locking
def knock(*, wish: DoorWish, language: str, form_key: UUID) -> IncomingWord:
    """Keep what a professional wrote until the code shows whose address it is. Pressed twice, it is once."""
    if done := IncomingWord.objects.filter(form_key=form_key).first():
        return done
    now = clock.now()
    email = wish.email.strip().lower()
    word = IncomingWord(
        **{**vars(wish), "from_email": wish.from_email.strip().lower(), "email": email},
        language=language,
        phone_index=relatives.phone_index(wish.phone),
        email_index=blind_index(email, "incoming word") if email else "",
        consent_said_at=now,
        sent_at=now,
        form_key=form_key,
    )
    word.save(force_insert=True)
    audit.record("counselling.door_knocked", by=None, obj=word)
    return word


@locking
def prove(*, key: UUID | None, email: str) -> IncomingWord:
    """The code was right: from now on it waits for us, and the professional gets a receipt. Twice is once.

    Refuses when it lapsed meanwhile, or was written from another address.
    """
    now = clock.now()
    word = IncomingWord.objects.select_for_update().filter(pk=key).first() if key else None
    refusal = rules.may_prove(
        has_row=word is not None,
        is_sender=word is not None and word.from_email == email,
        sent_at=word.sent_at if word else None,
        now=now,
    )
    if word is None or refusal:
        raise Refused(refusal or rules.DoorRefusal.DOOR_LAPSED)
    if word.state != DoorState.UNPROVEN:
        return word
    word.state, word.proven_at = DoorState.WAITING, now
    word.save(update_fields=["state", "proven_at"])
    audit.record("counselling.door_proven", by=None, obj=word)
    worklist.add_task(
        DOOR_TASK, f"{DOOR_TASK}:{word.pk}", about=word.pk, due_at=staffed_by(now, ANSWER_WITHIN), assigned_to=None
    )
    write_to(word, RECEIVED, word.from_email)
    return word


def write_to(word: IncomingWord, kind: str, address: str) -> None:
    """One neutral e-mail about it, once."""
    outbox.put(
        kind,
        f"{kind}:{word.pk}",
        channel="email",
        address=address,
        about=word.pk,
        language=word.language,
        context={},
    )


def open_word(*, by: User, word: IncomingWord) -> DoorFile:
    """What was written, and whom we may know already; the read stands in the log before anything is opened."""
    audit.record_read("counselling.door_opened", by=by, obj=word)
    callers = contacts.who_rings(by=by, email=shown(word, "email") or "", phone=shown(word, "phone") or "")
    if any(one.is_barred for one in callers):
        return DoorFile(word, {}, [], [], is_barred=True)
    names = ("from_name", "from_place", "from_email", "name", "phone", "email", "reach", "words")
    texts = {name: shown(word, name) for name in names}
    texts["phone"] = phone_words(texts["phone"])
    return DoorFile(word, texts, callers, list(IncomingWord.objects.about_the_same(word)[:10]), is_barred=False)


def locked_word(word: IncomingWord) -> IncomingWord:
    """The row as it is now, locked. Refuses when somebody answered it already."""
    row = IncomingWord.objects.select_for_update().get(pk=word.pk)
    if refusal := rules.may_answer(state=row.state):
        raise Refused(refusal)
    return row


@locking
def take_in(*, by: User, word: IncomingWord, person: User | None) -> IncomingWord:
    """The relative gets a case that nobody carries yet, and stands on the list of those to ring; person: who it is
    if we know them, None to write somebody down.

    Refuses when it was answered meanwhile, the person was joined with another, or must not be met by whoever asks.
    """
    row, now = locked_word(word), clock.now()
    assert row.proven_at is not None
    if person is None:
        wish = PersonWish(name=row.name, phone=row.phone, email="", channel="inbox", language=row.language)
        person = make_person(by=by, wish=wish, form_key=row.form_key)
    person = contacts.locked_caller(person, by)
    referral = receive_referral(
        by=by,
        person=person,
        outside=row.from_place,
        asked_on=row.proven_at.astimezone(clock.zone()).date(),  # Norway: the clock runs since it reached us
        summary="\n".join(text for text in (row.words, row.reach) if text),
        form_key=row.form_key,
        is_carried=False,
    )
    row.state, row.decided_at, row.decided_by, row.case = DoorState.TAKEN, now, by, referral.case
    row.save(update_fields=["state", "decided_at", "decided_by", "case"])
    audit.record("counselling.door_taken_in", by=by, obj=row, subject=person.pk)
    worklist.drop_tasks(row.pk)
    promise_call(row, person)
    if row.may_write and row.email:
        write_to(row, TOLD, row.email)
    if row.may_tell:
        write_to(row, TAKEN_UP, row.from_email)
    return row


def promise_call(row: IncomingWord, person: User) -> None:
    """The relative is rung like anybody who asked for it; when it is safe stands above the number."""
    now = clock.now()
    request = CallRequest.objects.create(
        person=person,
        name=f"{person} · {row.reach}" if row.reach else "",
        phone=row.phone,
        phone_index=row.phone_index,
        due_at=promised_moment(now),
        form_key=row.pk,
        created_at=now,
    )
    worklist.add_task(
        CALL_TASK, f"{CALL_TASK}:{request.pk}", about=request.pk, due_at=request.due_at, assigned_to=on_duty(now)
    )


@locking
def turn_away(*, by: User, word: IncomingWord, no: DoorNo) -> IncomingWord:
    """It is not for us, or we have it already. Nobody is told. Refuses when it was answered meanwhile."""
    row = locked_word(word)
    row.state, row.no, row.decided_at, row.decided_by = DoorState.DECLINED, no, clock.now(), by
    row.save(update_fields=["state", "no", "decided_at", "decided_by"])
    audit.record("counselling.door_turned_away", by=by, obj=row, reason=no)
    worklist.drop_tasks(row.pk)
    return row
