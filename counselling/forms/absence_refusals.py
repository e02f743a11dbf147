"""Why a plan for an absence, or an answer to new times, was refused, in words."""

from django.utils.translation import gettext_lazy as _

from counselling.forms import handover_refusals
from counselling.rules.absences import AbsenceRefusal
from portal.calendar.forms.refusals import REFUSAL_TEXT as CALENDAR_TEXT
from portal.calendar.rules import Refusal as CalendarRefusal
from portal.design.words import moment_words
from portal.refusals import Refused

REFUSAL_TEXT = {
    AbsenceRefusal.TALKS_CHANGED: _("The calendar has changed meanwhile. Look at what is new; your choices are kept."),
    AbsenceRefusal.COLLEAGUE_TAKEN: _("The colleague is no longer free {talks}. Choose again; nothing was sent."),
    AbsenceRefusal.NO_TIMES: _("There are no other free times for the talk {talks}. Choose something else."),
    AbsenceRefusal.NOT_REACHABLE: _("No message reaches the person about the talk {talks}. Somebody must ring."),
    AbsenceRefusal.CANCEL_WITHOUT_WORDS: _("Write why the talk {talks} is cancelled. Only colleagues read it."),
    AbsenceRefusal.CHOICE_MISSING: _("Choose what becomes of each talk."),
    AbsenceRefusal.OFFER_OVER: _("The times are no longer kept for you. We ring you, or you can choose another time."),
}


def words_for(refused: Refused) -> str:
    """The words of a refusal in the wizard, whichever app said it."""
    if isinstance(refused.reason, CalendarRefusal):
        return str(CALENDAR_TEXT[refused.reason])
    if not isinstance(refused.reason, AbsenceRefusal):
        return handover_refusals.words_for(refused)
    said = str(REFUSAL_TEXT[refused.reason])
    talks = ", ".join(moment_words(start) for start in refused.details.get("starts", []))
    return said.replace("{talks}", talks)
