"""Asking for respite or a lift after the sign-up: until when, what stands in the way, and what was asked so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from groups.actions.asking_help import allowed_for
from groups.actions.asking_later import last_moments, standing_of
from groups.models import HelpRequest, Registration, RespiteDesk
from groups.models.respite import KINDS
from groups.own_help import Asked
from groups.rules import respite as rules
from groups.rules.respite import RespiteRefusal
from portal import clock

A_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class StillToAsk:
    """What somebody may ask for now, and the last day for it."""

    kind: str
    last_day: datetime


def safe_until(moments: Iterable[datetime], now: datetime) -> datetime | None:
    """What can be promised before an address is known: the first of the desks' moments ahead; else the last behind."""
    known = sorted(moments)
    return next((one for one in known if now < one), known[-1] if known else None)


def still_to_ask(row: Registration, asked: Sequence[Asked]) -> list[StillToAsk]:
    """What may still be asked for with a sign-up. No query where its event takes no wishes; otherwise two."""
    kinds = allowed_for(row.pool)
    if not kinds or rules.may_go_on(standing_of(row)):
        return []
    now = clock.now()
    until = safe_until(last_moments(row.pool.occurrence, RespiteDesk.objects.in_use()).values(), now)
    before = {one.kind: one.row.state for one in asked}
    return [
        StillToAsk(kind, until - A_MOMENT)
        for kind in kinds
        if until and not why_not(row, before.get(kind, ""), is_offered=True, until=until, now=now)
    ]


def why_not(
    row: Registration, before: str, *, is_offered: bool, until: datetime, now: datetime
) -> RespiteRefusal | None:
    """Why this can't be asked for now, before anything is typed."""
    return rules.may_ask_later(standing_of(row), before=before, is_offered=is_offered, until=until, now=now)


def open_wish(row: Registration, kind: str) -> HelpRequest | None:
    """What is asked for now, or None."""
    found: HelpRequest | None = KINDS[kind].objects.latest_of(row.pk)
    return found if found is not None and found.is_open else None


def context_of(row: Registration, kind: str) -> dict[str, Any]:
    """One wish as it is, with why nothing can be asked or changed. Three queries."""
    now, date = clock.now(), row.pool.occurrence
    latest: HelpRequest | None = KINDS[kind].objects.latest_of(row.pk)
    wish = latest if latest is not None and latest.is_open else None
    desks = [wish.desk] if wish else RespiteDesk.objects.in_use()
    until = safe_until(last_moments(date, desks).values(), now)
    if wish is not None:
        refusal = rules.may_reword(standing_of(row), before=wish.state, is_stale=False, until=until or now, now=now)
    else:
        is_offered = until is not None and kind in allowed_for(row.pool)
        before = latest.state if latest else ""
        refusal = why_not(row, before, is_offered=is_offered, until=until or now, now=now)
    return {
        "kind": kind,
        "wish": wish,
        "refusal": refusal,
        "last_day": until - A_MOMENT if until else None,
        "may_withdraw": wish is not None and now < date.ends_at,
    }
