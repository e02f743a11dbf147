"""Keeping a time while somebody says who they are."""

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from counselling.actions.visit_days import judge_visits, keep_address, visit_claims
from counselling.choices import Mode
from counselling.models import Hold
from counselling.rules import talks as rules
from counselling.rules.talks import Refusal
from counselling.wishes import Wish
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar.actions.occupancy import Claim, extend, occupy, release
from portal.calendar.models import FreeTime, Occupancy
from portal.database.questions import prepared_cursor
from portal.keys import new_key
from portal.refusals import Refused, locking

HELD_FOR = "counselling.hold"
BOOKED_FOR = "counselling.appointment"


DROP = """
WITH address AS (DELETE FROM counselling_visitaddress WHERE hold_id = %(hold)s)
DELETE FROM counselling_hold WHERE id = %(hold)s
"""


def drop_hold(key: UUID) -> None:
    """The hold has become a talk. One statement, the same for everybody: docs/decisions/request-cost.md."""
    with prepared_cursor() as cursor:
        cursor.execute(DROP, {"hold": key})


def token_hash(token: str) -> str:
    """What is stored of the token a browser session carries."""
    return hashlib.sha256(token.encode()).hexdigest()


def claims_of(time: FreeTime, wish: Wish) -> list[Claim]:
    """What a talk occupies: counsellor with the way there and back and the pause after, room and interpreter.

    The way is from and to the counsellor's place of work, whatever else the day holds.
    """
    pause, who = timedelta(minutes=wish.meeting_type.buffer_after_minutes), time.resource_id
    way = timedelta(minutes=wish.travel.get(who, 0))
    claims = visit_claims(who, time.start, time.end, way=way, pause=pause)
    claims += [Claim(other, time.start, time.end) for other in (time.room_id, time.also_id) if other]
    return claims


def offered_times(wish: Wish, starts_at: datetime, now: datetime) -> list[FreeTime]:
    """The free times that begin at this moment, one per counsellor, judged by every rule again.

    Refuses when there is none: the counsellor left, somebody has the time, or it was never offered.
    """
    day = starts_at.astimezone(clock.zone()).date()
    times = [time for time in wish.free_times(day, day, now) if time.start == starts_at]
    if not times:
        raise Refused(why_none(wish, starts_at, now))
    return times


def why_none(wish: Wish, starts_at: datetime, now: datetime) -> Refusal:
    """Why nobody can be had at a moment: each is said in other words."""
    counsellors = wish.counsellors()
    if not counsellors:
        return Refusal.COUNSELLOR_GONE
    if wish.are_all_full:
        return Refusal.CEILING_REACHED
    needed = [*counsellors, *(wish.rooms() if wish.mode == Mode.IN_PERSON else [])]
    needed += wish.interpreters() if wish.interpreter_language else []
    ends_at = starts_at + wish.meeting_type.duration
    taken = Occupancy.objects.blocking(now).touching(starts_at, ends_at).filter(resource_id__in=needed)
    return Refusal.TIME_TAKEN if taken.exists() else Refusal.TIME_NOT_OFFERED


def occupy_one(
    times: list[FreeTime], wish: Wish, *, held_for: str, held_for_id: UUID, until: datetime | None
) -> FreeTime:
    """Occupy the first of these times nobody else takes meanwhile. Refuses when all are taken, or their days full."""
    reason = Refusal.TIME_TAKEN
    for time in times:
        try:
            if wish.mode == Mode.HOME_VISIT:
                judge_visits(time.resource_id, time.start)
            occupy(held_for=held_for, held_for_id=held_for_id, claims=claims_of(time, wish), expires_at=until)
        except Refused as refused:
            reason = Refusal.VISITS_FULL if refused.reason is Refusal.VISITS_FULL else reason
            continue
        return time
    raise Refused(reason)


