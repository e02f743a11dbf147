"""Where a home visit takes place: plain values, so that forms and calendars can speak of it before it is kept."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """A home. Never in a log, a message or a web address; __str__ keeps it out of what prints by accident."""

    street: str
    postcode: str
    town: str

    def __str__(self) -> str:
        return "an address"

    __repr__ = __str__

    @property
    def words(self) -> str:
        """As it is written on an envelope."""
        return f"{self.street}, {self.postcode} {self.town}"
