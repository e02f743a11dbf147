"""Days and times in the words people use, in the active language.

Moments are shown in the municipality's zone. The year is said only when it is neither this nor the next one.
Names come from CLDR (Babel) and are kept per language, so that a page with thousands of times costs little.
"""

from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, overload

from babel import Locale
from babel.dates import get_day_names, get_month_names
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal import clock

LOCALES = {"da": "da", "nb": "nb", "en": "en_GB"}
SIGNS = "sgn"
CLOCK_WORD = {"da": " kl. ", "nb": " kl. ", "en": " at "}


@lru_cache(maxsize=8)
def _names(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    locale = LOCALES[language]
    days, months = get_day_names("wide", locale=locale), get_month_names("wide", locale=locale)
    return tuple(days[i] for i in range(7)), tuple(months[i] for i in range(1, 13))


def language() -> str:
    """The active language, or Danish when it is not one of ours."""
    code = (get_language() or "da")[:2]
    return code if code in LOCALES else "da"


def language_name(code: str) -> str:
    """A language in the words of the page's language; the language of signs has no word in CLDR."""
    if code == SIGNS:
        return _("Sign language").lower()
    return str(Locale.parse(LOCALES[language()]).languages.get(code, code))


@overload
def local(moment: datetime) -> datetime: ...
@overload
def local(moment: date) -> date: ...
def local(moment: date | datetime) -> date | datetime:
    """A moment in the municipality's zone; a day as it is."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(clock.zone())
    return moment


def date_words(moment: date | datetime) -> str:
    """3. november; the year when it is far."""
    day, code = local(moment), language()
    month = _names(code)[1][day.month - 1]
    said = f"{day.day} {month}" if code == "en" else f"{day.day}. {month}"
    return said if 0 <= day.year - clock.today().year <= 1 else f"{said} {day.year}"


def month_words(month: date | str) -> str:
    """November 2026; also from "2026-11"."""
    year, number = (int(part) for part in month.split("-")[:2]) if isinstance(month, str) else (month.year, month.month)
    return f"{_names(language())[1][number - 1]} {year}"


def phone_words(number: str) -> str:
    """+45 20 30 40 50, as it is read aloud; other numbers as they are."""
    if number[:3] in {"+45", "+47"} and len(number) == 11:
        return " ".join([number[:3], *(number[place : place + 2] for place in range(3, 11, 2))])
    return number


def day_words(moment: date | datetime) -> str:
    """Tirsdag 3. november."""
    return f"{weekday_words(moment)} {date_words(moment)}"


def weekday_words(moment: date | datetime) -> str:
    """Tirsdag."""
    return _names(language())[0][local(moment).weekday()]


def time_words(moment: datetime | time) -> str:
    """9.00 and 14.00; in English 09:00."""
    at = local(moment) if isinstance(moment, datetime) else moment
    return f"{at:%H:%M}" if language() == "en" else f"{at.hour}.{at.minute:02d}"


def moment_words(moment: datetime) -> str:
    """Tirsdag 3. november kl. 14.00."""
    return f"{day_words(moment)}{CLOCK_WORD[language()]}{time_words(moment)}"


def period_words(period: Any) -> str:
    """Tirsdag 3. november kl. 14.00–14.45; with both days when it passes midnight.

    Takes a pair, a range (lower, upper), or anything with start and end.
    """
    begin, end = _ends(period)
    if local(begin).timetuple()[:3] == local(end).timetuple()[:3]:
        return f"{moment_words(begin)}–{time_words(end)}"
    return f"{moment_words(begin)} – {moment_words(end)}"


def _ends(period: Any) -> tuple[datetime, datetime]:
    if hasattr(period, "lower"):
        return period.lower, period.upper
    if hasattr(period, "start"):
        return period.start, period.end
    begin, end = period
    return begin, end
