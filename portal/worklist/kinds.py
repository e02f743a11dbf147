"""How each kind of task reads and where it leads; apps register theirs in apps.py."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal.worklist.models import Task

Load = Callable[[Collection[UUID]], Mapping[UUID, Any]]


def nothing_to_load(_about: Collection[UUID]) -> dict[UUID, Any]:
    """For tasks that say everything themselves."""
    return {}


@dataclass(frozen=True)
class Kind:
    """One kind: a sentence for the list, the page where the work is done, and how to load what many tasks are about.

    The sentence gets the task and the thing it is about (None when it is gone, or nothing is loaded).
    """

    name: str
    sentence: Callable[[Task, Any], str]
    url: Callable[[Task], str]
    load: Load = nothing_to_load


@dataclass(frozen=True)
class Told:
    """A task as it reads, and where it is done ("" when it has no page)."""

    task: Task
    sentence: str
    url: str


_kinds: dict[str, Kind] = {}


def register(name: str, sentence: Callable[[Task], str], url: Callable[[Task], str]) -> None:
    """Make a kind of task known whose sentence needs nothing but the task."""
    _add(Kind(name, lambda task, _thing: sentence(task), url))


def register_about(name: str, sentence: Callable[[Task, Any], str], url: Callable[[Task], str], load: Load) -> None:
    """Make a kind of task known that speaks of something; load finds many by their keys, in a constant of queries."""
    _add(Kind(name, sentence, url, load))


def _add(kind: Kind) -> None:
    if kind.name in _kinds:
        raise ValueError(f"The task kind {kind.name} is registered twice.")
    _kinds[kind.name] = kind


def get(name: str) -> Kind:
    """The kind by its name; LookupError when nobody registered it."""
    return _kinds[name]


def registered() -> dict[str, Kind]:
    """Every kind by name (a test walks them)."""
    return dict(_kinds)


def told(tasks: Iterable[Task]) -> list[Told]:
    """The tasks in words; what they are about is loaded once for all. A task whose app is gone shows its kind."""
    rows = list(tasks)
    wanted: dict[Load, set[UUID]] = {}
    for task in rows:
        if task.about and task.kind in _kinds:
            wanted.setdefault(_kinds[task.kind].load, set()).add(task.about)
    found = {load: load(keys) for load, keys in wanted.items()}
    return [_told(task, found) for task in rows]


def _told(task: Task, found: Mapping[Load, Mapping[UUID, Any]]) -> Told:
    kind = _kinds.get(task.kind)
    if kind is None:
        return Told(task, task.kind, "")
    thing = found[kind.load].get(task.about) if task.about else None
    return Told(task, kind.sentence(task, thing), kind.url(task))


def sentence_of(task: Task) -> str:
    """What is to be done."""
    return told([task])[0].sentence


def url_of(task: Task) -> str:
    """Where it is done, or "" when it has no page."""
    kind = _kinds.get(task.kind)
    return kind.url(task) if kind else ""
