"""What becomes of talks, cases and calls when two people turn out to be one. In merge_people's own transaction.

Notes are sealed for their case and stay in it: of two open cases one goes on, the other is closed as joined, and
whoever carries the one that goes on can read the other. What is promised (talks ahead, follow-ups) moves over.
"""

from counselling import announcing
from counselling.actions.cases import begin_assignment, end_part, note_step
from counselling.actions.waiting import end_place
from counselling.case_choices import AssignmentRole, CaseStatus, CloseReason, StepKind
from counselling.choices import Status
from counselling.models import (
    Appointment,
    Case,
    CaseAssignment,
    CaseParticipant,
    ClaimCode,
    ConflictOfInterest,
    FollowUp,
    Referral,
    WaitlistEntry,
)
from counselling.rules import merging as rules
from counselling.rules.contacts import ContactRefusal
from counselling.waiting_choices import WaitingStatus
from portal import clock
from portal.accounts.merging import Merge
from portal.accounts.models import Role, User
from portal.audit import actions as audit
from portal.outbox import actions as outbox
from portal.refusals import Refused
from relatives.models import RelativeProfile


def open_cases_of(merge: Merge) -> list[Case]:
    """Open cases of either, locked."""
    rows = Case.objects.open().filter(person__in=[merge.keep, merge.gone])
    return list(rows.select_for_update().order_by("pk"))


def take_part_together(merge: Merge) -> bool:
    """Whether both stand in one case: one as its person and one beside, or both beside. Then they are two people."""
    pair = {merge.keep.pk, merge.gone.pk}
    beside = CaseParticipant.objects.filter(person__in=pair).values_list("case_id", "person_id", "case__person_id")
    seen: dict[object, set[object]] = {}
    for case, person, of in beside:
        seen.setdefault(case, set()).update({person, of} & pair)
    return any(len(people) > 1 for people in seen.values())


def works_with(worker: User, person: User) -> bool:
    """Whether somebody works or worked with this person's cases, or must not."""
    barred = ConflictOfInterest.objects.of_worker(worker).filter(person=person)
    return barred.exists() or CaseAssignment.objects.of_worker(worker).filter(case__person=person).exists()


def judge_joining(merge: Merge) -> None:
    """Refuses when the two stand in one case, one works with the other's, a colleague's case is among them, or two
    cases are open and nobody chose. The relative who writes a code joins only their own.
    """
    by, is_own = merge.by, merge.by.pk == merge.keep.pk
    if ConflictOfInterest.objects.of_worker(by).filter(person__in=[merge.keep, merge.gone]).exists():
        raise Refused(ContactRefusal.CALLER_BARRED)
    cases = open_cases_of(merge)
    readable = set(Case.objects.visible_to(by).filter(pk__in=[case.pk for case in cases]))
    refusal = rules.may_join(
        take_part_together=take_part_together(merge),
        works_with_case=works_with(merge.keep, merge.gone),
        may_see_cases=is_own or by.has_role(Role.TEAM_LEAD) or readable == set(cases),
        open_cases=[str(case.pk) for case in cases],
        chosen=merge.choices.get("case", ""),
    )
    if refusal:
        raise Refused(refusal)


def carry_cases(merge: Merge) -> None:
    """Of two open cases the chosen one goes on; nobody is barred twice from the one person."""
    cases = open_cases_of(merge)
    if len(cases) > 1:
        goes_on, ends = sorted(cases, key=lambda case: str(case.pk) != merge.choices.get("case"))
        move_promises(ends, goes_on)
        close_as_joined(ends, goes_on, merge.by)
    mine = ConflictOfInterest.objects.filter(person=merge.keep).values_list("worker", flat=True)
    theirs = ConflictOfInterest.objects.filter(person=merge.gone)
    theirs.filter(worker__in=list(mine)).delete()
    theirs.update(person=merge.keep)
    ClaimCode.objects.waiting().filter(person=merge.gone).update(replaced_at=clock.now())


def move_promises(ends: Case, goes_on: Case) -> None:
    """Talks ahead and open follow-ups go over to the case that goes on."""
    Appointment.objects.live().filter(case=ends).update(case=goes_on)
    FollowUp.objects.open().filter(case=ends).update(case=goes_on)
    there = Referral.objects.under_way().filter(case=goes_on, offer__isnull=False).values("offer")
    Referral.objects.under_way().filter(case=ends).exclude(offer__in=there).update(case=goes_on)


def close_as_joined(ends: Case, goes_on: Case, by: User) -> None:
    """Close the case with its notes in it; whoever carries the other one carries this one's notes too."""
    now = clock.now()
    for part in CaseAssignment.objects.current(now).filter(case=ends).select_for_update():
        end_part(part, now)
    carried = CaseAssignment.objects.current(now).primary().filter(case=goes_on).select_related("worker").first()
    if carried is not None:
        role = AssignmentRole.PRIMARY
        begin_assignment(by=by, case=ends, worker=carried.worker, role=role, reason="merged", now=now)
    ends.status, ends.closed_at, ends.close_reason = CaseStatus.CLOSED, now, CloseReason.MERGED
    ends.version += 1
    ends.save(update_fields=["status", "closed_at", "close_reason", "version"])
    note_step(ends, StepKind.CLOSED, reason=CloseReason.MERGED, by=by, now=now)
    audit.record("counselling.case_closed", by=by, obj=ends, subject=ends.person_id, reason=CloseReason.MERGED)


def carry_talks(merge: Merge) -> None:
    """Talks go over; what is planned to remind of those ahead is planned anew, to where the person is reached now."""
    now = clock.now()
    ahead = [talk.pk for talk in Appointment.objects.of_relative(merge.gone).upcoming(now)]
    Appointment.objects.of_relative(merge.gone).update(booked_by=merge.keep)
    profile = RelativeProfile.objects.of(merge.keep)
    for talk in Appointment.objects.filter(pk__in=ahead).for_list():
        announcing.withdraw_messages(talk)
        if talk.status == Status.BOOKED:
            outbox.put_all(announcing.reminder_drafts(talk, profile, wants_hours=True, now=now))


def carry_waiting(merge: Merge) -> None:
    """One place on the list for each kind of talk: the one with an offer to answer, else the one held longest."""
    rows = WaitlistEntry.objects.filter(person__in=[merge.keep, merge.gone], done_at=None)
    places: dict[object, list[WaitlistEntry]] = {}
    for entry in rows.select_for_update().order_by("pk"):
        places.setdefault(entry.meeting_type_id, []).append(entry)
    for entries in places.values():
        entries.sort(key=lambda entry: (entry.status != WaitingStatus.OFFERED, entry.queued_at))
        for entry in entries[1:]:
            end_place(entry, WaitingStatus.WITHDRAWN, by=merge.by, now=clock.now())
