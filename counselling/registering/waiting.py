"""What the waiting list tells the registries: messages, tasks, its place in the menu, its chores."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from counselling import offer_kinds, work_lists
from counselling.actions.offers import expire_offers
from counselling.actions.waiting import end_all_begun
from counselling.models import SlotOffer, WaitlistEntry
from counselling.telling_offers import ASKED_TASK, RING_TASK
from portal.accounts.models import Role, User
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


def waiting_rows(user: User, start: int, count: int) -> Sequence[Any]:
    """Who waits for this person or for anybody, in the order they are asked. Two queries."""
    mine = WaitlistEntry.objects.visible_to(user).on_the_list().in_order().for_list()
    return list(mine[start : start + count])


WAITING = work_lists.WorkList(
    gettext_lazy("Waiting list"),
    pgettext_lazy("url", "waiting-list"),
    60,
    waiting,
    waiting_rows,
    "counselling/lists/_waiting.html",
    gettext_lazy("Nobody waits for a time."),
)


def register() -> None:
    """Called once from apps.py."""
    offer_kinds.register_kinds()
    work_lists.register("waiting", WAITING)
    kinds.register_about(RING_TASK, ring_sentence, ring_url, load_offers)
    kinds.register(ASKED_TASK, asked_sentence, asked_url)
    navigation.register(
        area="staff",
        label=gettext_lazy("Waiting list"),
        url_name="counselling:queue",
        roles=STAFF,
        order=23,
        badge=waiting,
        key="ø",
        under="counselling:work_lists",
        adds=False,  # the list is a stock, not today's work
    )
    chores.register("counselling.offers", EACH_MINUTE, expire_offers)
    chores.register("counselling.begun_talks", EACH_MINUTE, end_all_begun)
