"""Months, quarters and years: where a day lies, and what comes after."""

from datetime import date

LONG = {"month": 1, "quarter": 3, "year": 12}  # months


def first_of(grain: str, day: date) -> date:
    """The first day of the step of time a day lies in."""
    return date(day.year, (day.month - 1) // LONG[grain] * LONG[grain] + 1, 1)


def after(grain: str, first: date) -> date:
    """The first day after a step of time."""
    months = first.month - 1 + LONG[grain]
    return date(first.year + months // 12, months % 12 + 1, 1)
