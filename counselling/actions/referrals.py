"""A relative is passed on with their yes, we hear how it went, and they can read it themselves."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from counselling.actions.cases import lock_person, locked_case, open_case
from counselling.actions.follow_ups import Plan, judge_worker_of, plan_follow_up
from counselling.actions.guidance import keep_guidance_clock
from counselling.case_choices import CaseOrigin, FollowUpKind
from counselling.models import Case, FollowUp, Referral
from counselling.models.referrals import ONCE
from counselling.referral_choices import Direction, ReferralState, Told
from counselling.rules import referrals as rules
from counselling.rules.referrals import ReferralRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.directory.models import Offer
from portal.outbox import actions as outbox
from portal.refusals import Refused, locking, violated_constraint
from portal.worklist import actions as worklist

PASSED_ON = "counselling.passed_on"
RING_TASK = "counselling.ring_the_place"
RING_WITHIN = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class ReferralWish:
    """Where to, with the relative's yes, how the place hears of it, and what we may tell when they ring."""

    offer: Offer | None
    outside: str
    has_consent: bool
    told: str
    summary: str


def still_offered(wish: ReferralWish) -> Offer | None:
    """The offer, locked against being withdrawn meanwhile. Refuses when it takes nobody any more."""
    if wish.offer is None:
        return None
    rows = Offer.objects.taking_referrals().for_list().select_for_update(no_key=True, of=("self",))
    found = rows.filter(pk=wish.offer.pk).first()
    if found is None:
        raise Refused(ReferralRefusal.OFFER_GONE)
    return found


@locking
def pass_on(*, by: User, case: Case, wish: ReferralWish, form_key: UUID) -> Referral:
    """Pass a relative on. The day to ask how it went is promised with it. Pressed twice, it is once.

    Refuses without a place or the relative's yes, when the offer is gone or they are on their way there already, when
    an e-mail has nowhere to go, and when the case is closed or not one's own.
    """
    if done := Referral.objects.filter(form_key=form_key, by=by).first():
        return done
    row = locked_case(case)
    judge_worker_of(row, by)
    offer = still_offered(wish)
    refusal = rules.may_pass_on(
        has_place=offer is not None or bool(wish.outside.strip()),
        has_consent=wish.has_consent,
        by_email=wish.told == Told.EMAIL,
        has_email=bool(offer and offer.contact_email),
    )
    if refusal:
        raise Refused(refusal)
    days = (offer.response_days if offer else None) or rules.OUTSIDE_DAYS
    due_on = clock.today() + timedelta(days=days)
    now = clock.now()
    referral = Referral(case=row, direction=Direction.OUT, offer=offer, state=ReferralState.SENT, told=wish.told, by=by)
    referral.outside = "" if offer else wish.outside.strip()
    referral.summary = wish.summary.strip()
    referral.consented_at = referral.sent_at = now
    referral.response_due_on, referral.form_key = due_on, form_key
    referral.follow_up = plan_follow_up(by=by, case=row, plan=Plan(kind=FollowUpKind.CHECK_REFERRAL, due_on=due_on))
    try:
        with transaction.atomic():
            referral.save(force_insert=True)
    except IntegrityError as error:
        if violated_constraint(error) != ONCE:
            raise
        raise Refused(ReferralRefusal.UNDER_WAY_ALREADY) from error
    audit.record("counselling.referral_sent", by=by, obj=referral, subject=row.person_id)
    tell_place(referral, by, now)
    return referral


def tell_place(referral: Referral, by: User, now: datetime) -> None:
    """The place hears that somebody is waiting: by a neutral e-mail, or because we ring. Never whom."""
    if referral.told == Told.EMAIL and referral.offer is not None:
        outbox.put(
            PASSED_ON,
            f"{PASSED_ON}:{referral.pk}",
            channel="email",
            address=referral.offer.contact_email,
            about=referral.pk,
            language="nb" if settings.COUNTRY == "NO" else "da",
            context={},
        )
    else:
        ring_place(referral, by, now)


def ring_place(referral: Referral, by: User | None, now: datetime) -> None:
    """A task: ring the place."""
    key, case = f"{RING_TASK}:{referral.pk}", {"case": str(referral.case_id)}
    worklist.add_task(RING_TASK, key, about=referral.pk, due_at=now + RING_WITHIN, assigned_to=by, context=case)


@locking
def note_referral(*, by: User, referral: Referral, state: str, version: int) -> Referral:
    """Note how far it has come; when it is answered, what was promised about it is done.

    Refuses when it was changed meanwhile, can't come from where it is, or the case is closed or not one's own.
    """
    case = locked_case(referral.case)
    judge_worker_of(case, by)
    row = Referral.objects.select_for_update().get(pk=referral.pk)
    if refusal := rules.may_become(state=row.state, wanted=state, version=row.version, shown=version):
        raise Refused(refusal)
    now = clock.now()
    row.state = state
    row.answered_at = None if row.is_under_way else now
    row.version += 1
    row.save(update_fields=["state", "answered_at", "version"])
    worklist.drop_tasks(row.pk, kinds_of=[RING_TASK])
    if not row.is_under_way and row.follow_up_id:
        FollowUp.objects.open().filter(pk=row.follow_up_id).update(done_at=now, done_by=by)
        worklist.drop_tasks(row.follow_up_id)
    audit.record("counselling.referral_changed", by=by, obj=row, subject=case.person_id, reason=state)
    return row


@locking
def receive_referral(
    *, by: User, person: User, outside: str, asked_on: date, summary: str, form_key: UUID, is_carried: bool = True
) -> Referral:
    """Somebody was sent to us: a case begins (or goes on), and in Norway the clock for a decision starts.

    is_carried: by whoever notes it, if they are a counsellor; else a new case waits on the list of unassigned ones.

    Refuses without saying who sent them, and when the person can't be given a case with this worker.
    """
    if done := Referral.objects.filter(form_key=form_key, by=by).first():
        return done
    if not outside.strip():
        raise Refused(ReferralRefusal.PLACE_MISSING)
    lock_person(person)
    case = Case.objects.open().filter(person=person).first()
    if case is None:
        worker = by if is_carried and by.has_role("counsellor") else None
        case = open_case(by=by, person=person, origin=CaseOrigin.REFERRAL, worker=worker)
    now = clock.now()
    referral = Referral(case=case, direction=Direction.IN, outside=outside.strip(), state=ReferralState.RECEIVED, by=by)
    referral.summary = summary.strip()
    referral.sent_at, referral.form_key = now, form_key
    referral.save(force_insert=True)
    audit.record("counselling.referral_received", by=by, obj=referral, subject=person.pk)
    start_guidance_clock(case, asked_on)
    return referral


def start_guidance_clock(case: Case, asked_on: date) -> None:
    """Norway: the days for a decision are counted from the first time they asked."""
    if settings.COUNTRY != "NO":
        return
    row = locked_case(case)
    if row.guidance_asked_on is not None and row.guidance_decided_on is None:
        return  # it runs already
    row.guidance_asked_on, row.guidance_decided_on = asked_on, None
    row.version += 1
    row.save(update_fields=["guidance_asked_on", "guidance_decided_on", "version"])
    keep_guidance_clock(row)
