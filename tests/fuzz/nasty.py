"""Seeded input nobody means well with: the same seed gives the same input."""

import os
import random
from collections.abc import Iterable
from urllib.parse import quote_from_bytes

INPUTS_PER_FORM = int(os.environ.get("FUZZ_INPUTS", "6"))  # make faults runs 2,000

VALUES: tuple[bytes, ...] = tuple(
    value if isinstance(value, bytes) else value.encode()
    for value in (
        *("", " ", "\t\r\n", "0", "-1", "1", "on", "true", "None", "null", "[]", "{}", "NaN", "1e309", "9" * 400),
        *("x" * 50_000, "æøå ÆØÅ", "O'Connor-Bøgh", "';--", '"><script>alert(1)</script>', "{{7*7}}", "{% now 'Y' %}"),
        *("=cmd|' /C calc'!A0", "../../etc/passwd", "javascript:alert(1)", "//evil.example", "https://evil.example/"),
        *("\x00", "a\x00b", "\u202egnp.exe", "\ufeff", "👵🏽", "e\u0301" * 300, "\x1b[2J", "%00", "%s%n", "\\"),
        *("0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "2027-02-29", "2026-03-29"),
        *("2026-03-29T02:30", "2026-10-25T02:30:00+02:00", "25:61", "02:30", "24:00", "12:00:00.0000001"),
        *("00000000-0000-0000-0000-000000000000", "not-a-uuid", "0199f0b2-7c3a-7000-8000-00000000123", "1' OR '1'='1"),
        *(
            "+45 00 00 12 34",
            "+4500001234567890123",
            "112",
            "inge-lise@borger.example",
            "a@b",
            "@",
            "a" * 300 + "@b.dk",
        ),
        *("a@b.example\r\nBcc: all@b.example", "999999999999999999999", "-9223372036854775809", "1.5", "٣", "½"),
        *(b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80"),
    )
)


def body(names: Iterable[str], kept: dict[str, str], seed: str) -> bytes:
    """A form-encoded body: most fields nasty, some as the page had them, some missing, some twice."""
    chance = random.Random(seed)
    pairs: list[tuple[str, bytes]] = []
    for name in names:
        lot = chance.random()
        if lot < 0.1:
            continue
        if lot < 0.3 and name in kept:
            pairs.append((name, kept[name].encode()))
            continue
        pairs += [(name, chance.choice(VALUES)) for _ in range(2 if lot > 0.95 else 1)]
    pairs += [("unasked", chance.choice(VALUES))]
    return "&".join(f"{quote_from_bytes(name.encode())}={quote_from_bytes(value)}" for name, value in pairs).encode()
