"""The pages of files people take along."""

from typing import Any

from counselling.actions.exports import take_numbers
from portal.audit.models import ExportFile
from tests.pages.look import COUNSELLOR, LEAD, Look, user


def taken() -> dict[str, Any]:
    """Some files of the team lead, one of them fetched."""
    lead = user(LEAD)
    for number in range(3 - ExportFile.objects.filter(made_by=lead).count()):
        reason = f"Til udvalgets møde i marts, udgave {number + 1}"
        take_numbers(by=lead, lines=lambda: [["Samtaler", 12]], file_format="xlsx", reason=reason)
    return {}


def taken_file() -> dict[str, Any]:
    """The first of them."""
    taken()
    return {"pk": ExportFile.objects.filter(made_by=user(LEAD)).earliest("made_at").pk}


FILE_PAGES = [
    Look("audit:files", LEAD, taken),
    Look("audit:files", COUNSELLOR, query="?none"),
    Look("audit:file", LEAD, taken_file),
]
