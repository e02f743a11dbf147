"""A counsellor is away: the absence and what becomes of every talk, in one transaction, after one confirm."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from counselling import announcing
from counselling.actions.calls import give_phone_duty
from counselling.actions.handovers import stand_in
from counselling.actions.keeping import cancel_appointment, locked
from counselling.actions.new_times import ask_to_ring, offer_new_times
from counselling.actions.transferring import transfer_talk
from counselling.affected import Affected, Hit, giver_of, hit_by
from counselling.choices import CancelActor
from counselling.models import Case, NamelessTalk
from counselling.rules import absences as rules
from counselling.rules.absences import AbsenceRefusal
from counselling.rules.handovers import SUBSTITUTE_LONGEST, HandoverRefusal
from portal import clock
from portal.accounts.models import Role, User
from portal.audit import actions as audit
from portal.calendar.actions.availability import add_absence, lengthen_open_absences
from portal.calendar.actions.occupancy import hand_over
from portal.calendar.models import Absence, Resource
from portal.calendar.seen import changed_since
from portal.refusals import Refused, locking
from portal.worklist import actions as worklist

NAMELESS_TASK = "counselling.nameless_without_counsellor"
OPEN_TASK = "counselling.absence_goes_on"
DUTY_TASK = "counselling.phone_without_anybody"
ASKED_WITHIN = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What becomes of one talk: move (to a calendar), offer, ring or cancel (with words)."""

    kind: str
    to: UUID | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class AbsencePlan:
    """An absence with everything that follows from it; seen is what the page was made from."""

    resource: Resource
    seen_version: int
    seen: str
    kind: str
    start: datetime
    end: datetime
    choices: Mapping[UUID, Choice]
    phone_to: User | None = None
    substitute: User | None = None
    frees_tasks: bool = True
    is_open_ended: bool = False


@locking
def note_absence(*, by: User, plan: AbsencePlan) -> Absence:
    """Note the absence and do what was chosen for each talk: all of it, or nothing and nobody is told.

    Refuses when a talk was booked, moved or cancelled since the page was made, a colleague is taken meanwhile, no other
    time is free, a talk has no choice, or a cancellation no words.
    """
    now = clock.now()
    named: dict[str, Any] = {"resource_id": plan.resource.pk, "seen_version": plan.seen_version, "kind": plan.kind}
    absence = add_absence(by=by, start=plan.start, end=plan.end, is_open_ended=plan.is_open_ended, **named)
    hit = hit_by(plan.resource, plan.start, plan.end, now)
    fresh, gone = changed_since(plan.seen, hit.keys)
    if fresh or gone:
        raise Refused(AbsenceRefusal.TALKS_CHANGED, fresh=fresh, gone=gone)
    for one in sorted(hit.talks, key=lambda one: one.talk.pk):
        carry_out(by=by, one=one, choice=plan.choices.get(one.talk.pk), resource=plan.resource, now=now)
    for talk, colleagues in hit.nameless:
        place_nameless(by=by, talk=talk, colleagues=colleagues, choice=plan.choices.get(talk.pk), now=now)
    rest(by=by, plan=plan, hit=hit, now=now)
    audit.record("counselling.absence_planned", by=by, obj=absence, subject=plan.resource.user_id)
    return absence


def carry_out(*, by: User, one: Affected, choice: Choice | None, resource: Resource, now: datetime) -> None:
    """Do one talk's choice."""
    talk = one.talk
    if choice is None:
        raise Refused(AbsenceRefusal.CHOICE_MISSING, starts=[talk.starts_at])
    if choice.kind == "move":
        transfer_talk(by=by, talk=talk, to=free_one(one.colleagues, choice.to, talk.starts_at), now=now)
    elif choice.kind == "offer":
        if not one.is_reachable:
            raise Refused(AbsenceRefusal.NOT_REACHABLE, starts=[talk.starts_at])
        offer_new_times(by=by, talk=talk, now=now)
    elif choice.kind == "ring":
        announcing.withdraw_messages(locked(talk, talk.version))
        ask_to_ring(talk, now=now, key="absence")
    else:
        if not choice.words.strip():
            raise Refused(AbsenceRefusal.CANCEL_WITHOUT_WORDS, starts=[talk.starts_at])
        actor = CancelActor.COUNSELLOR if resource.user == by else CancelActor.SERVICE
        cancel_appointment(by=by, appointment=talk, actor=actor, reason=choice.words, version=talk.version)


def free_one(colleagues: list[Resource], key: UUID | None, starts_at: datetime) -> Resource:
    """The chosen colleague. Refuses one who is no longer free."""
    found = next((one for one in colleagues if one.pk == key), None)
    if found is None:
        raise Refused(AbsenceRefusal.COLLEAGUE_TAKEN, starts=[starts_at])
    return found


def place_nameless(
    *, by: User, talk: NamelessTalk, colleagues: list[Resource], choice: Choice | None, now: datetime
) -> None:
    """Nobody can be told: a colleague answers the phone then, or the team finds somebody."""
    if choice is not None and choice.kind == "move":
        row = NamelessTalk.objects.select_for_update().get(pk=talk.pk)
        to = free_one(colleagues, choice.to, talk.starts_at)
        hand_over(row.pk, from_resource_id=row.counsellor_id, to_resource_id=to.pk)
        row.counsellor = to
        row.save(update_fields=["counsellor"])
        audit.record("counselling.nameless_talk_transferred", by=by, obj=row)
        return
    key, due = f"{NAMELESS_TASK}:{talk.pk}", max(now, talk.starts_at)
    worklist.add_task(NAMELESS_TASK, key, about=talk.pk, due_at=due, role=Role.TEAM_LEAD)


def rest(*, by: User, plan: AbsencePlan, hit: Hit, now: datetime) -> None:
    """The phone, the tasks, and who stands in for the cases."""
    giver = giver_of(plan.resource)
    for turn in hit.duty:
        first, last = turn.starts_at, turn.ends_at
        audit.record("counselling.phone_duty_taken_away", by=by, obj=turn, subject=giver.pk)
        turn.delete()
        if plan.phone_to is not None:
            give_phone_duty(by=by, user=plan.phone_to, starts_at=first, ends_at=last)
        else:
            key = f"{DUTY_TASK}:{first.isoformat()}"
            worklist.add_task(DUTY_TASK, key, due_at=max(now, first), role=Role.TEAM_LEAD)
    if plan.frees_tasks:
        worklist.free_tasks(of=giver, due_before=plan.end)
    if plan.substitute is not None:
        cases = list(Case.objects.caseload_of(giver))
        begins = max(now, plan.start)
        until = min(plan.end, begins + SUBSTITUTE_LONGEST)
        if plan.substitute == giver:
            raise Refused(HandoverRefusal.SAME_WORKER)
        if cases:
            stand_in(by=by, giver=giver, receiver=plan.substitute, cases=cases, until=until, begins=begins)


def keep_open_absences_going() -> int:
    """Each night: who is away until further notice stays away, and the lead is asked whether that is still so.

    Half a year before the stored end it is moved on by a year, so that nobody is ever booked with somebody who isn't
    there. Run again it moves nothing and asks nothing. Returns how many it moved.
    """
    moved = lengthen_open_absences(nearer_than=rules.NEARER_THAN, by_so_much=rules.UNTIL_FURTHER_NOTICE)
    for row, before in moved:
        key = f"{OPEN_TASK}:{row.pk}:{before:%Y-%m-%d}"
        due_at = clock.now() + ASKED_WITHIN
        worklist.add_task(OPEN_TASK, key, about=row.resource_id, due_at=due_at, role=Role.TEAM_LEAD)
    return len(moved)
