"""Offers: added, changed, checked, withdrawn and shown again by whoever keeps the directory."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils.text import slugify

from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.directory import rules
from portal.directory.models import Offer, Organisation
from portal.directory.rules import Refusal
from portal.refusals import Refused, locking, violated_constraint

LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
LONGEST_STEM = 70  # of an address; the rest is for a number
REFUSED_BY = {
    "directory_offer_slug_key": Refusal.ADDRESS_TAKEN,  # two people added the same title at the same moment
    "an_offer_is_told_in_some_language": Refusal.NOT_TOLD,
    "an_offer_has_title_and_text_in_the_same_languages": Refusal.HALF_TOLD,
    "an_offer_by_referral_takes_referrals": Refusal.MUST_TAKE_REFERRALS,
    "an_offer_that_takes_referrals_says_when_it_answers": Refusal.NO_TIME_TO_ANSWER,
    "an_offer_that_takes_referrals_can_be_reached": Refusal.NOBODY_TO_REFER_TO,
}


@dataclass(frozen=True, kw_only=True)
class OfferFacts:
    """What an offer's page says. response_days counts only for an offer that takes referrals."""

    organisation_id: UUID
    unit_id: UUID | None = None
    title_da: str = ""
    title_nb: str = ""
    title_en: str = ""
    summary_da: str = ""
    summary_nb: str = ""
    summary_en: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    way_in: str = "self"
    bookable_ref: UUID | None = None
    takes_referrals: bool = False
    response_days: int | None = None

    def values(self) -> dict[str, Any]:
        """The fields as the model has them."""
        return {**asdict(self), "response_days": self.response_days if self.takes_referrals else None}


@locking
def add_offer(*, by: User, facts: OfferFacts) -> Offer:
    """Add an offer and show it; its address is made from its title. Refuses what nobody could read or reach."""
    share_organisation(facts.organisation_id)
    judge(facts)
    offer = Offer(slug=free_address(facts), last_checked_on=clock.today(), **facts.values())
    keep(offer)
    audit.record("directory.offer_added", by=by, obj=offer)
    return offer


@locking
def change_offer(*, by: User, offer_id: UUID, facts: OfferFacts, version: int) -> Offer:
    """Change an offer; its address stays. Who changes it has looked at it: it counts as checked today.

    Refuses what nobody could read or reach, and when somebody changed it meanwhile.
    """
    row = locked(offer_id, version)
    if row.is_active or row.organisation_id != facts.organisation_id:
        share_organisation(facts.organisation_id)
    judge(facts)
    for name, value in facts.values().items():
        setattr(row, name, value)
    row.last_checked_on = clock.today()
    row.version += 1
    keep(row)
    audit.record("directory.offer_changed", by=by, obj=row)
    return row


@locking
def check_offer(*, by: User, offer_id: UUID, version: int) -> Offer:
    """Say that an offer is still right. Refuses one that is withdrawn, or that somebody changed meanwhile."""
    row = locked(offer_id, version)
    if not row.is_active:
        raise Refused(Refusal.WITHDRAWN)
    row.last_checked_on = clock.today()
    row.version += 1
    keep(row)
    audit.record("directory.offer_checked", by=by, obj=row)
    return row


@locking
def withdraw_offer(*, by: User, offer_id: UUID, version: int) -> Offer:
    """Show an offer no longer; who was passed on to it keeps what was agreed. Refuses a second time."""
    row = locked(offer_id, version)
    if not row.is_active:
        raise Refused(Refusal.WITHDRAWN)
    row.is_active = False
    row.version += 1
    keep(row)
    audit.record("directory.offer_withdrawn", by=by, obj=row)
    return row


@locking
def restore_offer(*, by: User, offer_id: UUID, version: int) -> Offer:
    """Show a withdrawn offer again. Refuses when it is shown, or when its organisation is out of use."""
    row = locked(offer_id, version)
    if row.is_active:
        raise Refused(Refusal.NOT_WITHDRAWN)
    share_organisation(row.organisation_id)
    row.is_active = True
    row.version += 1
    keep(row)
    audit.record("directory.offer_restored", by=by, obj=row)
    return row


def locked(offer_id: UUID, version: int) -> Offer:
    """The row as it is now, locked. Refuses when the page it was judged from is older."""
    row = Offer.objects.select_for_update().get(id=offer_id)
    if row.version != version:
        raise Refused(Refusal.STALE)
    return row


def share_organisation(organisation_id: UUID) -> None:
    """Keep the organisation in use until the offer is saved. Refuses one that is out of use, or gone."""
    row = Organisation.objects.select_for_update(no_key=True).filter(id=organisation_id).first()
    if row is None or not row.is_active:
        raise Refused(Refusal.ORGANISATION_OUT_OF_USE)


def judge(facts: OfferFacts) -> None:
    """Refuse what nobody could read, or nobody could be passed on to."""
    refusal = rules.may_be_told(asdict(facts)) or rules.may_be_referred_to(
        by_referral=facts.way_in == Offer.WayIn.REFERRAL,
        takes_referrals=facts.takes_referrals,
        response_days=facts.response_days,
        reachable=bool(facts.contact_phone or facts.contact_email),
    )
    if refusal:
        raise Refused(refusal)


def free_address(facts: OfferFacts) -> str:
    """An address nobody has, from the title in the first language there is; with a number when it is taken."""
    title = next(filter(None, (facts.title_da, facts.title_nb, facts.title_en)), "")
    stem = slugify(title.lower().translate(LETTERS))[:LONGEST_STEM].strip("-") or "offer"
    taken = set(Offer.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(
        slug
        for number in range(1, len(taken) + 2)
        if (slug := stem if number == 1 else f"{stem}-{number}") not in taken
    )


def keep(offer: Offer) -> None:
    """Save; a violated constraint becomes the refusal it stands for."""
    try:
        offer.save()
    except IntegrityError as error:
        reason = REFUSED_BY.get(violated_constraint(error) or "")
        raise Refused(reason) if reason else error from error
