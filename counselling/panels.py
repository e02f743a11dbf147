"""What counselling shows on pages that mix apps: the next free talks, and one's own next talk."""

from typing import Any

from django.http import HttpRequest

from counselling.choices import MODE_WORDS, Company, Mode
from counselling.forms.chosen import ANYBODY, Choices
from counselling.models import Appointment, MeetingType, Referral, WaitlistEntry
from counselling.times import in_words, soonest
from counselling.wishes import Wish
from portal import clock
from portal.front import panels

LATEST_REFERRALS = 5


def next_free_talks(request: HttpRequest) -> dict[str, Any] | None:
    """The next three free times of the first talk on the list, on the phone where it can be."""
    kind = MeetingType.objects.bookable().first()
    if kind is None:
        return None
    mode = Mode.PHONE if Mode.PHONE in kind.modes else kind.modes[0]
    choices = Choices(type=kind.slug, mode=mode, company=Company.ALONE, counsellor=ANYBODY)
    found = soonest(Wish(meeting_type=kind, mode=mode), clock.now())
    return {
        "times": [in_words(time, who) for time, who in found],
        "hidden": choices.as_pairs(),
        "mode_words": MODE_WORDS[mode],
    }


def next_talk(request: HttpRequest) -> dict[str, Any] | None:
    """One's own next talk."""
    if not request.user.is_authenticated:
        return None
    mine = Appointment.objects.of_relative(request.user).for_list()
    return {"talk": mine.upcoming(clock.now()).first()}


def my_places(request: HttpRequest) -> dict[str, Any] | None:
    """Where one waits, and what is offered."""
    if not request.user.is_authenticated:
        return None
    return {"places": list(WaitlistEntry.objects.of_relative(request.user).on_the_list().for_list())}


def passed_on(request: HttpRequest) -> dict[str, Any] | None:
    """Whom we have put the relative in touch with, and how far it has come."""
    if not request.user.is_authenticated:
        return None
    rows = list(Referral.objects.seen_by(request.user)[:LATEST_REFERRALS])
    return {"referrals": rows} if rows else None


def register_panels() -> None:
    """Put the panels on their pages; called from apps.py."""
    panels.register("front", "free_talks", "counselling/_panel_front.html", next_free_talks, order=10)
    panels.register("my_page", "next_talk", "counselling/_panel_my_page.html", next_talk, order=10)
    panels.register("my_page", "passed_on", "counselling/referrals/_panel_my_page.html", passed_on, order=30)
    panels.register("my_page", "waiting", "counselling/waiting/_panel.html", my_places, order=5)
