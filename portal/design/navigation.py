"""The menus: each app registers its own entries in its apps.py."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal
from weakref import WeakKeyDictionary

from django.http import HttpRequest
from django.urls import NoReverseMatch

from portal.counting import Counted, count_all
from portal.design.addresses import address_of

Area = Literal["staff", "member", "public"]
# The staff's line at 1280 px, in letters of its type; between two entries, and for a number, there is room for some.
LINE, BETWEEN, NUMBER = 155, 2, 4


@dataclass(frozen=True)
class Entry:
    """One line of a menu."""

    area: Area
    label: Any
    url_name: str
    roles: tuple[str, ...]
    order: int
    badge: Callable[[Any], Counted] | None
    key: str = ""
    banner: Any = ""
    under: str = ""
    adds: bool = True
    is_seldom: bool = False
    only: Callable[[Any], Counted] | None = None
    seldom_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """An entry as one person sees it on one page; key: the letter that leads there after "g".

    banner: words that stand above every page while the entry counts anything. is_folded: it stands on the page of
    another entry, and in the menu for its key alone. is_seldom: it stands under "More".
    """

    label: str
    url: str
    is_current: bool
    badge: int | None
    key: str = ""
    banner: str = ""
    is_folded: bool = False
    is_seldom: bool = False


_numbers: WeakKeyDictionary[HttpRequest, dict[str, int]] = WeakKeyDictionary()  # menus counted with their page
_entries: dict[tuple[str, str], Entry] = {}


def register(
    *,
    area: Area,
    label: Any,
    url_name: str,
    roles: tuple[str, ...] = (),
    order: int = 100,
    badge: Callable[[Any], Counted] | None = None,
    key: str = "",
    banner: Any = "",
    under: str = "",
    adds: bool = True,
    is_seldom: bool = False,
    only: Callable[[Any], Counted] | None = None,
    seldom_for: tuple[str, ...] = (),
) -> None:
    """Put an entry in a menu; with roles, only those who hold one see it. badge says which rows its number counts.

    With a banner it is no line of everyday: it is there, and said above every page, only while there is anything.
    under: the entry whose page leads there too. Whoever has that one finds it there, and its number in that one's
    number (if it adds). is_seldom: it stands under "More", so that the menu is one line; seldom_for: to whoever has one
    of these roles. only: it is there for whom this counts anything, such as the members of something.
    """
    places = (under, adds, is_seldom, only, seldom_for)
    _entries[area, url_name] = Entry(area, label, url_name, roles, order, badge, key, banner, *places)


def entries(area: Area | None = None) -> list[Entry]:
    """All entries of an area (or all there are), in order."""
    chosen = [entry for entry in _entries.values() if area in (None, entry.area)]
    return sorted(chosen, key=lambda entry: (entry.order, entry.url_name))


def open_to(user: Any, area: Area) -> list[tuple[Entry, str]]:
    """The entries of an area this person may use, with their addresses."""
    found: list[tuple[Entry, str]] = []
    for entry in entries(area):
        if entry.roles and not (user.is_authenticated and user.has_role(*entry.roles)):
            continue
        try:
            found.append((entry, address_of(entry.url_name)))
        except NoReverseMatch:
            continue
    return found


def links(area: Area, request: HttpRequest) -> list[Link]:
    """The menu of an area for whoever asks; the entry that holds this page longest is the current one."""
    user = request.user
    found = open_to(user, area)
    home = address_of("front:front")
    matching = [url for _, url in found if request.path == url or (url != home and request.path.startswith(url))]
    current = max(matching, key=len, default=None)
    numbers = _numbers.get(request)
    if numbers is None:
        numbers = badges([entry for entry, _ in found], user) if user.is_authenticated else {}
        _numbers[request] = numbers
    own = {entry.url_name for entry, _ in found}
    menu = [
        link_of(entry, url, current, found, numbers, is_folded=entry.under in own, is_seldom=is_seldom(entry, user))
        for entry, url in found
        if (not entry.banner or numbers.get(entry.url_name)) and (not entry.only or numbers.get(only_name(entry)))
    ]
    return one_line(menu) if area == "staff" else menu


def one_line(menu: list[Link]) -> list[Link]:
    """The menu with what does not fit on its line under "More": whoever holds many roles has many entries."""
    found, room = [], LINE
    for link in menu:
        if not link.is_folded and not link.is_seldom:
            room -= len(link.label) + BETWEEN + (NUMBER if link.badge else 0)
        found.append(replace(link, is_seldom=True) if room < 0 and not link.is_folded else link)
    return found


def is_seldom(entry: Entry, user: Any) -> bool:
    """Whether it stands under "More" for this person."""
    return entry.is_seldom or bool(entry.seldom_for and user.has_role(*entry.seldom_for))


def only_name(entry: Entry) -> str:
    """The name under which it is counted whether an entry is there."""
    return f"{entry.url_name} only"


def link_of(
    entry: Entry,
    url: str,
    current: str | None,
    found: list[tuple[Entry, str]],
    numbers: dict[str, int],
    *,
    is_folded: bool,
    is_seldom: bool,
) -> Link:
    """One entry with what is folded into it: their numbers are in its number, and it is current when they are."""
    inside = [(one, its_url) for one, its_url in found if one.under == entry.url_name]
    number = sum(numbers.get(one.url_name) or 0 for one in (entry, *(one for one, _ in inside if one.adds)))
    return Link(
        label=str(entry.label),
        url=url,
        is_current=current is not None and current in {url, *(its_url for _, its_url in inside)},
        badge=number or None,
        key=entry.key,
        banner=str(entry.banner),
        is_folded=is_folded,
        is_seldom=is_seldom and not is_folded,
    )


def count_with_menu(area: Area, request: HttpRequest, groups: dict[str, Counted]) -> dict[str, int]:
    """What a page counts besides, in the menu's own query: the menu of this answer then asks nothing more."""
    counted = counted_for([entry for entry, _ in open_to(request.user, area)], request.user)
    numbers = count_all([*counted.values(), *groups.values()])
    _numbers[request] = dict(zip(counted, numbers, strict=False))
    return dict(zip(groups, numbers[len(counted) :], strict=True))


def badges(shown: list[Entry], user: Any) -> dict[str, int]:
    """The numbers beside these entries by their address name. One query."""
    counted = counted_for(shown, user)
    return dict(zip(counted, count_all(list(counted.values())), strict=True))


def counted_for(shown: list[Entry], user: Any) -> dict[str, Counted]:
    """What is counted of these entries: their numbers, and whether those are there that only some have."""
    counted = {entry.url_name: entry.badge(user) for entry in shown if entry.badge is not None}
    return counted | {only_name(entry): entry.only(user) for entry in shown if entry.only is not None}
