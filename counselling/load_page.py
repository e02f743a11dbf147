"""The load as pictures: each counsellor's bar against their ceiling, and the hours kept for first and urgent talks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from counselling.models import CounsellorProfile
from portal import clock
from portal.accounts.models import User
from portal.calendar.kept import kept_times
from portal.design.charts import Bar

WEEKS = 4
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class KeptWeek:
    """One counsellor's kept hours, by week."""

    name: str
    hours: tuple[str, ...]


@dataclass(frozen=True)
class LoadPage:
    """What a team lead sees."""

    bars: list[Bar]
    sentence: str
    total: str
    weeks: list[int]
    kept: list[KeptWeek]


def read_load(now: datetime) -> LoadPage:
    """Everybody's load and kept hours. Three queries."""
    people: Sequence[Any] = list(CounsellorProfile.objects.working().with_load(now))
    full = sum(one.load >= one.capacity for one in people)
    sentence = ngettext("%(count)d counsellor has no more room.", "%(count)d counsellors have no more room.", full)
    load, capacity = sum_of(people, "load"), sum_of(people, "capacity")
    first = monday_of(clock.today())
    return LoadPage(
        bars=[bar_of(one) for one in people],
        sentence=sentence % {"count": full} if full else _("Everybody has room."),
        total=carries_words(load, capacity),
        weeks=[(first + number * WEEK).isocalendar().week for number in range(WEEKS)],
        kept=kept_of(people, first, now),
    )


def own_bar(user: User, now: datetime) -> list[Bar]:
    """One's own load; nothing for whoever carries no cases. One query."""
    own: Any = CounsellorProfile.objects.working().filter(resource__user=user).with_load(now).first()
    return [bar_of(own, _("Your load"))] if own else []


def sum_of(people: Sequence[Any], name: str) -> Decimal:
    """The whole house's."""
    return sum((getattr(one, name) for one in people), Decimal(0))


def bar_of(one: Any, label: str = "") -> Bar:
    """A counsellor's bar."""
    return Bar(label or one.name, float(one.load), carries_words(one.load, one.capacity), float(one.capacity))


def carries_words(load: Decimal, capacity: Decimal) -> str:
    """How much of how much."""
    return _("{load} of {capacity}").format(load=number_format(load, 1), capacity=number_format(capacity, 1))


def monday_of(day: date) -> date:
    """The Monday of a week."""
    return day - timedelta(days=day.weekday())


def kept_of(people: Sequence[Any], first: date, now: datetime) -> list[KeptWeek]:
    """The hours each keeps in the coming weeks; who keeps none is left out."""
    found = kept_times([one.resource_id for one in people], first, first + WEEKS * WEEK - timedelta(1), now)
    rows = []
    for one in people:
        hours = [timedelta()] * WEEKS
        for start, end in found[one.resource_id]:
            hours[(start.astimezone(clock.zone()).date() - first).days // 7] += end - start
        if any(hours):
            rows.append(KeptWeek(one.name, tuple(number_format(each / timedelta(hours=1), 1) for each in hours)))
    return rows
