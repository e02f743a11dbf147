"""What the directory allows."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why the directory says no."""

    ADDRESS_TAKEN = "address_taken"