@locking
def hold_time(*, by: User | None, wish: Wish, starts_at: datetime, replaces: str = "") -> tuple[Hold, str]:
    """Keep a time for ten minutes; returns the hold and the token the session carries.

    Refuses when the type or mode isn't offered, the counsellor left, somebody else has the time, or a home visit has no
    address or no room in its day.
    """
    now = clock.now()
    if replaces:
        release_hold(token=replaces)
    refusal = rules.may_hold(
        is_bookable=wish.is_staff or (wish.meeting_type.is_active and wish.meeting_type.is_self_bookable),
        modes=wish.meeting_type.modes,
        mode=wish.mode,
        is_counsellor_active=True,  # asked only when nobody is free: offered_times
    )
    if refusal:
        raise Refused(refusal)
    wish = replace(wish, person_id=by.pk if by and not wish.is_staff else wish.person_id)
    if wish.mode == Mode.HOME_VISIT and wish.address is None:
        raise Refused(Refusal.ADDRESS_MISSING)
    token, hold_id, expires_at = secrets.token_urlsafe(32), new_key(), now + rules.HOLD_LASTS
    times = offered_times(wish, starts_at, now)
    time = occupy_one(times, wish, held_for=HELD_FOR, held_for_id=hold_id, until=expires_at)
    hold = Hold.objects.create(
        id=hold_id,
        token_hash=token_hash(token),
        meeting_type=wish.meeting_type,
        mode=wish.mode,
        counsellor_id=time.resource_id,
        room_id=time.room_id,
        interpreter_id=time.also_id,
        interpreter_language=wish.interpreter_language,
        company=wish.company,
        companion_name=wish.companion_name,
        wants_respite=wish.wants_respite,
        held_by=by,
        starts_at=time.start,
        ends_at=time.end,
        expires_at=expires_at,
        created_at=now,
    )
    keep_address(wish.address, hold=hold)
    audit.record("counselling.time_held", by=by, obj=hold, subject=by.pk if by else None)
    return hold, token


def hold_of(token: str, *, now: datetime) -> Hold | None:
    """The hold a session's token opens, while it lasts."""
    hold = Hold.objects.with_token(token_hash(token)).first() if token else None
    return hold if hold and hold.expires_at > now else None


@locking
def extend_hold(*, token: str, by: User | None) -> Hold:
    """Ten minutes more than it had. Refuses when the hold has run out or was extended ten times."""
    now = clock.now()
    hold = Hold.objects.with_token(token_hash(token)).select_for_update(of=("self",)).first()
    if hold is None:
        raise Refused(Refusal.HOLD_EXPIRED)
    if refusal := rules.may_extend(expires_at=hold.expires_at, extensions=hold.extensions, now=now):
        raise Refused(refusal)
    hold.expires_at = rules.extended(expires_at=hold.expires_at, now=now)
    hold.extensions += 1
    hold.save(update_fields=["expires_at", "extensions"])
    try:
        extend(hold.id, hold.expires_at)
    except Refused as refused:
        raise Refused(Refusal.HOLD_EXPIRED) from refused
    audit.record("counselling.hold_extended", by=by, obj=hold)
    return hold


@locking
def release_hold(*, token: str) -> None:
    """Give a kept time back. Nothing happens when it is gone already."""
    hold = Hold.objects.with_token(token_hash(token)).select_for_update(of=("self",)).first()
    if hold is not None:
        release(hold.id)
        audit.record("counselling.hold_released", by=None, obj=hold)
        hold.delete()


def delete_lapsed_holds(*, limit: int = 500) -> int:
    """Hygiene, each minute: holds that ran out more than an hour ago and what they occupied. Returns how many."""
    old = clock.now() - rules.HOLD_LASTS * 6
    ids: list[UUID] = list(Hold.objects.lapsed(old).values_list("id", flat=True)[:limit])
    for hold_id in ids:
        release(hold_id)
    Hold.objects.filter(id__in=ids).delete()
    return len(ids)
