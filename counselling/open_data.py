"""Meeting types and how many free times there are each day, as other machines read them. Never with whom."""

from datetime import date, timedelta
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Field, Path, Query, Router, Schema

from counselling.choices import Mode
from counselling.forms.chosen import Choices
from counselling.models import MeetingType
from counselling.wishes import Wish
from portal import clock
from portal.open_data.problems import NOT_FOUND, Trouble, wrong
from portal.open_data.values import Day, Slug, Whole

router = Router()
MOST_DAYS = 28


class InLanguages(Schema):
    """The same words in each language of the portal."""

    da: str = Field(description=gettext_noop("Danish."))
    nb: str = Field(description=gettext_noop("Norwegian Bokmål."))
    en: str = Field(description=gettext_noop("English."))


class MeetingTypeOut(Schema):
    """A kind of conversation that relatives book themselves."""

    slug: str = Field(description=gettext_noop("Its name in addresses."))
    name: InLanguages = Field(description=gettext_noop("What it is called."))
    summary: InLanguages = Field(description=gettext_noop("One line about it."))
    modes: list[Mode] = Field(description=gettext_noop("On the phone, on video, at our place, at one's home."))
    duration_minutes: int = Field(description=gettext_noop("How long it lasts."))
    days_ahead: int = Field(description=gettext_noop("How many days ahead it can be booked."))
    needs_approval: bool = Field(description=gettext_noop("Whether we say yes before it is certain."))
    url: str = Field(description=gettext_noop("The page where it is booked."))


class MeetingTypesOut(Schema):
    """All of them."""

    items: list[MeetingTypeOut] = Field(description=gettext_noop("The meeting types in the order of the page."))


class DayOut(Schema):
    """A day with free times."""

    on: date = Field(description=gettext_noop("The day."))
    free_times: int = Field(description=gettext_noop("How many different times are free."))


class FreeDaysOut(Schema):
    """How many free times there are each day."""

    meeting_type: str = Field(description=gettext_noop("The meeting type's slug."))
    mode: Mode = Field(description=gettext_noop("How one meets."))
    starts_on: date = Field(description=gettext_noop("The first day that was looked at."))
    ends_on: date = Field(description=gettext_noop("The last one."))
    days: list[DayOut] = Field(description=gettext_noop("Days with free times; those without are left out."))


class FreeDaysAsked(Schema):
    """Which days, and how one meets."""

    mode: Literal["phone", "video", "in_person"] | None = Field(
        None, description=gettext_noop("How one meets; without it the first way of the type.")
    )
    starts_from: Day | None = Field(None, description=gettext_noop("The first day; without it today."))
    days: Whole = Field(14, ge=1, le=MOST_DAYS, description=gettext_noop("How many days."))


@router.get(
    "meeting-types",
    response=MeetingTypesOut,
    operation_id="meeting_types",
    url_name="meeting_types",
    summary=gettext_noop("Meeting types"),
    description=gettext_noop("What relatives can book themselves."),
)
def meeting_types(request: HttpRequest) -> dict[str, Any]:
    """All that relatives can book."""
    return {"items": [as_said(kind) for kind in MeetingType.objects.bookable()]}


@router.get(
    "meeting-types/{slug:slug}/free-days",
    response=FreeDaysOut,
    operation_id="free_days",
    url_name="free_days",
    summary=gettext_noop("Free times per day"),
    description=gettext_noop(
        "How many times are free each day. Not for visits at home: how many there are depends on where that is."
    ),
)
def free_days(request: HttpRequest, slug: Path[Slug], asked: Query[FreeDaysAsked]) -> dict[str, Any]:
    """Counts per day, from the question the booking page asks."""
    kind = MeetingType.objects.named(slug)
    if kind is None:
        raise Trouble(NOT_FOUND, "There is no such meeting type, or relatives can't book it now.")
    mode, now = mode_of(kind, asked.mode), clock.now()
    first = max(asked.starts_from or clock.today(), clock.today())
    last = first + timedelta(days=asked.days - 1)
    found = Wish(meeting_type=kind, mode=mode).free_days(first, last, now)
    days = [{"on": on, "free_times": count} for on, count in found]
    return {"meeting_type": kind.slug, "mode": mode, "starts_on": first, "ends_on": last, "days": days}


def mode_of(kind: MeetingType, asked: str | None) -> str:
    """How one meets; refuses what this type does not offer."""
    ways = [mode for mode in kind.modes if mode != Mode.HOME_VISIT]
    if asked is None and ways:
        return str(ways[0])
    if asked not in ways:
        offered = ", ".join(ways) or "none but visits at home, whose times depend on the address"
        raise wrong("mode", f"This meeting type does not offer it. It offers: {offered}.")
    return str(asked)


def as_said(kind: MeetingType) -> dict[str, Any]:
    """A meeting type as everybody may know it."""
    return {
        "slug": kind.slug,
        "name": {language: getattr(kind, f"name_{language}") for language in InLanguages.model_fields},
        "summary": {language: getattr(kind, f"summary_{language}") for language in InLanguages.model_fields},
        "modes": kind.modes,
        "duration_minutes": kind.duration_minutes,
        "days_ahead": kind.horizon_days,
        "needs_approval": kind.needs_approval,
        "url": f"{settings.SITE_URL}{Choices(type=kind.slug).url('counselling:book_how')}",
    }
