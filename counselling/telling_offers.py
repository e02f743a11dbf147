"""Which messages and tasks an offered time makes: planned in the offer's own transaction."""

from datetime import datetime, timedelta
from uuid import UUID

from counselling.actions.replying import code_from, hash_of
from counselling.announcing import address_for
from counselling.models import PhoneDuty, SlotOffer, WaitlistEntry
from counselling.rules import waiting as rules
from counselling.waiting_choices import OfferChannel
from portal import clock
from portal.accounts.models import Role
from portal.outbox import actions as outbox
from portal.worklist import actions as worklist
from relatives import rules as contact
from relatives.models import RelativeProfile

OFFER = "counselling.offer"
OFFER_OVER = "counselling.offer_over"
LIST_OVER = "counselling.list_over"
RING_TASK = "counselling.offer_call"
ASKED_TASK = "counselling.asked_enough"
RING_WITHIN = timedelta(hours=2)
WRITTEN = frozenset({contact.Channel.EMAIL, contact.Channel.SMS})


def code_of(offer_id: UUID) -> str:
    """The code of an offer in a text message, as "BCDF 2345"."""
    return code_from(f"offer:{offer_id}")


def code_hash_of(offer_id: UUID) -> str:
    """What is stored of it."""
    return hash_of(code_of(offer_id))


def is_written_to(profile: RelativeProfile, now: datetime) -> bool:
    """Whether a message reaches somebody where they look: no letter, no inbox alone, nothing discreet."""
    if profile.discreet != contact.Discreet.NO:
        return False
    return bool(WRITTEN & set(contact.channels_for(profile, now, contact.Purpose.CHANGE)))


def tell_offer(offer: SlotOffer, profile: RelativeProfile, now: datetime) -> None:
    """Ask by message, or have somebody ring; what is asked at night leaves at 8, when the clock starts."""
    if offer.channel == OfferChannel.PHONE:
        ring_about(offer, now)
        return
    send(OFFER, offer, offer.entry, profile, now)


def ring_about(offer: SlotOffer, now: datetime) -> None:
    """A phone task with the offer's page, for whoever has phone duty."""
    due_at = rules.waking_moment(now, clock.zone()) + RING_WITHIN
    duty = PhoneDuty.objects.on_duty(now).first()
    worklist.add_task(
        RING_TASK,
        f"{RING_TASK}:{offer.pk}",
        about=offer.pk,
        due_at=min(due_at, offer.expires_at),
        assigned_to=duty.user if duty else None,
    )


def stop(offer: SlotOffer) -> None:
    """Nothing more leaves about an offer, and nobody rings."""
    outbox.withdraw(offer.pk)
    worklist.drop_tasks(offer.pk)


def tell_over(offer: SlotOffer, now: datetime) -> None:
    """The offer is over without an answer; whoever was written to hears that they keep their place."""
    stop(offer)
    if offer.channel == OfferChannel.MESSAGE and offer.entry.person is not None:
        send(OFFER_OVER, offer, offer.entry, RelativeProfile.objects.of(offer.entry.person), now)


def tell_list_over(entry: WaitlistEntry, now: datetime) -> None:
    """Somebody's place on the list ended without a time, and not by themselves."""
    if entry.person is not None:
        send(LIST_OVER, None, entry, RelativeProfile.objects.of(entry.person), now)


def ring_who_was_asked(entry: WaitlistEntry, now: datetime) -> None:
    """Three offers were let go: a person rings and asks what would help."""
    due_at = rules.waking_moment(now, clock.zone()) + timedelta(days=1)
    worklist.add_task(ASKED_TASK, f"{ASKED_TASK}:{entry.pk}", about=entry.pk, due_at=due_at, role=Role.COUNSELLOR)


def send(kind: str, offer: SlotOffer | None, entry: WaitlistEntry, profile: RelativeProfile, now: datetime) -> None:
    """One message in each of the relative's channels, never at night."""
    person = entry.person
    assert person is not None
    about = offer.pk if offer else entry.pk
    outbox.put_all(
        [
            outbox.Draft(
                kind,
                f"{kind}:{about}:{channel}",
                channel=channel,
                to=person,
                address=address_for(channel, profile),
                about=about,
                language=person.language,
                send_at=rules.waking_moment(now, clock.zone()),
                latest_at=offer.expires_at if offer and kind == OFFER else None,
                context={"level": contact.text_level(profile)},
            )
            for channel in contact.channels_for(profile, now, contact.Purpose.CHANGE)
            if channel != contact.Channel.LETTER
        ]
    )
