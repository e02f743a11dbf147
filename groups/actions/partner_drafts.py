"""What somebody of a co-organiser does: write a draft, change it, send it in. Publishing is the municipality's."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from groups import announcing_partners as announcing
from groups import rich_text
from groups.actions.events import back_to_draft, go, locked_event, save_event, slug_for
from groups.actions.together import put_together
from groups.choices import Publication, RegistrationMode
from groups.models import CoOrganiser, DraftWish, Event
from groups.rules import co_organisers as rules
from groups.rules.co_organisers import PartnerRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking

WORDS = ("title", "kind", "summary")
WISHES = ("when", "venue", "place", "seats")


@locking
def write_draft(*, by: User, partner: CoOrganiser, values: Mapping[str, Any], form_key: UUID) -> Event:
    """A new draft; the partner's contact in the municipality is its organiser. Pressed twice, it is one.

    Refuses who no longer writes for the partner, and an agreement that is over.
    """
    if done := Event.objects.of_partner(by).filter(pk=form_key).first():
        return done
    owner = locked_partner(partner)
    refuse_writing(by, owner, Publication.DRAFT)
    event = Event(id=form_key, co_organiser=owner, organiser=owner.organiser, created_at=clock.now())
    event.host = owner.organisation.name
    put_words(event, by, values)
    event.slug = slug_for(event)
    event.save(force_insert=True)
    DraftWish.objects.create(event=event, **{name: values[name] for name in WISHES})
    put_together(event, owner)
    audit.record("groups.partner_draft_written", by=by, obj=event)
    return event


@locking
def change_draft(*, by: User, event: Event, version: int, values: Mapping[str, Any]) -> Event:
    """Write the draft anew. Refuses a stale page, and what an organiser has begun to read."""
    row = own_draft(by, event, version)
    put_words(row, by, values)
    save_event(row)
    DraftWish.objects.update_or_create(event=row, defaults={name: values[name] for name in WISHES})
    audit.record("groups.partner_draft_changed", by=by, obj=row)
    return row


@locking
def send_draft_in(*, by: User, event: Event, version: int) -> Event:
    """Ask the municipality to read it. Refuses a stale page, one that is sent in, and one that says nothing yet."""
    row = own_draft(by, event, version)
    if not row.summary.strip():
        raise Refused(PartnerRefusal.DRAFT_HAS_NO_WORDS)
    go(row, Publication.IN_REVIEW)
    row.changed_by = by
    save_event(row)
    DraftWish.objects.filter(event=row).update(asked_for="")
    audit.record("groups.partner_draft_sent", by=by, obj=row)
    announcing.ask_to_read(row)
    return row


@locking
def send_back(*, by: User, event: Event, version: int, asks: str) -> Event:
    """Give a draft back to the partner who wrote it, with what to change. Refuses what is no draft sent in, and a
    stale page.
    """
    row = locked_event(event, version)
    if row.co_organiser_id is None or row.publication != Publication.IN_REVIEW:
        raise Refused(PartnerRefusal.NOT_SENT_IN)
    DraftWish.objects.filter(event=row).update(asked_for=asks)
    return back_to_draft(by=by, event=row, version=version)


def put_words(event: Event, by: User, values: Mapping[str, Any]) -> None:
    """The words as they are typed, noted as theirs. Wishing for seats means that people sign up."""
    for name in WORDS:
        setattr(event, name, values[name])
    event.body = rich_text.from_typed(values["body"])
    event.registration = RegistrationMode.SIGN_UP if values["seats"] else RegistrationMode.DROP_IN
    event.changed_by = by


def locked_partner(partner: CoOrganiser) -> CoOrganiser:
    """The agreement as it is now, locked: one that is ended meanwhile lets nothing more through."""
    rows = CoOrganiser.objects.select_for_update(of=("self",)).select_related("organisation", "organiser")
    return rows.get(pk=partner.pk)


def refuse_writing(by: User, partner: CoOrganiser, publication: str) -> None:
    """Refuses who doesn't write for the partner, an agreement that is over, and what is being read."""
    is_member = CoOrganiser.objects.of_member(by).filter(pk=partner.pk).exists()
    is_over = partner.is_over(clock.today())
    if refusal := rules.may_write(publication=publication, is_over=is_over, is_member=is_member):
        raise Refused(refusal)


def own_draft(by: User, event: Event, version: int) -> Event:
    """The draft as it is now, locked, when this person may write in it."""
    assert event.co_organiser is not None  # of_partner finds no other
    partner = locked_partner(event.co_organiser)
    row = Event.objects.select_for_update(of=("self",)).select_related("organiser").get(pk=event.pk)
    refuse_writing(by, partner, row.publication)
    if row.version != version:
        raise Refused(PartnerRefusal.DRAFT_STALE)
    return row
