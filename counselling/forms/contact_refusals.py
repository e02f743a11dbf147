"""Why something with a call or a code was refused, in words: for staff, and for whoever writes a code."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from counselling.forms import case_refusals, staff_refusals
from counselling.forms.note_refusals import REFUSAL_TEXT as NOTE_TEXT
from counselling.forms.staff_book import CONTACT_TEXT
from counselling.rules.contacts import ContactRefusal
from portal.refusals import Refused

REFUSAL_TEXT = {
    ContactRefusal.CALLER_BARRED: _("You have a conflict of interest with this person. Let a colleague take it."),
    ContactRefusal.CALLER_GONE: _("This person was joined with another one meanwhile. Look them up again."),
    ContactRefusal.CALLER_NAMELESS: _("We don't know who rang. Look the person up, or write them down first."),
    ContactRefusal.CALL_BACK_PAST: _("That day lies behind us. Choose a day from today on."),
    ContactRefusal.NO_NUMBER: _("We have no number for this person. Write it down first."),
}


def words_for(refused: Refused) -> str:
    """The words of a refusal, whichever noun of counselling or the relatives' own app it came from."""
    texts: dict[Any, Any] = {
        **staff_refusals.REFUSAL_TEXT,
        **case_refusals.REFUSAL_TEXT,
        **CONTACT_TEXT,
        **NOTE_TEXT,
        **REFUSAL_TEXT,
    }
    return str(texts[refused.reason])
