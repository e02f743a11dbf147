"""Addresses looked up by their first word: a request is compared with the few patterns that begin as it does.

Django compares an address with every pattern before the one that fits, in the page's language: with some hundred of
them that is a tenth of a request (docs/decisions/request-cost.md). The order of the patterns counts as it always does.
"""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import ResolverMatch, RoutePattern
from django.utils.translation import get_language

Pattern = URLPattern | URLResolver


def first_words(pattern: Pattern) -> set[str] | None:
    """The words an address of this pattern may begin with, in this thread's language; None: any."""
    route = pattern.pattern
    if not isinstance(route, RoutePattern):
        return None
    word, slash, _ = str(route).partition("/")
    is_whole = bool(slash) or isinstance(pattern, URLPattern)
    if str(route):
        return {word} if is_whole and "<" not in word else None
    if isinstance(pattern, URLPattern):
        return {""}
    inner = [first_words(one) for one in pattern.url_patterns]
    return None if None in inner else set().union(*(words for words in inner if words is not None))


class FirstWordResolver(URLResolver):
    """Several patterns as one. Finding those that begin with a word: O(1), after sorting them once for a language."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        super().__init__(RoutePattern(""), list(patterns))
        self.sorted: dict[str | None, tuple[dict[str, URLResolver], URLResolver]] = {}

    def resolve(self, path: str) -> ResolverMatch:
        """The view of an address. Resolver404 when there is none."""
        language = get_language()
        if language not in self.sorted:
            self.sorted[language] = self.sort()
        by_word, others = self.sorted[language]
        return by_word.get(str(path).partition("/")[0], others).resolve(path)

    def sort(self) -> tuple[dict[str, URLResolver], URLResolver]:
        """For each word the patterns that may begin with it, in their order; and those that may begin with any."""
        words = [(pattern, first_words(pattern)) for pattern in self.url_patterns]
        known = set().union(*(found for _, found in words if found is not None))
        by_word = {word: self.part([one for one, found in words if found is None or word in found]) for word in known}
        return by_word, self.part([one for one, found in words if found is None])

    @staticmethod
    def part(patterns: list[Pattern]) -> URLResolver:
        """Some of the patterns, as Django looks through them."""
        return URLResolver(RoutePattern(""), patterns)
