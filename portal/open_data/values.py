"""Values of parameters, read strictly: what is not plainly right is refused, never guessed."""

import re
from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext_noop
from ninja import Field, Schema
from pydantic import BeforeValidator

WHOLE = re.compile(r"-?[0-9]{1,9}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)


def only_whole(value: Any) -> Any:
    """A number as people write it: no "1.0", " 1" or "1_000"."""
    if isinstance(value, str) and not WHOLE.fullmatch(value):
        raise ValueError("write a whole number such as 20")
    return value


def only_truth(value: Any) -> Any:
    """Said in one way only."""
    if isinstance(value, str) and value not in {"true", "false"}:
        raise ValueError("write true or false")
    return value


def only_day(value: Any) -> Any:
    """A day as 2027-03-31; one that is far away counts as the end of the world we plan in."""
    if not isinstance(value, str):
        return value
    if not DAY.fullmatch(value):
        raise ValueError("write a day such as 2027-03-31")
    return min(max(date.fromisoformat(value), FIRST_DAY), LAST_DAY)


Whole = Annotated[int, BeforeValidator(only_whole)]
Truth = Annotated[bool, BeforeValidator(only_truth)]
Day = Annotated[date, BeforeValidator(only_day)]
Slug = Annotated[
    str,
    Field(min_length=1, max_length=80, pattern=r"^[-a-zA-Z0-9_]+$", description=gettext_noop("Its name in addresses.")),
]
Words = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Pages(Schema):
    """Which part of a long list."""

    page: Whole = Field(1, ge=1, le=10_000, description=gettext_noop("Which page of the list."))
    page_size: Whole = Field(50, ge=1, le=100, description=gettext_noop("How many on a page."))
