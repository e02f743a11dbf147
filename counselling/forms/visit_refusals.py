"""Why something about a home visit was refused, in words for whoever stands at a door or looks for a colleague."""

from django.utils.translation import gettext_lazy as _

from counselling.rules.visits import VisitRefusal
from portal.refusals import Refused

REFUSAL_TEXT = {
    VisitRefusal.NOT_A_VISIT: _("This talk is not a home visit."),
    VisitRefusal.ADDRESS_NOT_YET: _("You see the address from 15.00 the day before until the day is over."),
    VisitRefusal.CHECK_IN_NOT_NOW: _("You can check in from an hour before the visit, on its own day."),
    VisitRefusal.ALREADY_IN: _("You have checked in already."),
    VisitRefusal.ALREADY_OUT: _("You are out already. Nothing was changed."),
    VisitRefusal.END_NOT_AHEAD: _("That time lies behind us. Write when you expect to be out."),
    VisitRefusal.STAY_TOO_LONG: _("A visit can be up to 4 hours. Write an earlier time; you can get more time later."),
    VisitRefusal.NOBODY_MISSED: _("Nobody is missed there. No alarm is running."),
    VisitRefusal.SAFE_ALREADY: _("The alarm is over: your colleague is safe."),
}


def words_for(refused: Refused) -> str:
    """The words of a refusal."""
    return str(REFUSAL_TEXT[VisitRefusal(refused.reason.value)])
