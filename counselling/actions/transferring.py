"""A talk gets another counsellor at the same time: calendar, messages and calendar files follow in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from counselling import announcing
from counselling.actions.keeping import locked
from counselling.actions.visit_days import claims_for, judge_visits
from counselling.choices import Mode, Status
from counselling.models import Appointment, Case
from counselling.rules.handovers import HandoverRefusal
from counselling.rules.talks import Refusal
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar.actions.occupancy import Claim, hand_over
from portal.calendar.models import Absence, Occupancy, Resource
from portal.refusals import Refused
from portal.worklist import actions as worklist


def talks_to_move(case: Case, worker: User, now: datetime) -> QuerySet[Appointment]:
    """The talks ahead that a case's person has with a worker: those of the case, and those booked outside any."""
    of_case = Q(case=case) | Q(case=None, booked_by=case.person_id)
    rows = Appointment.objects.of_counsellor(worker).upcoming(now).filter(of_case, starts_at__gt=now)
    return rows.exclude(status=Status.CHECKED_IN).select_related("counsellor", "meeting_type", "booked_by")


def calendar_of(worker: User) -> Resource:
    """The worker's calendar in use. Refuses when they have none: then nobody could hold the talks."""
    found = Resource.objects.active().of_kind(Resource.Kind.COUNSELLOR).of_person(worker).first()
    if found is None:
        raise Refused(HandoverRefusal.RECEIVER_WITHOUT_CALENDAR)
    return found


def clashing(talks: Sequence[Appointment], to: Resource, now: datetime) -> list[datetime]:
    """The starts of those talks that the calendar has no room for: taken (the way and the pause too), or away."""
    found = []
    for talk in talks:
        claims = claims_for(talk, to) or [Claim(to.pk, talk.starts_at, talk.ends_at)]
        begin, end = min(claim.start for claim in claims), max(claim.end for claim in claims)
        taken = Occupancy.objects.blocking(now).touching(begin, end).filter(resource_id=to.pk).exists()
        away = Absence.objects.touching(talk.starts_at, talk.ends_at).filter(resource_id=to.pk).exists()
        if taken or away:
            found.append(talk.starts_at)
    return found


def transfer_all(*, by: User, talks: Sequence[Appointment], to: Resource, now: datetime) -> list[Appointment]:
    """Give every one of these talks to another counsellor, or none. Refuses naming the talks that clash."""
    if not talks:
        return []
    if starts := clashing(talks, to, now):
        raise Refused(HandoverRefusal.RECEIVER_BUSY, starts=starts, name=to.name)
    return [transfer_talk(by=by, talk=talk, to=to, now=now) for talk in sorted(talks, key=lambda talk: talk.pk)]


def transfer_talk(*, by: User, talk: Appointment, to: Resource, now: datetime) -> Appointment:
    """One talk's new counsellor, in the caller's transaction: the same time, uid and place, the next version.

    A home visit takes the receiver's own way. Refuses when the talk has begun or is off, when somebody took the
    receiver's time a moment ago, and one more home visit than the receiver's day holds.
    """
    row = locked(talk, talk.version)
    if not row.is_live or row.status == Status.CHECKED_IN or row.starts_at <= now:
        raise Refused(Refusal.NOT_FROM_HERE)
    before = row.counsellor
    judge_day(row, to)
    try:
        hand_over(row.pk, from_resource_id=before.pk, to_resource_id=to.pk, claims=claims_for(row, to))
    except Refused as refused:
        raise Refused(HandoverRefusal.RECEIVER_BUSY, starts=[row.starts_at], name=to.name) from refused
    row.counsellor = to
    row.version += 1
    row.ics_sequence += 1
    row.save(update_fields=["counsellor", "version", "ics_sequence"])
    audit.record("counselling.appointment_transferred", by=by, obj=row, subject=row.booked_by_id)
    if before.user is not None:
        give_tasks([row.pk], before.user, to)
    announcing.announce_change(row, gone=[before], now=now)
    return row


def judge_day(talk: Appointment, to: Resource) -> None:
    """Refuses one more home visit than the receiver's day holds; those moved a moment ago count."""
    if talk.mode != Mode.HOME_VISIT:
        return
    try:
        judge_visits(to.pk, talk.starts_at)
    except Refused as refused:
        raise Refused(HandoverRefusal.RECEIVER_DAY_FULL, starts=[talk.starts_at], name=to.name) from refused


def give_tasks(about: Sequence[UUID], giver: User, to: Resource) -> None:
    """What the one had to do about these talks is the other's to do now."""
    worklist.hand_over_tasks(about, from_user=giver, to_user=to.user)
