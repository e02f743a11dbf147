"""Watching the chain: sealed and marked each minute, walked, anchored and mailed each day; what is wrong is a task."""

from datetime import timedelta

from django.conf import settings

from portal import clock
from portal.audit.actions import anchoring, sealing
from portal.audit.anchors import Anchor, AnchorsUnreadable
from portal.outbox.actions import put
from portal.outbox.models import Channel
from portal.worklist.actions import add_task
from portal.worklist.models import Task

ANCHORED, BROKEN, UNREADABLE = "oversight.anchored", "oversight.chain_broken", "oversight.unreadable"
AT_ONCE = timedelta(hours=2)


def seal() -> None:
    """A chore: seal the minute and mark outside how far the chain reaches; a tail cut off is a task at once."""
    sealing.seal()
    try:
        is_whole = anchoring.mark()
    except AnchorsUnreadable:
        is_whole = False
    if not is_whole:
        alarm(BROKEN, clock.today().isoformat())


def watch() -> Anchor | None:
    """A chore: seal, walk the chain, and anchor it when it is whole; else a task that says so, once a day."""
    sealing.seal()
    try:
        wrong = anchoring.verify().wrong
    except AnchorsUnreadable:
        wrong = ["anchors"]
    if wrong:
        alarm(BROKEN, clock.today().isoformat(), count=len(wrong))
        return None
    made = anchoring.anchor()
    if made and settings.DPO_EMAIL:
        put(
            ANCHORED,
            f"{ANCHORED}:{made.number}:{made.at}",
            channel=Channel.EMAIL,
            language=settings.LANGUAGE_CODE,
            address=settings.DPO_EMAIL,
            context={"line": made.line},
        )
    return made


def alarm(kind: str, what: str, *, count: int = 1, role: str = "dpo") -> Task:
    """Something is wrong with what protects people: a task for now."""
    return add_task(kind, f"{kind}:{what}", due_at=clock.now() + AT_ONCE, role=role, context={"count": count})


def tell_of_unreadable(tables: set[str]) -> list[Task]:
    """Something sealed did not open while a page was made: a task a day for each table, and the log names the rows."""
    today = clock.today().isoformat()
    return [alarm(UNREADABLE, f"{table}:{today}", role="administrator") for table in sorted(tables)]
