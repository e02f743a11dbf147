"""Addresses: those that need nothing but their name are made once; parts that are one of a few words are said."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, get_urlconf, register_converter, reverse
from django.utils.translation import get_language


def address_of(name: str) -> str:
    """The address of a page in the language of this page. NoReverseMatch when there is no such page."""
    return _made(name, get_language(), get_urlconf(), get_script_prefix())


@lru_cache(maxsize=2048)
def _made(name: str, language: str | None, urlconf: str | None, prefix: str) -> str:
    return reverse(name)


class SpokenPart:
    """A part of an address that is one of a few words, in the language of the page: /ret/aflys/, /change/call-off/.

    Code and templates know the word's code ("call-off"); people read the word. Any other word is no address.
    """

    regex = "[-a-z0-9_]+"

    def words(self) -> Mapping[str, Any]:
        """Each code with its word."""
        raise NotImplementedError

    def to_python(self, value: str) -> str:
        """The code of what was read."""
        for code, word in self.words().items():
            if str(word) == value:
                return code
        raise ValueError

    def to_url(self, value: str) -> str:
        """The word for a code; what is no code stays as it is, and leads nowhere."""
        return str(self.words().get(value, value))


def register_words(name: str, words: Mapping[str, Any]) -> None:
    """Make <name:…> a part that is said. Each word is pgettext_lazy("url", …)."""
    register_converter(type(name, (SpokenPart,), {"words": lambda _part: words}), name)
