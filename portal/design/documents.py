"""The one room where PDFs are made: PDF/A-2a (for an archive) and PDF/UA-1 (read aloud), set by typst.

What people wrote goes in as JSON and comes out as text: nothing in it can be markup, reach a file or the network. The
fonts are those inside typst, so that a document looks the same on every machine.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import typst
from django.conf import settings

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
FOLDER = settings.BASE_DIR / "templates"
UNSHOWN = re.compile(r'the text `("(?:[^"\\]|\\.)*")` could not be displayed')
BARRED = frozenset({"Cc", "Cn", "Co", "Cs"})  # control signs and private ones: an archive's PDF holds none
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
MOST_TRIES = 50  # each try spells out a script the one before met


class CannotBeMade(Exception):
    """The document could not be set; nothing of it exists."""


def make_pdf(template: str, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """Set a template of ours (a path under templates/) with data. Raises CannotBeMade.

    An archive's PDF may not hold a sign that no font has (a smiley, a rare script): such a sign is spelled out by its
    name, so that nothing written is dropped. The same data and moment make the same bytes.
    """
    text = json.dumps(spelled(dict(data), barred_in(data)), ensure_ascii=False)
    for _try in range(MOST_TRIES):
        try:
            return set_once(template, text, made_at)
        except typst.TypstError as error:
            signs = signs_without_font(str(error), set(text))
            if not signs:
                raise CannotBeMade(template) from error
            text = json.dumps(spelled(json.loads(text), signs), ensure_ascii=False)
    raise CannotBeMade(template)


def set_once(template: str, text: str, made_at: datetime) -> bytes:
    """One run of typst."""
    return typst.compile(
        str(FOLDER / template),
        root=str(FOLDER),
        ignore_system_fonts=True,
        pdf_standards=[*STANDARDS],
        sys_inputs={"data": text},
        timestamp=int(made_at.timestamp()),
    )


def barred_in(data: Mapping[str, Any]) -> set[str]:
    """Signs no archive's PDF may hold, among these; a new line is the template's to set."""
    return {sign for sign in signs_of(data) if sign != "\n" and unicodedata.category(sign) in BARRED}


def signs_of(value: Any) -> set[str]:
    """Every sign that occurs in data."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return set().union(*(signs_of(one) for one in value))
    return set(str(value))


def signs_without_font(message: str, used: set[str]) -> set[str]:
    """The signs an error of typst names, and all used ones of the same script: they would be named next."""
    found = UNSHOWN.search(message)
    if found is None:
        return set()
    named = set(ESCAPED.sub(lambda one: chr(int(one[1], 16)), found[1][1:-1]))
    scripts = {script_of(sign) for sign in named}
    return named | {sign for sign in used if script_of(sign) in scripts}


def script_of(sign: str) -> str:
    """What a sign's name begins with (CJK, TAMIL); a letter of ours is its own script, so that it is never spelled."""
    return sign if ord(sign) < 0x250 else unicodedata.name(sign, sign).split()[0]


def spelled(value: Any, signs: set[str]) -> Any:
    """Data with these signs by their names: [GRINNING FACE]."""
    if isinstance(value, str):
        return "".join(name_of(sign) if sign in signs else sign for sign in value)
    if isinstance(value, (list, tuple)):
        return [spelled(one, signs) for one in value]
    if isinstance(value, dict):
        return {key: spelled(one, signs) for key, one in value.items()}
    return value


def name_of(sign: str) -> str:
    """A sign in words every font has; marks that are never seen (a joiner, a control sign) by their number."""
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}')}]"
