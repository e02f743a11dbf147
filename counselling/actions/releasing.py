"""Letting the relative read a note: a decision of who carries the case, which can be taken back; and the reading."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from counselling import announcing
from counselling.actions.notes import OpenedNote, locked_note, read
from counselling.actions.second_lock import opened_case, opened_released
from counselling.models import Case, CaseAssignment, CaseParticipant, Note
from counselling.rules import notes as rules
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.outbox import actions as outbox
from portal.refusals import Refused, locking
from portal.worklist import actions as worklist
from relatives import rules as contact
from relatives.models import RelativeProfile

RELEASED = "counselling.note_released"
UNHEARD_TASK = "counselling.note_message_failed"


def carries(user: User, case: Case) -> bool:
    """Whether somebody carries a case now, free of conflict."""
    primary = CaseAssignment.objects.current(clock.now()).primary().of_worker(user).filter(case=OuterRef("pk"))
    return Case.objects.visible_to(user).filter(Exists(primary), pk=case.pk).exists()


def readers_of(note: Note, case: Case) -> list[User]:
    """Who may read a note once it is released: its person and participants who agreed, or the one it is about alone."""
    agreed = CaseParticipant.objects.filter(case=case, consented_at__isnull=False, withdrawn_at=None)
    agreed = agreed.exclude(person=None).select_related("person").order_by("added_at")
    if note.about_id is not None:
        return [one.person for one in agreed.filter(pk=note.about_id) if one.person]
    return [case.person, *(one.person for one in agreed.filter(sees_notes=True) if one.person)]


@locking
def release_note(*, by: User, case: Case, note_id: UUID, version: int) -> Note:
    """Let those it is about read a note. Refuses all but who carries the case, and what changed since the preview."""
    with opened_case(case.pk):
        note = locked_note(case, note_id)
        refusal = rules.may_release(
            is_primary=carries(by, case), is_released=bool(note.released_at), version=note.version, seen=version
        )
        if refusal:
            raise Refused(refusal)
        note.released_at, note.released_by, note.version = clock.now(), by, note.version + 1
        note.save(update_fields=["released_at", "released_by", "version"])
    audit.record("counselling.note_released", by=by, obj=note, subject=case.person_id)
    tell(note, readers_of(note, case), now=clock.now())
    return note


@locking
def withdraw_note(*, by: User, case: Case, note_id: UUID) -> Note:
    """Take a release back: what was not sent stays here, nobody is rung. Refuses all but who carries the case."""
    with opened_case(case.pk):
        note = locked_note(case, note_id)
        if refusal := rules.may_withdraw(is_primary=carries(by, case), is_released=bool(note.released_at)):
            raise Refused(refusal)
        note.released_at, note.released_by, note.version = None, None, note.version + 1
        note.save(update_fields=["released_at", "released_by", "version"])
    audit.record("counselling.note_withdrawn", by=by, obj=note, subject=case.person_id)
    outbox.withdraw(note.pk, kinds=[RELEASED])
    worklist.drop_tasks(note.pk, kinds_of=[UNHEARD_TASK])
    return note


def tell(note: Note, readers: Iterable[User], *, now: datetime) -> None:
    """You have something to read: no more than that leaves the house, in each reader's own channels."""
    drafts = []
    for user in readers:
        profile = RelativeProfile.objects.of(user)
        for channel in contact.channels_for(profile, now, contact.Purpose.CHANGE):
            draft = outbox.Draft(
                RELEASED,
                f"{RELEASED}:{note.pk}:{note.version}:{channel}:{user.pk}",
                channel=channel,
                to=user,
                address=announcing.address_for(channel, profile),
                about=note.pk,
                version=note.version,
                language=user.language,
            )
            drafts.append(draft)
    outbox.put_all(drafts)


def cases_of_reader(user: User) -> models.QuerySet[Case]:
    """The courses a relative takes part in: their own, and those they agreed to take part in."""
    part = CaseParticipant.objects.filter(
        case=OuterRef("pk"), person=user, consented_at__isnull=False, withdrawn_at=None
    )
    return Case.objects.filter(Q(person=user) | Exists(part)).select_related("person").order_by("-opened_at")


def open_released(*, by: User) -> list[OpenedNote]:
    """What a relative may read of what was written down. Recorded before it is opened, their own reading too."""
    opened: list[OpenedNote] = []
    for case in cases_of_reader(by):
        audit.record_read("counselling.released_notes_read", by=by, obj=case, subject=by.pk)
        sees_all = CaseParticipant.objects.filter(
            case=case, person=by, sees_notes=True, consented_at__isnull=False, withdrawn_at=None
        ).exists()
        with opened_released(case.pk):
            notes = Note.objects.of_case(case.pk).for_reader(by, is_person=case.person_id == by.pk, sees_all=sees_all)
            rows = list(notes)
        opened += read(rows, by=None)
    return sorted(opened, key=lambda one: one.note.written_at, reverse=True)
