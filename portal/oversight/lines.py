"""A read of the spot check as the screen shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.accounts.models import User
from portal.audit.lines import Line, lines_of
from portal.audit.models import AuditEvent
from portal.oversight.models import SpotCheckItem


@dataclass(frozen=True)
class Shown:
    """One read: what was chosen, and what the log says of it (None: its time in the log has ended)."""

    item: SpotCheckItem
    line: Line | None


def shown(items: Iterable[SpotCheckItem]) -> list[Shown]:
    """The reads with their lines of the log; two queries however many there are."""
    rows = list(items)
    events = AuditEvent.objects.in_bulk([row.event_id for row in rows])
    people = User.objects.in_bulk({event.actor for event in events.values() if event.actor})
    lines: dict[int, Any] = dict(zip(events, lines_of(events.values(), people), strict=True))
    return [Shown(row, lines.get(row.event_id)) for row in rows]
