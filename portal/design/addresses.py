"""Addresses of pages that need nothing but their name: they are the same for everybody, so each is made once."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language


def address_of(name: str) -> str:
    """The address of a page in the language of this page. NoReverseMatch when there is no such page."""
    return _made(name, get_language(), get_urlconf(), get_script_prefix())


@lru_cache(maxsize=2048)
def _made(name: str, language: str | None, urlconf: str | None, prefix: str) -> str:
    return reverse(name)
