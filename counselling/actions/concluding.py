"""After a talk: how it went, what was said, what comes next. One press, one transaction: all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from counselling.actions import keeping
from counselling.actions.booking import book_for_someone
from counselling.actions.cases import open_case
from counselling.actions.drafts import drop_draft, judge_draft
from counselling.actions.follow_ups import Plan, plan_follow_up
from counselling.actions.notes import add_note, judge_writer
from counselling.actions.visit_days import address_of_talk
from counselling.case_choices import CaseOrigin
from counselling.choices import Status
from counselling.models import Appointment, Case, FollowUp, Note
from counselling.rules.cases import CaseRefusal
from counselling.rules.notes import NoteRefusal
from counselling.wishes import Wish
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking

CONCLUDED = (Status.FULFILLED, Status.NOSHOW)


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """What the screen says: an outcome (empty: as it is), who came, the note, what comes next."""

    outcome: str = ""
    came: Mapping[UUID, bool] = field(default_factory=dict)
    text: str = ""
    about: UUID | None = None
    answers: str = ""  # what the relative wrote before, to be kept as a note of its own
    follow_up: Plan | None = None
    next_at: datetime | None = None
    form_key: UUID | None = None
    draft_seen: int = 0

    @property
    def needs_case(self) -> bool:
        """Only what is written down or promised needs a case."""
        return bool(self.text.strip() or self.answers or self.follow_up)


@dataclass(frozen=True)
class Concluded:
    """What was made."""

    talk: Appointment
    notes: list[Note]
    follow_up: FollowUp | None
    next_talk: Appointment | None


@locking
def conclude_talk(*, by: User, talk: Appointment, version: int, said: Conclusion) -> Concluded:
    """Outcome, note, follow-up and next talk of one conversation. Opens the person's case when a note needs one.

    Refuses a stale page, an outcome that can't be yet, a newer draft in another tab, a closed case, a taken time.
    """
    row = keeping.locked(talk, version)
    judge_draft(by=by, place=row, seen=said.draft_seen, text=said.text)
    row = note_outcome(by=by, row=row, said=said)
    if said.needs_case:
        row.case = case_for(by=by, talk=row)
        row.save(update_fields=["case"])
        judge_writer(by=by, case=row.case, talk=row)
    notes = [
        add_note(by=by, case=row.case, text=text, talk=row, about=about)
        for text, about in ((said.answers, None), (said.text, said.about))
        if text.strip() and row.case
    ]
    plan = plan_follow_up(by=by, case=row.case, plan=said.follow_up) if said.follow_up and row.case else None
    next_talk = book_next(by=by, row=row, said=said)
    drop_draft(by=by, place=row)
    return Concluded(row, notes, plan, next_talk)


def note_outcome(*, by: User, row: Appointment, said: Conclusion) -> Appointment:
    """Arrived, held, or we did not get to talk; and who of those expected came."""
    if said.outcome == Status.CHECKED_IN and row.status == Status.BOOKED:
        row = keeping.check_in(by=by, appointment=row, version=row.version)
    elif said.outcome in CONCLUDED and row.status not in CONCLUDED:
        row = keeping.record_outcome(by=by, appointment=row, version=row.version, outcome=said.outcome)
    elif said.outcome not in ("", row.status):
        raise Refused(NoteRefusal.OUTCOME_MISSING)
    for participant in row.participants.select_for_update():
        if participant.pk in said.came and participant.came != said.came[participant.pk]:
            participant.came = said.came[participant.pk]
            participant.save(update_fields=["came"])
    return row


def case_for(*, by: User, talk: Appointment) -> Case:
    """The talk's case, else the person's open one, else a new one carried by who writes."""
    if talk.case is not None:
        return talk.case
    known = Case.objects.of_person(talk.booked_by).open().select_for_update(of=("self",)).first()
    if known is not None:
        return known
    try:
        return open_case(by=by, person=talk.booked_by, origin=CaseOrigin.BOOKING, worker=by)
    except Refused as refused:
        if refused.reason != CaseRefusal.HAS_OPEN_CASE:
            raise
        return Case.objects.of_person(talk.booked_by).open().get()  # opened by somebody else a moment ago


def book_next(*, by: User, row: Appointment, said: Conclusion) -> Appointment | None:
    """The next talk at one of the times that were offered, with the case carried on."""
    if said.next_at is None or said.form_key is None:
        return None
    wish = wish_after(row)
    made = book_for_someone(by=by, person=row.booked_by, wish=wish, starts_at=said.next_at, form_key=said.form_key)
    if made.case_id is None and row.case_id is not None:
        made.case_id = row.case_id
        made.save(update_fields=["case"])
        audit.record("counselling.talk_joined_case", by=by, obj=made, subject=made.booked_by_id)
    return made


def wish_after(talk: Appointment) -> Wish:
    """The same kind of talk again, the same way, with the same counsellor."""
    return Wish(
        meeting_type=talk.meeting_type,
        mode=talk.mode,
        counsellor_id=talk.counsellor_id,
        interpreter_language=talk.interpreter_language,
        company=talk.company,
        is_staff=True,
        address=address_of_talk(talk),
    )
