"""The days on which a Danish or Norwegian municipality is closed."""

from datetime import date

import holidays

from portal.calendar.models import Holiday

# The library's English names. A name that is missing here is stored as the country writes it.
NAMES = {
    "New Year's Day": Holiday.NEW_YEAR,
    "Maundy Thursday": Holiday.MAUNDY_THURSDAY,
    "Good Friday": Holiday.GOOD_FRIDAY,
    "Easter Sunday": Holiday.EASTER_SUNDAY,
    "Easter Monday": Holiday.EASTER_MONDAY,
    "Labor Day": Holiday.LABOUR_DAY,
    "Ascension Day": Holiday.ASCENSION,
    "Constitution Day": Holiday.CONSTITUTION_DAY,
    "Pentecost": Holiday.WHIT_SUNDAY,
    "Pentecost Monday": Holiday.WHIT_MONDAY,
    "Christmas Day": Holiday.CHRISTMAS_DAY,
    "Second Day of Christmas": Holiday.SECOND_CHRISTMAS_DAY,
}
OWN_LANGUAGE = {"DK": "da", "NO": "no"}
# Closed by custom, and only optional in the library (or absent).
BY_CUSTOM = {
    "DK": {(6, 5): Holiday.CONSTITUTION_DAY, (12, 24): Holiday.CHRISTMAS_EVE, (12, 31): Holiday.NEW_YEARS_EVE},
    "NO": {(12, 24): Holiday.CHRISTMAS_EVE, (12, 31): Holiday.NEW_YEARS_EVE},
}


def public_holidays(country: str, year: int) -> dict[date, tuple[Holiday | None, str]]:
    """Each closed day of a year: the holiday it is, or the country's own name for it."""
    english = holidays.country_holidays(country, years=year, language="en_US")
    own = holidays.country_holidays(country, years=year, language=OWN_LANGUAGE[country])
    days: dict[date, tuple[Holiday | None, str]] = {
        day: (NAMES.get(name), "" if name in NAMES else str(own[day])[:120]) for day, name in english.items()
    }
    for (month, number), holiday in BY_CUSTOM[country].items():
        days[date(year, month, number)] = (holiday, "")
    return dict(sorted(days.items()))
