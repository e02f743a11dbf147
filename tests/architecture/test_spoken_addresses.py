"""Addresses are read aloud: in Danish and Norwegian no English word, one word for one thing, no two pages at one."""

import re
from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils.translation import override

from portal.design.addresses import SpokenPart

LANGUAGES = ("da", "nb")
# Written alike in both languages, or names that are no words.
DANISH = {
    "app",
    "book",
    "css",
    "data",
    "e",
    "for",
    "hold",
    "ics",
    "invitation",
    "jpg",
    "link",
    "links",
    "log",
    "logo",
    "mail",
    "mine",
}
DANISH |= {"online", "over", "ring", "rss", "send", "start", "under", "video", "d", "18", "was"}
NORWEGIAN = {
    "app",
    "css",
    "data",
    "e",
    "for",
    "hold",
    "ics",
    "jpg",
    "logo",
    "mine",
    "over",
    "ring",
    "rss",
    "send",
    "start",
    "time",
    "under",
    "video",
    "d",
    "18",
    "was",
}
ALIKE = {"da": DANISH, "nb": NORWEGIAN}
OUTSIDE = ("api/", "healthz", "readyz", "demo/")  # for machines, and for trying the portal
# What stands in an address and is nobody's word: keys, secrets, days, and the names organisers give.
OWN_NAMES = {"code", "digest", "on", "rest", "secret", "slug", "token"}
MAILED_ONCE = "groups:link_instead_as_mailed"  # an older address, in no page of ours
SAME_PAGE = "account_request_login_code"  # one page, two names
SAMPLES = {"int": "7", "uuid": "018f3f5e-0000-7000-8000-000000000000", "slug": "noget", "str": "noget", "path": "noget"}
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
TWO_LETTERS = re.compile("aa|oe")  # Norwegian says a and o for å and ø; Danish says aa and oe
REALLY_TWO = {"datoer", "noen"}


def patterns(resolver: URLResolver, before: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Every address in the language of the moment, with the name it goes by."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route, space + (f"{one.namespace}:" if one.namespace else ""))
        else:
            yield space + str(one.name), route, one


def said_in(language: str) -> dict[str, tuple[str, URLPattern]]:
    """Addresses for people, without the language's prefix."""
    with override(language):
        found = list(patterns(get_resolver()))
    routes = {name: (route.removeprefix(f"{language}/"), one) for name, route, one in found if name != MAILED_ONCE}
    return {name: (route, one) for name, (route, one) in routes.items() if not route.startswith(OUTSIDE)}


def words_of(route: str, pattern: URLPattern, language: str) -> set[str]:
    """The words of an address: those that stand there, and those that may."""
    said = {PARAMETER.sub("/", route)}
    with override(language):
        for converter in pattern.pattern.converters.values():
            if isinstance(converter, SpokenPart):
                said |= {str(word) for word in converter.words().values()}
    return {word for text in said for word in re.split(r"[-./]", text) if word}


def english() -> set[str]:
    """Every word of an English address, and every word that code knows a part by."""
    found = set()
    for route, one in said_in("en").values():
        found |= words_of(route, one, "en")
        for converter in one.pattern.converters.values():
            if isinstance(converter, SpokenPart):
                found |= {word for code in converter.words() for word in re.split("[-_]", code)}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_address_says_anything_in_english(language: str) -> None:
    known = english()
    found = {
        name: wrong
        for name, (route, one) in said_in(language).items()
        if (wrong := words_of(route, one, language) & known - ALIKE[language])
    }
    assert found == {}, "say it in the page's language, or it is the same word there: then it belongs on the list"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_excused_that_no_address_says(language: str) -> None:
    said = {word for route, one in said_in(language).values() for word in words_of(route, one, language)}
    assert ALIKE[language] <= said & english()


def test_what_may_stand_in_an_address_is_said_in_words_or_a_name_of_its_own() -> None:
    silent = {
        name: parameter
        for name, (route, _one) in said_in("da").items()
        for kind, parameter in PARAMETER.findall(route)
        if kind in {"", "str", "slug"} and parameter not in OWN_NAMES
    }
    assert silent == {}, "make it a SpokenPart: the word is read by people"


def test_norwegian_addresses_write_their_letters_one_way() -> None:
    twice = {
        word
        for route, one in said_in("nb").values()
        for word in words_of(route, one, "nb") - REALLY_TWO
        if TWO_LETTERS.search(word)
    }
    assert twice == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_belongs_together_stands_under_one_address(language: str) -> None:
    """Two pages under one English address are under one address here too: not /vis/x/ and /arrangement/x/spoerg/."""
    here, there = said_in(language), said_in("en")
    found = defaultdict(set)
    for name in here:
        ours, theirs = here[name][0].split("/"), there[name][0].split("/")
        assert len(ours) == len(theirs), name
        for length in range(1, len(theirs)):
            found["/".join(theirs[:length])].add("/".join(ours[:length]))
    assert {address: ours for address, ours in found.items() if len(ours) > 1} == {}


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_every_address_leads_to_its_own_page(language: str) -> None:
    prefix = "" if language == "da" else f"{language}/"
    with override(language):
        for name, (route, one) in said_in(language).items():
            converters = one.pattern.converters

            def sample(found: re.Match[str], known: dict[str, object] = converters) -> str:
                spoken = known.get(found[2])
                if isinstance(spoken, SpokenPart):
                    return str(next(iter(spoken.words().values())))
                return SAMPLES[found[1] or "str"]

            path = PARAMETER.sub(sample, route)
            met = resolve(f"/{prefix}{path}")
            assert met.view_name == name or name == SAME_PAGE, f"{path} is {met.view_name}, and not {name}"


def test_a_word_is_read_in_its_own_language_only() -> None:
    key = UUID(int=1)
    with override("da"):
        assert resolve(f"/arrangementer/arranger/dato/{key}/ret/aflys/").kwargs == {"pk": key, "how": "call-off"}
        for other in ("call-off", "avlys", "noget"):
            with pytest.raises(Resolver404):
                resolve(f"/arrangementer/arranger/dato/{key}/ret/{other}/")
