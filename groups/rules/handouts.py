"""What may be handed out after an evening, and what it is called. Pure."""

import re
import unicodedata
from enum import StrEnum

MOST_HANDOUTS = 12
LONGEST_NAME = 80
BEGINS, ENDS, END_WITHIN = b"%PDF-", b"%%EOF", 2048
BARRED = re.compile(r"[^\w \-.,()&+]+")


class HandoutRefusal(StrEnum):
    """Why nothing is put there to hand out."""

    HANDOUT_NO_PDF = "handout_no_pdf"
    HANDOUT_TOO_LARGE = "handout_too_large"
    HANDOUT_NAMED_TWICE = "handout_named_twice"
    HANDOUTS_TOO_MANY = "handouts_too_many"


def may_hand_out(*, data: bytes, largest: int, there_are: int) -> HandoutRefusal | None:
    """A PDF by what is in it, whatever it is called; no larger than the setting, and not endlessly many."""
    if len(data) > largest:
        return HandoutRefusal.HANDOUT_TOO_LARGE
    if not data.startswith(BEGINS) or ENDS not in data[-END_WITHIN:]:
        return HandoutRefusal.HANDOUT_NO_PDF
    return HandoutRefusal.HANDOUTS_TOO_MANY if there_are >= MOST_HANDOUTS else None


def clean_name(raw: str) -> str:
    """A file's name without a path, without signs that turn, hide or break anything, and with one ending."""
    last = unicodedata.normalize("NFC", raw).replace("\\", "/").rsplit("/", 1)[-1]
    stem = re.sub(r"(\.pdf)+$", "", last.strip(), flags=re.IGNORECASE)
    plain = " ".join(BARRED.sub(" ", stem).split()).strip(" .")[:LONGEST_NAME].strip(" .")
    return f"{plain or 'materiale'}.pdf"
