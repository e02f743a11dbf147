"""What became of one attempt to send, said honestly."""

from dataclasses import dataclass
from enum import StrEnum


class Result(StrEnum):
    """How an attempt ended."""

    SENT = "sent"  # the other side has it
    REJECTED = "rejected"  # the other side will never take it
    LATER = "later"  # this message certainly did not go, others may
    UNREACHABLE = "unreachable"  # nothing goes that way now
    UNCERTAIN = "uncertain"  # it may have gone


@dataclass(frozen=True)
class Outcome:
    """The end of an attempt and a short word for the ledger (never an address, never content)."""

    result: Result
    reason: str = ""


SENT = Outcome(Result.SENT)
