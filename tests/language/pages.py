"""Every page of the catalogue in a language, as the test client gets it, and its words."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from django.test import Client

from tests.factories.people import sign_in
from tests.pages.catalogue import Look, user

BLOCKS = ["p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "label", "legend", "figcaption", "th", "td", "summary"]
DAY = r"(?:man|tirs|ons|tors|fre|lør|søn)dag"
MONTH = r"(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)"
MOMENT = re.compile(rf"(?:{DAY} )?\d+\. {MONTH}(?: kl\. [\d.–]+)?", re.IGNORECASE)  # a date is read as one sign
UNSEEN = ["script", "style", "template", "noscript"]


class Reader:
    """Opens pages as the people of the catalogue, each with a browser of their own."""

    def __init__(self) -> None:
        self.clients: dict[str, Client] = {}

    def page(self, look: Look, language: str, *, path: str = "") -> BeautifulSoup:
        """The page without what nobody reads."""
        path = path or look.path(language)
        client = self.clients.get(look.who) or (sign_in(user(look.who)) if look.who else Client())
        answer = self.clients.setdefault(look.who, client).get(path)
        assert answer.status_code == look.status, f"{look.title} in {language}: {answer.status_code} {path}"
        soup = BeautifulSoup(answer.content, "html.parser")
        for unseen in soup(UNSEEN):
            unseen.decompose()
        return soup


def plain(text: str) -> str:
    """One line, ordinary spaces, no soft hyphens."""
    return re.sub(r"\s+", " ", text.replace("\N{SOFT HYPHEN}", "")).strip()


def texts_of(soup: Tag) -> Iterator[str]:
    """What stands on the page: each piece of text, and what is read aloud or shown in a button."""
    for text in soup.find_all(string=True):
        if type(text) is NavigableString and plain(text):
            yield plain(text)
    for tag in soup.find_all(True):
        for name in ("aria-label", "title", "alt", "placeholder"):
            if tag.get(name):
                yield plain(str(tag[name]))
        if tag.name == "input" and tag.get("type") in {"submit", "button"}:
            yield plain(str(tag.get("value", "")))


def sentences_of(main: Tag) -> list[str]:
    """The sentences a reader meets; the end of a heading, list item or cell ends one too."""
    found: list[str] = []
    for block in main.find_all(BLOCKS):
        if block.find(BLOCKS):  # its parts come by themselves
            continue
        text = MOMENT.sub("", plain(block.get_text(" ")))
        found += [part for part in re.split(r"(?<=[.!?:])\s+(?=[A-ZÆØÅ0-9(\"])| · ", text) if re.search(r"\w", part)]
    return found
