"""Addresses looked up by their first word are answered by the view that Django's own way through them finds."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, path, resolve
from django.urls.resolvers import RoutePattern
from django.utils import translation
from django.utils.translation import pgettext_lazy

from portal.design.addresses import SpokenPart
from portal.first_words import FirstWordResolver, first_words

LANGUAGES = ["da", "nb", "en"]
EXAMPLES = {"uuid": "018f0000-0000-7000-8000-000000000000", "int": "7", "slug": "en-aften", "str": "x", "path": "a/b"}
PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")


def view(request: Any) -> None:
    """Answers nothing."""


def plain(resolver: URLResolver) -> URLResolver:
    """The same tree with Django's own resolvers only."""
    inner = [plain(one) if isinstance(one, URLResolver) else one for one in resolver.url_patterns]
    more = {"default_kwargs": resolver.default_kwargs, "app_name": resolver.app_name, "namespace": resolver.namespace}
    return URLResolver(resolver.pattern, inner, **more)  # type: ignore[arg-type]  # a list is as good as a module


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """An address for each pattern written as a route, in this thread's language."""
    for one in resolver.url_patterns:
        route = before + PLACE.sub(partial(example, one.pattern), str(one.pattern))
        if isinstance(one, URLResolver):
            yield from addresses(one, route)
        elif isinstance(one.pattern, RoutePattern):
            yield f"/{route}"


def example(pattern: Any, place: re.Match[str]) -> str:
    """Something that may stand there: one of the words, where they are said."""
    spoken = pattern.converters[place[2]]
    return str(next(iter(spoken.words().values()))) if isinstance(spoken, SpokenPart) else EXAMPLES[place[1] or "str"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_finds_the_view_it_would_find_without(language: str) -> None:
    with translation.override(language):
        tree = plain(get_resolver())
        known = sorted(set(addresses(get_resolver())))
        assert len(known) > 300
        for address in known:
            found, wanted = resolve(address), tree.resolve(address)
            assert (found.func, found.kwargs, found.view_name) == (wanted.func, wanted.kwargs, wanted.view_name)
            assert found.route == wanted.route


@pytest.mark.parametrize("address", ["/findes-ikke/", "/aftener/a/b/c/d/e/", "//", "/aftener//", "/nb", "/æøå/"])
def test_what_is_no_address_stays_none(address: str) -> None:
    tree = plain(get_resolver())
    with pytest.raises(Resolver404):
        tree.resolve(address)
    with pytest.raises(Resolver404):
        resolve(address)


def test_the_order_of_the_patterns_counts() -> None:
    first, second = path("<slug:any>/", view, name="any"), path("word/", view, name="word")
    assert FirstWordResolver([first, second]).resolve("word/").url_name == "any"
    assert FirstWordResolver([second, first]).resolve("word/").url_name == "word"


def test_a_word_is_the_languages_own() -> None:
    resolver = FirstWordResolver([path(pgettext_lazy("url", "accounts/"), view, name="one")])
    for language in LANGUAGES:
        with translation.override(language):
            (word,) = first_words(resolver.url_patterns[0]) or set()
            assert resolver.resolve(f"{word}/").url_name == "one"


def test_a_room_without_a_word_of_its_own_has_the_words_of_its_pages() -> None:
    room = URLResolver(RoutePattern(""), [path("", view), path("a/<int:pk>/", view)])
    assert first_words(room) == {"", "a"}
    with_any: list[URLPattern] = [path("a/", view), path("<slug:any>/", view)]
    assert first_words(URLResolver(RoutePattern(""), with_any)) is None
