"""Looking for a word in one's own cases. What is sealed is opened in memory, never by the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from counselling.actions.reading import shown
from counselling.actions.second_lock import opened_to_search
from counselling.case_lists import folded, headed
from counselling.models import Case, CaseParticipant, Note
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit

MOST_CASES = 200  # more open cases than anybody carries
MOST_HITS = 25
MOST_NOTES = 1000  # the newest: some years of one counsellor's open cases
LONGEST = timedelta(seconds=2)  # nobody waits longer for a page; what was found by then is shown


@dataclass(frozen=True)
class Hit:
    """A case in which the word stands. where: name, participant or note."""

    case: Case
    where: str


@dataclass(frozen=True)
class Found:
    """What a search found; is_cut: there was more than is shown. notes: how many were looked through."""

    hits: list[Hit]
    is_cut: bool
    looked_through: int
    notes: int
    left_out_notes: bool  # older ones than those


def holds(text: str, words: Iterable[str]) -> bool:
    """Whether every word stands in a text, however the letters are written."""
    plain = folded(text)
    return all(word in plain for word in words)


@transaction.atomic
def search_cases(*, by: User, text: str) -> Found:
    """The person's own open cases that hold every word: in the name, in the names of who takes part, or in one note.

    Each case found is recorded as a read about its person before it is shown. Five questions and one for the log,
    however much there is; of notes the newest MOST_NOTES.
    """
    words = folded(text).split()
    mine = list(headed(Case.objects.worked_by(by).open(), clock.now()).order_by("opened_at")[:MOST_CASES])
    named: dict[UUID, list[str]] = {}
    for row in CaseParticipant.objects.in_cases([case.pk for case in mine]):
        name = shown(row, "first_name") or ""
        named.setdefault(row.case_id, []).append(f"{name} {row.person or ''}")
    noted, notes, left_out = in_notes([case.pk for case in mine], words)
    hits: list[Hit] = []
    for case in mine:
        if holds(str(case.person), words):
            hits.append(Hit(case, "name"))
        elif any(holds(name, words) for name in named.get(case.pk, [])):
            hits.append(Hit(case, "participant"))
        elif case.pk in noted:
            hits.append(Hit(case, "note"))
    told = hits[:MOST_HITS]
    if told:
        audit.record_reads((audit.Look("counselling.case_found", hit.case, hit.case.person_id) for hit in told), by=by)
    return Found(told, len(hits) > MOST_HITS, len(mine), notes, left_out)


def in_notes(case_ids: list[UUID], words: list[str]) -> tuple[set[UUID], int, bool]:
    """Which of these cases have a note with every word; how many notes were looked through, and whether some were not.

    A note that doesn't open is passed over. No word of a note leaves this function.
    """
    with opened_to_search(case_ids):
        rows = list(Note.objects.newest_in(case_ids)[: MOST_NOTES + 1])
    begun, found, looked = clock.now(), set[UUID](), 0
    for note in rows[:MOST_NOTES]:
        if clock.now() - begun > LONGEST:
            break
        looked += 1
        if note.case_id not in found and holds(shown(note, "text") or "", words):
            found.add(note.case_id)
    return found, looked, looked < len(rows)
