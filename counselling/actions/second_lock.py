"""Opening the second lock on notes: a case, a draft, or what was released of a case. Only actions about notes do."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from portal.vault.second_lock import PURPOSE, opened

OPEN_CASE = "portal.open_case"
OPEN_CASES = "portal.open_cases"
OPEN_DRAFT = "portal.open_draft"


@contextmanager
def opened_case(case_id: UUID) -> Iterator[None]:
    """A case's notes, for those who work with it. Whoever calls this has judged that."""
    with opened({OPEN_CASE: str(case_id), PURPOSE: ""}):
        yield


@contextmanager
def opened_to_read(
    case_id: UUID | None = None, *, author_id: UUID | None = None, about: UUID | None = None
) -> Iterator[None]:
    """A case's notes, one's own draft about a talk or case, or both at once; nothing can be written."""
    draft = f"{author_id}/{about}" if author_id and about else ""
    with opened({OPEN_CASE: str(case_id or ""), PURPOSE: "", OPEN_DRAFT: draft}, to_read=True):
        yield


@contextmanager
def opened_to_search(case_ids: Iterable[UUID]) -> Iterator[None]:
    """The notes of some cases, to look for a word in them; nothing can be written. The caller has judged each case."""
    with opened({OPEN_CASES: ",".join(str(key) for key in case_ids), PURPOSE: "search"}, to_read=True):
        yield


@contextmanager
def opened_released(case_id: UUID) -> Iterator[None]:
    """What was released of a case's notes, for those it is about; nothing can be written."""
    with opened({OPEN_CASE: str(case_id), PURPOSE: "released"}, to_read=True):
        yield


@contextmanager
def opened_draft(author_id: UUID, about: UUID) -> Iterator[None]:
    """One person's draft about one talk or case, to keep it or let it go."""
    with opened({OPEN_DRAFT: f"{author_id}/{about}"}):
        yield
