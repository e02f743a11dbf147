"""Co-organisers: the agreement, who there may write drafts, and when that ends."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from groups.models import CoOrganiser, CoOrganiserMember
from groups.models.co_organisers import SAME_ORGANISATION
from groups.rules import co_organisers as rules
from groups.rules.co_organisers import PartnerRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.outbox import actions as outbox
from portal.refusals import Refused, locking, violated_constraint

INVITED = "groups.partner_invited"


@locking
def add_co_organiser(*, by: User, values: Mapping[str, Any], form_key: UUID) -> CoOrganiser:
    """A new agreement; who writes it down is the partner's contact. Pressed twice, it is one.

    Refuses a second one with the same organisation, and one that ends before it begins.
    """
    if done := CoOrganiser.objects.filter(pk=form_key).first():
        return done
    row = CoOrganiser(id=form_key, organiser=by, **values)
    save(row, is_new=True)
    audit.record("groups.partner_added", by=by, obj=row)
    return row


@locking
def change_co_organiser(*, by: User, partner: CoOrganiser, version: int, values: Mapping[str, Any]) -> CoOrganiser:
    """Write the agreement anew. Refuses a stale page and what add_co_organiser refuses."""
    row = CoOrganiser.objects.select_for_update().get(pk=partner.pk)
    if row.version != version:
        raise Refused(PartnerRefusal.PARTNER_STALE)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    save(row)
    audit.record("groups.partner_changed", by=by, obj=row)
    return row


def save(row: CoOrganiser, *, is_new: bool = False) -> None:
    """Save. Refuses an agreement that runs backwards, and a second one with the same organisation."""
    if refusal := rules.may_last(row.agreed_on, row.until):
        raise Refused(refusal)
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError as error:
        if violated_constraint(error) != SAME_ORGANISATION:
            raise
        raise Refused(PartnerRefusal.AGREED_TWICE) from error


@locking
def invite_member(*, by: User, partner: CoOrganiser, email: str, language: str = "da") -> CoOrganiserMember:
    """Ask somebody of the partner by e-mail to write drafts. The mail opens nothing: they sign in with that address.

    Refuses when the agreement is over, and who is asked or writes already. An invitation that ran out is made anew.
    """
    now, address = clock.now(), email.strip().lower()
    row = CoOrganiser.objects.select_for_update().get(pk=partner.pk)
    if row.is_over(clock.today()):
        raise Refused(PartnerRefusal.AGREEMENT_OVER)
    refuse_twice(row, address, now)
    asked = CoOrganiserMember.objects.create(
        co_organiser=row, email=address, invited_by=by, invited_at=now, expires_at=now + rules.INVITATION_LIFE
    )
    audit.record("groups.partner_invited", by=by, obj=asked)
    key = f"{INVITED}:{asked.pk}"
    latest = asked.expires_at
    outbox.put(INVITED, key, channel="email", language=language, address=address, about=asked.pk, latest_at=latest)
    return asked


def refuse_twice(row: CoOrganiser, address: str, now: datetime) -> None:
    """Refuses an address that is asked or writes already; what ran out makes room."""
    for earlier in CoOrganiserMember.objects.of_partner(row).filter(email=address):
        if earlier.user_id or earlier.expires_at > now:
            raise Refused(PartnerRefusal.INVITED_ALREADY)
        earlier.ended_at = now
        earlier.save(update_fields=["ended_at"])


@locking
def join_partner(*, by: User, invitation: CoOrganiserMember) -> CoOrganiserMember:
    """Say yes: from now on this person writes drafts for the partner. Pressed twice, it is one yes.

    Refuses an invitation to another address, one that ran out, was taken back or belongs to an agreement that is over.
    """
    row = CoOrganiserMember.objects.select_for_update(of=("self",)).select_related("co_organiser").get(pk=invitation.pk)
    if row.user_id == by.pk and row.ended_at is None:
        return row
    is_ended = row.ended_at is not None or row.email != by.email
    if refusal := rules.may_join(
        expires_at=row.expires_at, is_taken=row.user_id is not None, is_ended=is_ended, now=clock.now()
    ):
        raise Refused(refusal)
    if row.co_organiser.is_over(clock.today()):
        raise Refused(PartnerRefusal.AGREEMENT_OVER)
    if CoOrganiserMember.objects.of_partner(row.co_organiser).filter(user=by).exists():
        raise Refused(PartnerRefusal.INVITED_ALREADY)
    row.user, row.joined_at = by, clock.now()
    row.save(update_fields=["user", "joined_at"])
    audit.record("groups.partner_joined", by=by, obj=row)
    return row


@locking
def end_membership(*, by: User, member: CoOrganiserMember) -> CoOrganiserMember:
    """The person writes for the partner no more, or the invitation is taken back: their pages close at once."""
    row = CoOrganiserMember.objects.select_for_update().get(pk=member.pk)
    if row.ended_at is None:
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        audit.record("groups.partner_membership_ended", by=by, obj=row)
    return row
