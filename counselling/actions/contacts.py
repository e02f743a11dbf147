"""Somebody rings: who it is, what was said in one line, and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID, uuid5

from counselling.actions.calls import CALL_TASK
from counselling.actions.cases import open_case
from counselling.actions.drafts import drop_draft, judge_draft
from counselling.actions.people import PersonWish, look_up, make_person
from counselling.actions.reading import shown
from counselling.case_choices import CaseOrigin
from counselling.models import CallRequest, Case, CaseAssignment, ClaimCode, ConflictOfInterest, Contact
from counselling.rules import contacts as rules
from counselling.rules.contacts import ContactRefusal
from counselling.safe_contact import Warnings, phone_words, warnings_for
from portal import clock
from portal.accounts.models import Role, User
from portal.audit import actions as audit
from portal.refusals import Refused, locking
from portal.worklist import actions as worklist
from relatives import actions as relatives
from relatives.models import RelativeProfile

RING_BY = time(15)  # of the promised day, when the phones close


@dataclass(frozen=True)
class Caller:
    """Somebody known, as shown to whoever holds the phone: their case's header only, nothing where one is barred."""

    person: User
    has_case: bool
    carried_by: str
    is_barred: bool


@dataclass(frozen=True, kw_only=True)
class ContactWish:
    """A call as it is noted: who (known, new by name and number, or nobody), how long, what about."""

    person: User | None
    new_name: str
    phone: str
    minutes: int
    topic: str
    outcome: str
    note: str
    at: datetime


@dataclass(frozen=True)
class ContactFile:
    """A logged call, opened for reading."""

    contact: Contact
    note: str | None
    phone: str | None
    warnings: Warnings
    caller: Caller | None


def who_rings(*, by: User, email: str = "", phone: str = "") -> list[Caller]:
    """Who has this number or address; the look-up is recorded."""
    return callers(by, look_up(by=by, email=email, phone=phone))


def carriers(people: Iterable[User]) -> dict[UUID, str]:
    """Who of these has an open case, and who carries it ("" for nobody)."""
    open_ones = dict(Case.objects.open().filter(person__in=people).values_list("pk", "person_id"))
    parts = CaseAssignment.objects.current(clock.now()).primary().filter(case__in=open_ones)
    names = dict(parts.values_list("case_id", "worker__name"))
    return {person: names.get(case, "") for case, person in open_ones.items()}


def callers(by: User, people: Iterable[User]) -> list[Caller]:
    """People with what may be said of their cases: three queries for any number of people."""
    known = list(people)
    if not known:
        return []
    barred = set(ConflictOfInterest.objects.of_worker(by).values_list("person_id", flat=True))
    carried = carriers(known)
    return [
        Caller(one, False, "", is_barred=True)
        if one.pk in barred
        else Caller(one, one.pk in carried, carried.get(one.pk, ""), is_barred=False)
        for one in known
    ]


def locked_caller(person: User, by: User) -> User:
    """The person, locked against a merge meanwhile. Refuses somebody merged away, and a conflict of interest."""
    row: User = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    is_barred = ConflictOfInterest.objects.of_worker(by).filter(person=row).exists()
    if refusal := rules.may_log(is_active=row.is_active, is_barred=is_barred):
        raise Refused(refusal)
    return row


@locking
def log_contact(*, by: User, wish: ContactWish, form_key: UUID, draft_seen: int | None = None) -> Contact:
    """Note an unplanned call. Pressed twice, it answers with the same one. A new person is written down with it.

    Refuses when the person was merged with another one meanwhile, when there is a conflict of interest, or when a new
    person's number is none. draft_seen: the draft the page began from, which goes with it; refused when another window
    has kept other words since.
    """
    key = uuid5(by.pk, str(form_key))
    if done := Contact.objects.made_from(key):
        return done
    if draft_seen is not None:
        judge_draft(by=by, place=by, seen=draft_seen, text=wish.note)
        drop_draft(by=by, place=by)
    person = wish.person
    if person is None and wish.new_name:
        person = make_person(by=by, wish=new_person(wish), form_key=form_key)
    if person is not None:
        person = locked_caller(person, by)
    contact = Contact.objects.create(
        person=person,
        case=Case.objects.open().filter(person=person).first() if person else None,
        by=by,
        at=wish.at,
        minutes=wish.minutes,
        topic=wish.topic,
        outcome=wish.outcome,
        note=wish.note.strip(),
        form_key=key,
        created_at=clock.now(),
    )
    audit.record("counselling.contact_logged", by=by, obj=contact, subject=person.pk if person else None)
    return contact


