"""A line of the log as the data protection officer or the relative reads it: who, as what, what, whose. No content."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.audit.models import AuditEvent, Kind
from portal.audit.relatives_words import REASONS_FOR_RELATIVES, WORDS_FOR_RELATIVES
from portal.audit.words import REASONS, WORDS

CAPACITIES = {
    "counsellor": gettext_lazy("Counsellor"),
    "team_lead": gettext_lazy("Team lead"),
    "organiser": gettext_lazy("Organiser"),
    "planner": gettext_lazy("Planner"),
    "dpo": gettext_lazy("Data protection officer"),
    "administrator": gettext_lazy("Administrator"),
    "relative": gettext_lazy("Relative"),
    "anonymous": gettext_lazy("Not signed in"),
    "house": gettext_lazy("The portal itself"),
}


@dataclass(frozen=True)
class Said:
    """The words for events and for the codes of reasons, as one kind of reader needs them."""

    words: Mapping[str, Any]
    reasons: Mapping[str, Any]


FOR_STAFF = Said(WORDS, REASONS)
FOR_RELATIVES = Said(WORDS_FOR_RELATIVES, REASONS_FOR_RELATIVES)


@dataclass(frozen=True)
class Line:
    """One event in words."""

    at: datetime
    who: str
    capacity: str
    what: str
    is_read: bool
    subject: str
    reason: str = ""


def lines_of(
    events: Iterable[AuditEvent],
    people: Mapping[Any, Any],
    written: Mapping[int, str] | None = None,
    said: Said = FOR_STAFF,
) -> list[Line]:
    """The events as lines; people: who acted, by key; written: what they wrote as their reason, where it is shown."""
    texts = written or {}
    return [line_of(event, people.get(event.actor), texts.get(event.pk, ""), said) for event in events]


def line_of(event: AuditEvent, actor: Any, written: str = "", said: Said = FOR_STAFF) -> Line:
    """One event. Staff are named; relatives are not, here as anywhere in the log."""
    capacity = ", ".join(str(CAPACITIES.get(role, role)) for role in event.role.split(","))
    return Line(
        at=event.at,
        who=who_of(event, actor) or capacity,
        capacity=capacity,
        what=str(said.words.get(event.action, event.action)),
        is_read=event.kind == Kind.READ,
        subject=str(event.subject or ""),
        reason=written or reason_of(event, said),
    )


def reason_of(event: AuditEvent, said: Said = FOR_STAFF) -> str:
    """The reason somebody gave. Codes are said in words; one without words (which role, which search) is not shown."""
    if event.reason in said.reasons:
        return str(said.reasons[event.reason])
    return event.reason if " " in event.reason.strip() and not event.action.startswith("audit.chain") else ""


def who_of(event: AuditEvent, actor: Any) -> str:
    """Who acted, where that may be said."""
    if event.actor is not None and event.actor == event.subject:
        return _("The person themself")
    return str(actor) if actor is not None and event.role != "relative" else ""
