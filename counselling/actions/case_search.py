"""Looking for a word in one's own cases. What is sealed is opened in memory, never by the database."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from counselling.actions.reading import shown
from counselling.case_lists import folded, headed
from counselling.models import Case, CaseParticipant
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit

MOST_CASES = 200  # more open cases than anybody carries
MOST_HITS = 25


@dataclass(frozen=True)
class Hit:
    """A case in which the word stands. where: name or participant (or notes)."""

    case: Case
    where: str


@dataclass(frozen=True)
class Found:
    """What a search found; is_cut when there was more than is shown."""

    hits: list[Hit]
    is_cut: bool
    looked_through: int


def holds(text: str, words: Iterable[str]) -> bool:
    """Whether every word stands in a text, however the letters are written."""
    plain = folded(text)
    return all(word in plain for word in words)


@transaction.atomic
def search_cases(*, by: User, text: str) -> Found:
    """The person's own open cases that hold every word: in the name or in the names of who takes part.

    Each case found is recorded as a read about its person before it is shown. Four queries and one for the log.
    """
    words = folded(text).split()
    mine = list(headed(Case.objects.worked_by(by).open(), clock.now()).order_by("opened_at")[:MOST_CASES])
    named: dict[object, list[str]] = {}
    for row in CaseParticipant.objects.in_cases([case.pk for case in mine]):
        name = shown(lambda row=row: row.first_name or "") or ""  # type: ignore[misc]
        named.setdefault(row.case_id, []).append(f"{name} {row.person or ''}")
    hits: list[Hit] = []
    for case in mine:
        if holds(str(case.person), words):
            hits.append(Hit(case, "name"))
        elif any(holds(name, words) for name in named.get(case.pk, [])):
            hits.append(Hit(case, "participant"))
    shown_hits = hits[:MOST_HITS]
    for hit in shown_hits:
        audit.record_read("counselling.case_found", by=by, obj=hit.case, subject=hit.case.person_id)
    return Found(shown_hits, len(hits) > MOST_HITS, len(mine))
