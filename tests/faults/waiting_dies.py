"""A process that dies without a word at a named step: python -m tests.faults.waiting_dies <step> <uuid>."""

import os
import signal
import sys
from typing import Any

import django
from django.apps import apps

if not apps.ready:
    django.setup()
from counselling import announcing
from counselling.actions import freeing, keeping, offers
from counselling.models import Appointment, SlotOffer
from portal import clock


def die(*_args: Any, **_kwargs: Any) -> None:
    """Now."""
    os.kill(os.getpid(), signal.SIGKILL)


def call_off(key: str) -> None:
    """The relative calls a talk off."""
    talk = Appointment.objects.get(pk=key)
    keeping.cancel_appointment(by=talk.booked_by, appointment=talk, actor="relative")


def lapse(key: str) -> None:
    """The sweep finds an offer whose clock has run out."""
    offer = SlotOffer.objects.get(pk=key)
    with clock.frozen_at(offer.expires_at):
        offers.expire_offer(offer=offer)


def take(key: str) -> None:
    """The relative says yes."""
    offer = SlotOffer.objects.select_related("entry__person").get(pk=key)
    assert offer.entry.person is not None
    offers.accept_offer(by=offer.entry.person, offer=offer)


STEPS = {
    "released": (keeping, "offer_time_of", call_off),  # the time is given back, nobody is asked yet
    "held": (freeing.telling_offers, "tell_offer", call_off),  # the offer is written, the message not
    "lapsed": (offers, "pass_on", lapse),  # the offer is over, the next one is not asked yet
    "swapped": (announcing, "announce_booking", take),  # the new talk is there, the old one given up
}

if __name__ == "__main__":
    place, name, work = STEPS[sys.argv[1]]
    setattr(place, name, die)
    work(sys.argv[2])
