"""How each kind of task reads and where it leads; apps register theirs in apps.py."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from portal.worklist.models import Task


@dataclass(frozen=True)
class Kind:
    """One kind: a sentence for the list, the page where the work is done, and what to load for many at once."""

    name: str
    sentence: Callable[[Task], str]
    url: Callable[[Task], str]
    prepare: Callable[[Sequence[Task]], None] | None = None


_kinds: dict[str, Kind] = {}


def register(
    name: str,
    sentence: Callable[[Task], str],
    url: Callable[[Task], str],
    prepare: Callable[[Sequence[Task]], None] | None = None,
) -> None:
    """Make a kind of task known; prepare sets attributes on many tasks with a constant number of queries."""
    if name in _kinds:
        raise ValueError(f"The task kind {name} is registered twice.")
    _kinds[name] = Kind(name, sentence, url, prepare)


def get(name: str) -> Kind:
    """The kind by its name; LookupError when nobody registered it."""
    return _kinds[name]


def registered() -> dict[str, Kind]:
    """Every kind by name (a test walks them)."""
    return dict(_kinds)


def prepared(tasks: Iterable[Task]) -> list[Task]:
    """The tasks, each kind's needs loaded for all of its tasks at once."""
    rows = list(tasks)
    for kind in _kinds.values():
        of_kind = [task for task in rows if task.kind == kind.name]
        if of_kind and kind.prepare is not None:
            kind.prepare(of_kind)
    return rows


def sentence_of(task: Task) -> str:
    """What is to be done; a task whose app is gone shows its kind."""
    kind = _kinds.get(task.kind)
    return kind.sentence(task) if kind else task.kind


def url_of(task: Task) -> str:
    """Where it is done, or "" when it has no page."""
    kind = _kinds.get(task.kind)
    return kind.url(task) if kind else ""
