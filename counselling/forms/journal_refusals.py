"""Why nothing went to the records system, in words for those who work here."""

from django.utils.translation import gettext_lazy as _

from counselling.rules.journal import JournalRefusal
from portal.refusals import Refused

REFUSAL_TEXT = {
    JournalRefusal.NUMBERS_MISSING: _(
        "The case needs its journal number and KLE number first. Write them in the case."
    ),
    JournalRefusal.NOTHING_TO_FILE: _(
        "Nothing waits for the records now. A note can go there 24 hours after it is written."
    ),
    JournalRefusal.NOTE_CLOSED_TO_US: _(
        "A note can't be opened, so no file was made: half a file would look like a whole one."
        " The administrator has been told."
    ),
    JournalRefusal.DOCUMENT_FAILED: _("The document could not be made. Nothing was sent. Tell the administrator."),
    JournalRefusal.NOT_FETCHED: _("Nobody has fetched the file yet. Fetch it and put it into the records first."),
    JournalRefusal.FILED_ALREADY: _("These notes are marked as journalised already."),
    JournalRefusal.CASE_OF_OTHERS: _("You don't work with this case now. Nothing was done."),
}


def words_for(refused: Refused) -> str:
    """The words of a refusal."""
    return str(REFUSAL_TEXT[JournalRefusal(refused.reason.value)])
