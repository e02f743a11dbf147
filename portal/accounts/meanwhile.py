"""What is kept for somebody while they say who they are. An app registers how to look; accounts knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.http import HttpRequest
from django.urls import reverse

MORE_TIME = "more_time"  # the button's name on a page whose own view keeps what was typed


@dataclass(frozen=True)
class Countdown:
    """Until when it is kept, and whether more time may be asked for (WCAG 2.2.1)."""

    until: datetime
    left: timedelta
    may_extend: bool
    extend_url_name: str

    @property
    def seconds(self) -> int:
        """What is left, for the script that counts."""
        return max(0, int(self.left.total_seconds()))

    @property
    def minutes(self) -> int:
        """What is left, in words."""
        return ceil(self.seconds / 60)

    @property
    def extend_url(self) -> str:
        """Where the button sends to on a page where nothing is typed."""
        return reverse(self.extend_url_name)


@dataclass(frozen=True)
class Keeper:
    """An app's two answers: what is kept for this browser, and more time for it (said as a message of the page)."""

    look: Callable[[HttpRequest], Countdown | None]
    extend: Callable[[HttpRequest], None]


_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Ask this on the pages where somebody signs in."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def kept_for(request: HttpRequest) -> Countdown | None:
    """What runs out first of all that is kept for this browser."""
    found = [countdown for keeper in _keepers if (countdown := keeper.look(request))]
    return min(found, key=lambda one: one.until, default=None)


def more_time_asked(request: HttpRequest) -> bool:
    """Whether the button for more time was pressed on a page with a form; then everything kept gets more."""
    if request.method != "POST" or MORE_TIME not in request.POST:
        return False
    for keeper in _keepers:
        if keeper.look(request):
            keeper.extend(request)
    return True
