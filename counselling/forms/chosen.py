"""What a relative has chosen so far, carried in the address until a time is held: going back loses nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.validators import slug_re
from django.urls import reverse

from counselling.choices import Company, Mode
from portal.design.addresses import address_of

ANYBODY = "any"
DAY_PARTS = {"morning": (0, 12), "afternoon": (12, 17), "evening": (17, 24)}  # local hours [from, to)
DAYS_SHOWN = 7
MOST_DAYS = 70


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The answers given so far; an empty string is a question not answered yet. Only shapes are checked here."""

    type: str = ""
    mode: str = ""
    where: str = ""  # "1": the home to come to is written down, in the session and never here
    company: str = ""
    counsellor: str = ""
    interpreter: str = ""
    respite: str = ""
    part: str = ""
    day: str = ""
    days: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "Choices":
        """The choices in an address or a form; what has no meaning counts as not answered."""
        given = {field.name: str(query.get(field.name, ""))[:80] for field in fields(cls)}
        if not slug_re.match(given["type"]):
            given["type"] = ""
        if given["mode"] not in Mode.values:
            given["mode"] = ""
        if given["company"] not in Company.values:
            given["company"] = ""
        if given["counsellor"] != ANYBODY and _key(given["counsellor"]) is None:
            given["counsellor"] = ""
        if given["part"] not in DAY_PARTS:
            given["part"] = ""
        if _day(given["day"]) is None:
            given["day"] = ""
        if not (given["days"].isascii() and given["days"].isdecimal() and int(given["days"]) <= MOST_DAYS):
            given["days"] = ""
        if not (given["interpreter"].isascii() and given["interpreter"].isalpha() and len(given["interpreter"]) <= 3):
            given["interpreter"] = ""
        given["where"] = "1" if given["where"] == "1" else ""
        given["respite"] = "1" if given["respite"] == "1" else ""
        return cls(**given)

    def but(self, **changes: str) -> "Choices":
        """The same with other answers."""
        return replace(self, **changes)

    def as_pairs(self) -> list[tuple[str, str]]:
        """The answers given, as name and value."""
        return [(name, value) for name, value in vars(self).items() if value]

    def as_dict(self) -> dict[str, str]:
        """The answers by name."""
        return dict(self.as_pairs())

    def query(self) -> str:
        """The answers given, as the tail of an address."""
        pairs = self.as_pairs()
        return "?" + urlencode(pairs) if pairs else ""

    def url(self, name: str, **kwargs: object) -> str:
        """A page's address with the answers given."""
        return (reverse(name, kwargs=kwargs) if kwargs else address_of(name)) + self.query()

    @property
    def counsellor_id(self) -> UUID | None:
        """The chosen counsellor, or None for anybody."""
        return _key(self.counsellor)

    @property
    def day_on(self) -> date | None:
        """The chosen day."""
        return _day(self.day)

    @property
    def days_shown(self) -> int:
        """How many days with free times are listed."""
        return int(self.days) if self.days else DAYS_SHOWN


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
