"""In Danish and Norwegian no page says anything in English, and the language switch keeps the page."""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from portal.management.catalogue import PLACEHOLDER, read_parts
from tests.language.pages import Reader, plain, texts_of
from tests.pages.catalogue import PAGES, Look
from tests.pages.demo import load_demo

LANGUAGES = ("da", "nb", "en")
ENOUGH = 10  # letters outside the placeholders; fewer could be anything


def english_of(language: str) -> re.Pattern[str]:
    """Everything the portal would say in English, were it not translated."""
    translated = [entry for entry in read_parts(language) if entry.key[0] != "url"]
    meant = {plain(text) for entry in translated for text in entry.strings}
    said = {plain(text) for entry in translated for text in (entry.key[1], entry.plural) if text}
    own_names = {str(name) for _code, name in settings.LANGUAGES}
    return re.compile("|".join(sorted(patterns_of(said - meant - own_names), key=len, reverse=True)))


def patterns_of(said: set[str]) -> Iterator[str]:
    """Each text as a pattern; what stands in for a placeholder is anything."""
    for text in said:
        literal = PLACEHOLDER.sub("", text)
        if literal == text:
            yield re.escape(text)
        elif len(re.sub(r"\W", "", literal)) >= ENOUGH:
            yield ".+?".join(re.escape(part) for part in PLACEHOLDER.sub("\0", text).split("\0"))


def switches_of(page: BeautifulSoup) -> dict[str, str]:
    """The language menu: language and address."""
    return {str(link["hreflang"]): str(link["href"]) for link in page.select("header a[hreflang]")}


def wrong_with(page: BeautifulSoup, look: Look, language: str, english: re.Pattern[str] | None) -> Iterator[str]:
    """What a reader of this language would stumble over."""
    html = page.select_one("html")
    if html is None or html.get("lang") != language:
        yield f"{look.title}: not marked as {language}"
    for foreign in page.select("[lang]")[1:]:
        if foreign["lang"] != language:
            foreign.decompose()
    if english is not None:
        yield from (f"{language} {look.title}: {text}" for text in set(texts_of(page)) if english.fullmatch(text))


def test_english_is_recognised() -> None:
    english = english_of("da")
    assert english.fullmatch("My messages") and english.fullmatch("We ring you on 00 00 12 34.")
    assert not english.fullmatch("Mine beskeder")


@pytest.mark.django_db
def test_every_page_speaks_one_language_and_the_switch_keeps_it() -> None:
    load_demo()
    reader = Reader()
    english = {"da": english_of("da"), "nb": english_of("nb"), "en": None}
    wrong: list[str] = []
    for look in PAGES:
        args = look.args()
        first = reader.page(look, "da", path=look.path("da", args))
        addresses = {"da": look.path("da", args), **switches_of(first)}
        if sorted(addresses) != sorted(LANGUAGES):
            wrong.append(f"{look.title}: the language menu leads to {sorted(addresses)}")
        for language, address in addresses.items():
            page = first if language == "da" else reader.page(look, language, path=address)
            if address != look.path(language, args):
                wrong.append(f"{look.title}: {language} is {look.path(language, args)}, the menu leads to {address}")
            wrong += wrong_with(page, look, language, english[language])
    assert not wrong, "\n".join(wrong)
