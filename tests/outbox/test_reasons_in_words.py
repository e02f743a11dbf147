"""Why a message did not go, as a counsellor reads it: never a code alone, in three languages."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from portal.outbox.words import REASONS, reason_words

CODES = ["smtp_421", "smtp_450", "smtp_550", "smtp_554", "http_400", "http_418", "http_500", "http_503", "ValueError"]
WRITTEN = re.compile(r'Outcome\(Result\.\w+, "(\w+)"\)|State\.\w+, "(\w+)", now')


@pytest.mark.parametrize("language", ["da", "nb", "en"])
@pytest.mark.parametrize("reason", [*REASONS, *CODES])
def test_every_reason_is_a_sentence(language: str, reason: str) -> None:
    with translation.override(language):
        said = reason_words(reason)
    assert said.endswith((".", ").")) and said[0].isupper() and len(said.split()) >= 3
    assert "refused" not in said and "_" not in said


def test_every_word_the_channels_write_has_its_sentence() -> None:
    sources = [path.read_text() for path in Path("portal/outbox").rglob("*.py")]
    written = {word for text in sources for found in WRITTEN.findall(text) for word in found if word}
    assert {"sms_gateway", "line_broke", "number", "worker_lost"} <= written
    assert written <= REASONS.keys()


def test_three_languages_differ() -> None:
    said = set()
    for language in ("da", "nb", "en"):
        with translation.override(language):
            said.add(reason_words("smtp_550"))
    assert len(said) == 3
