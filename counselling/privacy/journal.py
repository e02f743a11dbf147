"""What the records system has of a case: moments and sums, never a note's words. It goes with the case."""

from counselling.privacy.cases import CASE
from portal.privacy.registry import Field, ordinary, technical

FIELDS: dict[str, dict[str, Field]] = {
    "UnfiledNote": {
        **dict.fromkeys(("note", "case"), technical(CASE)),
        **dict.fromkeys(("written_at", "ready_at"), ordinary(CASE, export=False)),
    },
    "JournalPackage": {
        **dict.fromkeys(("id", "case", "made_by", "filed_by", "notes", "sha256"), technical(CASE)),
        **dict.fromkeys(("made_at", "fetched_at", "filed_at"), ordinary(CASE)),
    },
}
OWNERS: dict[str, tuple[str, ...]] = {"UnfiledNote": ("case__person",), "JournalPackage": ("case__person",)}
PERIODS = ()
