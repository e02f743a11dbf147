"""The kinds of messages: each app registers its own in apps.py, with what decides whether one still holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from portal.outbox.models import OutboxMessage, Queue


class UnknownKind(LookupError):
    """Nobody registered this kind: a mistake in apps.py."""


def always_holds(message: OutboxMessage) -> bool:
    """For messages that stay true whatever happens (a receipt)."""
    return True


def nothing_more(message: OutboxMessage) -> None:
    """For messages nobody needs to chase when they fail (a sign-in code)."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What the drain must know about a kind.

    templates: path without ending; ".da.txt", ".nb.txt", ".en.txt" (first line subject, blank line, body) and
    ".<language>.sms.txt" beside it. still_holds is asked right before sending. on_failed runs in the transaction
    that marks the message failed or unknown. prepare may load what still_holds and context need for a whole
    batch at once, into each row's `loaded`. headers adds to an e-mail's own (a way to stop what comes again and
    again). label is the kind in staff's words, for the ledger.
    """

    name: str
    templates: str
    queue: str = Queue.MESSAGES
    still_holds: Callable[[OutboxMessage], bool] = always_holds
    on_failed: Callable[[OutboxMessage], None] = nothing_more
    calendar_file: Callable[[OutboxMessage], bytes | None] | None = None
    context: Callable[[OutboxMessage], dict[str, Any]] | None = None
    prepare: Callable[[Sequence[OutboxMessage]], None] | None = None
    headers: Callable[[OutboxMessage], dict[str, str]] | None = None
    label: Any = ""


Handler = Callable[[OutboxMessage], None]

_kinds: dict[str, Kind] = {}
_handlers: dict[str, Handler] = {}


def register(kind: Kind) -> None:
    """Make a kind known; a name is taken once."""
    if _kinds.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"The message kind {kind.name} is registered twice.")


def register_handler(kind: str, handler: Handler) -> None:
    """Make known who handles an in-house message; runs in the transaction that marks it done."""
    if _handlers.setdefault(kind, handler) is not handler:
        raise ValueError(f"The in-house message {kind} has two handlers.")


def get(name: str) -> Kind:
    """The kind by its name."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def handler_of(name: str) -> Handler:
    """Who handles this in-house message."""
    try:
        return _handlers[name]
    except KeyError:
        raise UnknownKind(name) from None


def registered() -> dict[str, Kind]:
    """Every kind by name (a test walks them)."""
    return dict(_kinds)


def registered_handlers() -> dict[str, Handler]:
    """Every in-house handler by the kind it handles."""
    return dict(_handlers)
