"""Danish for a tired person: no page and no message to relatives is harder than LIX 35."""

import re
from pathlib import Path

import pytest

from portal.management.catalogue import ROOT
from tests.language.pages import Reader, sentences_of
from tests.language.reading_ease import lix
from tests.pages.catalogue import NOBODY, PAGES, RELATIVE
from tests.pages.demo import load_demo

HARDEST = 35
SHOWN = 10
CODE = re.compile(r"{%.*?%}|{{.*?}}|https?://\S+", re.DOTALL)


def test_lix_counts_words_per_sentence_and_long_words() -> None:
    assert lix(["Du kan ringe.", "Vi lytter til dig."]) == 3.5
    assert lix(["Pårørenderådgivning"]) == 101
    assert lix(["12.30"]) == 0


@pytest.mark.django_db
def test_every_page_for_relatives_is_easy_to_read() -> None:
    load_demo()
    reader, measured = Reader(), []
    for look in PAGES:
        if look.who in {NOBODY, RELATIVE}:
            main = reader.page(look, "da").select_one("main")
            assert main is not None, look.title
            measured.append((lix(sentences_of(main)), look.title))
    worst = [f"{value:.0f} {title}" for value, title in sorted(measured, reverse=True)[:SHOWN]]
    print("\n".join(worst))
    assert [f"{value:.1f} {title}" for value, title in measured if value > HARDEST] == [], worst


def test_every_message_is_easy_to_read() -> None:
    measured = []
    for path in sorted(Path(ROOT / "templates").glob("*/messages/*.da.txt")):
        lines = CODE.sub(" Mette ", path.read_text()).splitlines()
        measured.append((lix(part for line in lines for part in re.split(r"(?<=[.!?:])\s", line)), path.name))
    assert len(measured) > 9
    assert [f"{value:.1f} {name}" for value, name in measured if value > HARDEST] == []
