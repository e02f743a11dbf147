"""What the browser's session remembers of the time it held. Survives signing in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from counselling.actions import holding
from counselling.forms.chosen import Choices
from counselling.forms.refusals import words_for
from counselling.models import Appointment, Hold
from counselling.rules.talks import MAX_EXTENSIONS
from portal import clock
from portal.accounts.meanwhile import Countdown
from portal.accounts.models import User
from portal.refusals import Refused

SLOT = "counselling_hold"


@dataclass(frozen=True)
class Kept:
    """The held time of this browser: the hold's token and id, and the choices behind it."""

    token: str = ""
    hold_id: str = ""
    query: str = ""
    start: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Kept":
        """What the session remembers."""
        kept: dict[str, Any] = request.session.get(SLOT) or {}
        return cls(**{name: str(kept.get(name, "")) for name in cls.__dataclass_fields__})

    @property
    def choices(self) -> Choices:
        """The choices the time was found with."""
        return Choices.read(QueryDict(self.query))

    @property
    def starts_at(self) -> datetime | None:
        """When the held time begins."""
        return datetime.fromisoformat(self.start) if self.start else None

    def hold(self) -> Hold | None:
        """The hold while it lasts."""
        return holding.hold_of(self.token, now=clock.now())

    def talk_of(self, user: User) -> Appointment | None:
        """The live talk of this person the hold became: the talk remembers its hold, so booking writes no session."""
        return Appointment.objects.of_relative(user).live().made_from(UUID(self.hold_id)) if self.hold_id else None


def keep_hold(request: HttpRequest, hold: Hold, token: str, choices: Choices) -> None:
    """Remember a held time."""
    query = choices.query().removeprefix("?")
    kept = Kept(token=token, hold_id=str(hold.pk), query=query, start=hold.starts_at.isoformat())
    request.session[SLOT] = vars(kept)


def forget(request: HttpRequest) -> None:
    """Remember no time any more."""
    request.session.pop(SLOT, None)


def signed_in(request: HttpRequest) -> User | None:
    """Who is signed in, or nobody."""
    return request.user if isinstance(request.user, User) else None


def countdown_of(hold: Hold) -> Countdown:
    """How long a time is still held, as the pages say it."""
    left = hold.expires_at - clock.now()
    return Countdown(hold.expires_at, left, hold.extensions < MAX_EXTENSIONS, "counselling:extend_hold")


def held_for(request: HttpRequest) -> Countdown | None:
    """The countdown of the time this browser holds: the sign-in pages show it too."""
    hold = Kept.of(request).hold()
    return countdown_of(hold) if hold else None


def give_more_time(request: HttpRequest) -> None:
    """Ten more minutes for the held time, said as a message, whatever page asked."""
    try:
        holding.extend_hold(token=Kept.of(request).token, by=signed_in(request))
        messages.success(request, _("You have 10 more minutes."))
    except Refused as refused:
        messages.warning(request, words_for(refused.reason))
