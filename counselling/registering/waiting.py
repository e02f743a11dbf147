"""What the waiting list tells the registries: messages, tasks, its place in the menu, its chores."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counselling import offer_kinds
from counselling.actions.offers import expire_offers
from counselling.actions.waiting import end_all_begun
from counselling.models import SlotOffer, WaitlistEntry
from counselling.telling_offers import ASKED_TASK, RING_TASK
from portal.accounts.models import Role
from portal.counting import Counted
from portal.design import navigation
from portal.design.words import moment_words
from portal.outbox import chores
from portal.worklist import kinds
from portal.worklist.models import Task

STAFF = (Role.COUNSELLOR, Role.TEAM_LEAD)
EACH_MINUTE = timedelta(minutes=1)


def load_offers(about: Collection[UUID]) -> dict[UUID, SlotOffer]:
    """One query for the offers of many tasks."""
    return SlotOffer.objects.by_ids(about)


def ring_sentence(_task: Task, offer: SlotOffer | None) -> str:
    """Ring somebody about a free time."""
    return _("Ring and offer the time {moment}").format(moment=moment_words(offer.starts_at) if offer else "–")


def ring_url(task: Task) -> str:
    """The offer's page."""
    return reverse("counselling:offer", args=[task.about])


def asked_sentence(task: Task) -> str:
    """Somebody let three offers go."""
    return _("Ring somebody who was offered three times and took none")


def asked_url(task: Task) -> str:
    """The person's place on the list."""
    return reverse("counselling:queue_entry", args=[task.about])


def waiting(user: Any) -> Counted:
    """How many wait."""
    return [WaitlistEntry.objects.visible_to(user).on_the_list()]


def register() -> None:
    """Called once from apps.py."""
    offer_kinds.register_kinds()
    kinds.register_about(RING_TASK, ring_sentence, ring_url, load_offers)
    kinds.register(ASKED_TASK, asked_sentence, asked_url)
    navigation.register(
        area="staff",
        label=gettext_lazy("Waiting list"),
        url_name="counselling:queue",
        roles=STAFF,
        order=23,
        badge=waiting,
        key="w",
    )
    chores.register("counselling.offers", EACH_MINUTE, expire_offers)
    chores.register("counselling.begun_talks", EACH_MINUTE, end_all_begun)
