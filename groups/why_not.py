"""Why not me? A sign-up's story in plain words: when they joined the line, what came free, what was offered them.

Told from RegistrationLog. Nothing of it names others or hints at who they are: of an event that is not open, counts and
places in line are ranges.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.choices import Sensitivity
from groups.models import Registration, RegistrationLog
from groups.rules.why_not import A_FEW, FIRST_ONES, NEAR, Step, came_free, range_of


@dataclass(frozen=True)
class Line:
    """What happened, and when; a line without a moment sums up."""

    at: datetime | None
    words: str
    until: datetime | None = None


def story(row: Registration) -> list[Line]:
    """What happened to a sign-up, in order; at the end what it comes to now. Three queries."""
    log = list(row.log.all())
    lines = [Line(entry.at, words, entry.until) for entry in log if (words := words_of(entry))]
    is_open = row.pool.occurrence.event.sensitivity == Sensitivity.OPEN
    if row.queued_at is not None:
        lines.append(Line(None, free_words(places_since(row), is_open=is_open)))
    if row.state == "waiting":
        lines.append(Line(None, line_words(Registration.objects.before_in_line(row) + 1, is_open=is_open)))
    return lines


def words_of(entry: RegistrationLog) -> str:
    """One line of the log, or nothing where it says nothing to the person."""
    n = entry.seats or 1
    if entry.why == "passed_over":
        return _("There were places, but not enough for all %(n)d of you. They went to a smaller party.") % {"n": n}
    if entry.why == "ran_out":
        return _("We had no answer from you, so the place went on.")
    if entry.why in {"more", "fewer"}:
        return ngettext("You changed the sign-up to %(n)d person.", "You changed the sign-up to %(n)d people.", n) % {
            "n": n
        }
    if entry.why == "more_time":
        return _("You asked for more time. We kept the place until")
    if entry.why == "moved":
        return _("The date got another time. We kept the place until")
    if entry.after == "held":
        return _("You signed up. We kept a place for you while we waited for your answer, until")
    if entry.after == "offered":
        return _("We offered you a place. You could answer until")
    if entry.after == "waiting":
        again = entry.before == "expired"
        return (
            _("You came back on the waiting list, and kept your turn.") if again else _("You joined the waiting list.")
        )
    return ""


def places_since(row: Registration) -> int:
    """How many places came free for those who wait, since this party joined them."""
    assert row.queued_at is not None
    log = RegistrationLog.objects.of_pool_since(row.pool_id, row.queued_at)
    rows = log.values_list("registration_id", "before", "after", "seats")
    return came_free((Step(key, before, after, seats or 1) for key, before, after, seats in rows), own=row.pk)


def free_words(count: int, *, is_open: bool) -> str:
    """How many places came free since."""
    if not count:
        return _("No place has come free since you joined the line.")
    if is_open:
        return ngettext(
            "%(n)d place has come free since you joined the line.",
            "%(n)d places have come free since you joined the line.",
            count,
        ) % {"n": count}
    if count < A_FEW:
        return _("A few places have come free since you joined the line.")
    return _("%(n)d places or more have come free since you joined the line.") % {"n": A_FEW}


def line_words(number: int, *, is_open: bool) -> str:
    """Where they stand in line."""
    if is_open:
        return _("You are number %(n)d in line.") % {"n": number}
    low, high = range_of(number, (FIRST_ONES, NEAR))
    if low == 1:
        return _("You are among the first %(n)d in line.") % {"n": high}
    if high is not None:
        return _("You are between number %(low)d and %(high)d in line.") % {"low": low, "high": high}
    return _("More than %(n)d wait before you.") % {"n": low - 1}


def context_of(row: Registration) -> dict[str, Any]:
    """What the page says beside the sign-up itself."""
    lines: Sequence[Line] = story(row)
    return {
        "happened": [line for line in lines if line.at is not None],
        "sums_up": [line for line in lines if line.at is None],
        "is_many": row.wanted > 1,
    }
