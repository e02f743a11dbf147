"""Everything the screen after a talk shows, gathered once: each read is recorded before anything is opened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from counselling.actions.drafts import OpenedDraft, as_shown, at
from counselling.actions.notes import OpenedNote, read
from counselling.actions.reading import TalkFile, file_of
from counselling.actions.second_lock import opened_to_read
from counselling.case_choices import CaseStatus
from counselling.models import Appointment, Case, CaseParticipant, Note, Snippet
from counselling.models.notes import NoteQuerySet
from counselling.rules import talks as rules
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit

LAST = 5
OUTCOMES = ("checked_in", "fulfilled", "noshow")


class KnownCase(Protocol):
    """A case with what this screen asks about it."""

    pk: UUID
    may_be_read: bool
    has_people: bool


@dataclass(frozen=True)
class Conversation:
    """A talk with its file, its case if the person has one, what was written before, and one's own draft."""

    by: User
    talk: Appointment
    file: TalkFile
    case: KnownCase | None
    is_mine: bool  # whether the case's notes may be read
    notes: list[OpenedNote]
    draft: OpenedDraft | None
    people: list[CaseParticipant]
    snippets: list[Snippet]

    @property
    def of_this_talk(self) -> list[OpenedNote]:
        """What was written down of this very talk."""
        return [one for one in self.notes if one.note.appointment_id == self.talk.pk]

    @property
    def before(self) -> list[OpenedNote]:
        """The last notes of other talks."""
        return [one for one in self.notes if one.note.appointment_id != self.talk.pk][:LAST]

    @property
    def answers_in_words(self) -> str:
        """What the relative wrote before the talk, as a note of its own; empty when there is nothing to keep."""
        said = [(answer.question, answer.text) for answer in self.file.answers if answer.text]
        if not said or self.of_this_talk:
            return ""
        lines = [_("Written by {name} before the talk:").format(name=self.talk.booked_by)]
        return "\n\n".join([*lines, *(f"{question}\n{text}" for question, text in said)])


def open_conversation(*, by: User, talk: Appointment) -> Conversation:
    """The screen of one talk for its own counsellor: one read in the log, of the talk and what is known of its person.

    The case's notes for who works with it; for others what they wrote themselves of this talk. Raises CannotRecord.
    """
    audit.record_read("counselling.conversation_opened", by=by, obj=talk, subject=talk.booked_by_id)
    file = file_of(by, talk)
    case = case_of(talk, by)
    is_mine = case is None or case.may_be_read
    with opened_to_read(case.pk if case else None, author_id=by.pk, about=talk.pk):
        notes = [] if case is None else list(notes_in(case, talk, by))
        draft = at(by, talk).first()
    return Conversation(
        by=by,
        talk=talk,
        file=file,
        case=case,
        is_mine=is_mine,
        notes=read(notes, by=by),
        draft=as_shown(draft) if draft else None,
        people=list(CaseParticipant.objects.consenting(case.pk)) if case and case.has_people else [],
        snippets=list(Snippet.objects.usable_by(by)),
    )


def notes_in(case: KnownCase, talk: Appointment, by: User) -> NoteQuerySet:
    """The notes this counsellor may read here."""
    return Note.objects.of_case(case.pk) if case.may_be_read else Note.objects.of_talk(talk.pk, by)


def case_of(talk: Appointment, by: User) -> KnownCase | None:
    """The case a note of this talk would stand in: the talk's own, else the person's open one. One query."""
    known = Case.objects.filter(Q(pk=talk.case_id) | (Q(person=talk.booked_by_id) & ~Q(status=CaseStatus.CLOSED)))
    readable = Exists(Case.objects.visible_to(by).filter(pk=OuterRef("pk")))
    agreed = CaseParticipant.objects.filter(case=OuterRef("pk"), consented_at__isnull=False, withdrawn_at=None)
    rows = known.select_related("person").annotate(may_be_read=readable, has_people=Exists(agreed))
    found: dict[UUID, KnownCase] = {row.pk: row for row in rows}  # type: ignore[misc]  # annotated as the protocol says
    return (talk.case_id and found.get(talk.case_id)) or next(iter(found.values()), None)


def outcomes_now(talk: Appointment, now: datetime) -> list[str]:
    """What can be said of a talk now: arrived on the day, held once it has begun, not held once it is over."""
    day, today = talk.starts_at.astimezone(clock.zone()).date(), clock.today()
    found = []
    if talk.ends_at > now and not rules.may_check_in(
        status=talk.status, starts_at=talk.starts_at, day=day, today=today
    ):
        found.append("checked_in")
    for outcome in OUTCOMES[1:]:
        refusal = rules.may_conclude(
            status=talk.status, outcome=outcome, starts_at=talk.starts_at, ends_at=talk.ends_at, now=now
        )
        if not refusal:
            found.append(outcome)
    return found