def new_person(wish: ContactWish) -> PersonWish:
    """Somebody nobody knows yet: the name and the number; written to by SMS once they say so, until then nowhere."""
    return PersonWish(name=wish.new_name, phone=wish.phone, email="", channel="inbox", language="da")


def open_contact(*, by: User, contact: Contact) -> ContactFile:
    """A logged call with its note; the read stands in the log before anything is opened."""
    audit.record_read("counselling.contact_opened", by=by, obj=contact, subject=contact.person_id)
    people = [contact.person] if contact.person else []
    profile = RelativeProfile.objects.of_people(one.pk for one in people).get(people[0].pk) if people else None
    return ContactFile(
        contact=contact,
        note=shown(contact, "note"),
        phone=phone_words(shown(profile, "phone")) if profile else "",
        warnings=warnings_for(profile),
        caller=next(iter(callers(by, people)), None),
    )


@locking
def open_case_from(*, by: User, contact: Contact) -> Case:
    """Begin a case from a call, carried by whoever took it if they are a counsellor; the call belongs to it.

    Refuses when the call is nobody's, the person has a case already, or somebody may not work with them.
    """
    row = Contact.objects.select_for_update().get(pk=contact.pk)
    if row.person_id is None:
        raise Refused(ContactRefusal.CALLER_NAMELESS)
    person = locked_caller(User.objects.get(pk=row.person_id), by)
    case = open_case(by=by, person=person, origin=CaseOrigin.CALL, worker=by if by.has_role(Role.COUNSELLOR) else None)
    row.case = case
    row.save(update_fields=["case"])
    audit.record("counselling.contact_joined_case", by=by, obj=row, subject=person.pk)
    return case


@locking
def call_back_later(*, by: User, contact: Contact, on: date) -> CallRequest:
    """Promise to ring again on a day; the call stands on the list and among one's tasks. Twice is once.

    Refuses a call that is nobody's, somebody without a number, and a day behind us.
    """
    now = clock.now()
    row = Contact.objects.select_for_update().get(pk=contact.pk)
    key = uuid5(row.pk, f"call back {on}")
    if done := CallRequest.objects.filter(form_key=key).first():
        return done
    people = [row.person_id] if row.person_id else []
    profile = RelativeProfile.objects.of_people(people).get(row.person_id) if row.person_id else None
    has_phone = profile is not None and profile.has_phone
    if refusal := rules.may_call_back(has_person=bool(people), has_phone=has_phone, on=on, today=clock.today()):
        raise Refused(refusal)
    assert profile is not None and row.person_id is not None
    locked_caller(User.objects.get(pk=row.person_id), by)
    request = CallRequest.objects.create(
        person_id=row.person_id,
        phone=profile.phone,
        phone_index=relatives.phone_index(profile.phone),
        due_at=max(now, datetime.combine(on, RING_BY, tzinfo=clock.zone())),
        form_key=key,
        created_at=now,
    )
    audit.record("counselling.call_back_promised", by=by, obj=request, subject=row.person_id)
    worklist.add_task(CALL_TASK, f"{CALL_TASK}:{request.pk}", about=request.pk, due_at=request.due_at, assigned_to=by)
    return request


@dataclass(frozen=True)
class PersonFile:
    """Somebody known, opened for reading: how to reach them, what may be said of their case, their open code."""

    caller: Caller
    phone: str | None
    warnings: Warnings
    code: ClaimCode | None


def open_person(*, by: User, person: User) -> PersonFile:
    """Who somebody is; the read stands in the log first. Where one is barred, nothing but the name is opened."""
    audit.record_read("counselling.person_opened", by=by, obj=person, subject=person.pk)
    (caller,) = callers(by, [person])
    if caller.is_barred:
        return PersonFile(caller, "", warnings_for(None), None)
    profile = RelativeProfile.objects.of_people([person.pk]).get(person.pk)
    phone = phone_words(shown(profile, "phone")) if profile else ""
    return PersonFile(caller, phone, warnings_for(profile), ClaimCode.objects.of_person(person))
