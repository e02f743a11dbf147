"""People on the waiting list and times they are offered, made through the front door."""

from datetime import timedelta
from typing import Any

from counselling.actions import keeping, waiting
from counselling.actions.waiting import Wishes
from counselling.models import Appointment, MeetingType, SlotOffer, WaitlistEntry
from portal import clock
from portal.accounts.models import User
from portal.vault.keyring import blind_index
from relatives.models import RelativeProfile
from tests.factories.talks import make_talk


def reached_by(person: User, channel: str = "email", **profile: Any) -> User:
    """Somebody who chose how we reach them, long enough ago."""
    defaults = {"channel": channel, "contact_changed_at": None, **profile}
    if phone := profile.get("phone"):
        defaults["phone_index"] = blind_index(phone, "phone")
    RelativeProfile.objects.update_or_create(user=person, defaults=defaults)
    return person


def make_place(
    person: User, kind: MeetingType, *, talk: Appointment | None = None, priority: str = "first", **wishes: Any
) -> WaitlistEntry:
    """Somebody on the waiting list, who gets e-mail unless they chose otherwise."""
    if not RelativeProfile.objects.filter(user=person).exists():
        reached_by(person)
    wishes.setdefault("modes", ["phone"])
    return waiting.join_waitlist(
        by=person, person=person, meeting_type=kind, appointment=talk, wishes=Wishes(**wishes), priority=priority
    )


def free(talk: Appointment) -> SlotOffer | None:
    """The talk is called off by the one who booked it; the offer its time became, if any."""
    keeping.cancel_appointment(by=talk.booked_by, appointment=talk, actor="relative")
    return SlotOffer.objects.filter(freed_ref=talk.pk, state="open").first()


def make_offer(giver: User, kind: MeetingType, *, starts_at: Any = None) -> SlotOffer:
    """Somebody gives a time back, and whoever waits is offered it."""
    offer = free(make_talk(giver, kind, starts_at=starts_at))
    assert offer is not None
    return offer


def after(offer: SlotOffer) -> Any:
    """A minute after an offer's clock has run out."""
    return clock.frozen_at(offer.expires_at + timedelta(minutes=1))
