"""Reasons people wrote that stand sealed in their own app (why a case was opened in an emergency)."""

from collections.abc import Callable, Collection, Iterable, Mapping

from portal.audit.models import AuditEvent

Fetch = Callable[[Collection[str]], Mapping[str, str]]  # object ids in, their reasons out

_fetches: dict[str, Fetch] = {}


def register(action: str, fetch: Fetch) -> None:
    """Make known where the reasons of an action stand; called from apps.py."""
    _fetches[action] = fetch


def written_for(events: Iterable[AuditEvent]) -> dict[int, str]:
    """The written reason of each event that has one; one question for each action that occurs."""
    by_action: dict[str, list[AuditEvent]] = {}
    for event in events:
        if event.action in _fetches:
            by_action.setdefault(event.action, []).append(event)
    found: dict[int, str] = {}
    for action, rows in by_action.items():
        reasons = _fetches[action]({row.object_id for row in rows})
        found |= {row.pk: reasons[row.object_id] for row in rows if reasons.get(row.object_id)}
    return found
