"""The code of a party at the door: six signs, none of which can be read as another, and nothing about anybody.

It opens a page for staff only, so it is a name for a sign-up, not a secret. It has no vowels: no name of a person, and
no word, can be one.
"""

import re
import secrets

SIGNS = "23456789CDFGHJKMNPQRTVWX"  # without 0 O, 1 I L, 5 S, 8 B, 2 Z as pairs, and without vowels
LENGTH = 6


def new_code() -> str:
    """A code nobody could guess the next one from; 190 million of them."""
    return "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))


def normal(typed: str) -> str:
    """What somebody typed in its one form; nothing when no code looks like that."""
    plain = re.sub(r"[\s.-]+", "", typed).upper()
    return plain if len(plain) == LENGTH and set(plain) <= set(SIGNS) else ""


def said(code: str) -> str:
    """In two halves, as one reads it aloud."""
    return f"{code[:3]} {code[3:]}"
