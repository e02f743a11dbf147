"""Why something with a case was refused, in words for those who work here."""

from django.utils.translation import gettext_lazy as _

from counselling.rules.cases import CaseRefusal
from portal.refusals import Refused

REFUSAL_TEXT = {
    CaseRefusal.HAS_OPEN_CASE: _("The person has an open case already. Work on in that one."),
    CaseRefusal.CASE_CLOSED: _("The case is closed. Open it again first; nothing was done."),
    CaseRefusal.CASE_STALE: _("Somebody changed the case meanwhile. This is how it is now; look at it and try again."),
    CaseRefusal.WORKER_NOT_COUNSELLOR: _("That colleague doesn't work as a counsellor now. Choose another one."),
    CaseRefusal.PERSON_GONE: _("This person was joined with another one meanwhile. Look them up again."),
    CaseRefusal.CONFLICT: _("That colleague has a conflict of interest with the person. Choose another one."),
    CaseRefusal.CASE_NOT_FROM_HERE: _("That can't be done with the case as it is now. Nothing was done."),
    CaseRefusal.HAS_LOOSE_ENDS: _("Something is still promised. Finish it first, then close the case."),
    CaseRefusal.CARRIES_IT_ALREADY: _("That colleague works with the case already. Choose another one."),
    CaseRefusal.PART_IS_OVER: _("That colleague doesn't work with the case any more. Nothing was done."),
    CaseRefusal.IS_THE_PERSON: _("That is the person the case is about. Write the e-mail of the one who takes part."),
    CaseRefusal.TAKES_PART_ALREADY: _("That person takes part already."),
    CaseRefusal.ACCOUNT_UNKNOWN: _("Nobody has that e-mail here. Leave it empty: the person can be added without."),
    CaseRefusal.NO_CONSENT: _("Only somebody who has said yes to notes can see them. Note the yes first."),
    CaseRefusal.TALK_IS_OFF: _("The talk is off, so it begins no case. Open one by looking the person up."),
}


def words_for(refused: Refused) -> str:
    """The words of a case's refusal."""
    return str(REFUSAL_TEXT[CaseRefusal(refused.reason.value)])
