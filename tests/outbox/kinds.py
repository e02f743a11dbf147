"""Kinds that only the tests have: each breaks in its own way, told by the row's context."""

from portal.outbox import kinds
from portal.outbox.models import OutboxMessage

FAILED: list[OutboxMessage] = []


def still_holds(message: OutboxMessage) -> bool:
    """As the row says."""
    return bool(message.context.get("holds", True))


def context_of(message: OutboxMessage) -> dict[str, object]:
    """Breaks when told to."""
    if message.context.get("breaks"):
        raise ZeroDivisionError
    return {}


def on_failed(message: OutboxMessage) -> None:
    """Remember, or break when told to."""
    if message.context.get("task_breaks"):
        raise ZeroDivisionError
    FAILED.append(message)


def handler(message: OutboxMessage) -> None:
    """An in-house message: remembered unless it breaks."""
    FAILED.append(message)
    if message.context.get("breaks"):
        raise ZeroDivisionError


def register() -> None:
    """Once per run."""
    if "tests.fragile" in kinds.registered():
        return
    fragile = {"label": "fragile", "templates": "outbox/messages/trial", "still_holds": still_holds}
    kinds.register(kinds.Kind(name="tests.fragile", context=context_of, on_failed=on_failed, **fragile))  # type: ignore[arg-type]
    kinds.register(kinds.Kind(name="tests.code", label="code", templates="outbox/messages/trial", queue="codes"))
    kinds.register_handler("tests.house", handler)
