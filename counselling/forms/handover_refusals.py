"""Why a handover, a substitution, an emergency or a conflict was refused, in words for those who work here."""

from django.utils.translation import gettext_lazy as _

from counselling.forms import case_refusals, staff_refusals
from counselling.rules.cases import CaseRefusal
from counselling.rules.handovers import HandoverRefusal
from portal.design.words import moment_words
from portal.refusals import Refused

REFUSAL_TEXT = {
    HandoverRefusal.HANDOVER_DECIDED: _("The handover has its answer already. This is how it is now."),
    HandoverRefusal.HANDOVER_WAITS: _("A handover of the case waits for an answer already. Take that one back first."),
    HandoverRefusal.HANDOVER_OUTDATED: _("The case has another counsellor meanwhile. Nothing was moved."),
    HandoverRefusal.NOT_CARRIED: _("The case is not carried by that counsellor now. Look at the case again."),
    HandoverRefusal.SAME_WORKER: _("Choose somebody else than who has the case now."),
    HandoverRefusal.SUMMARY_SHORT: _("Write a little more: what must the colleague know to go on?"),
    HandoverRefusal.WORDS_MISSING: _("Write why you can't. Your colleague reads it."),
    HandoverRefusal.RECEIVER_BUSY: _("{name} has no room for these talks. Nothing was moved: {talks}."),
    HandoverRefusal.RECEIVER_DAY_FULL: _(
        "{name} has as many home visits as a day may hold. Nothing was moved: {talks}."
    ),
    HandoverRefusal.RECEIVER_WITHOUT_CALENDAR: _("The colleague has no calendar, so the talks ahead have no place."),
    HandoverRefusal.TOO_LONG: _("Somebody can stand in for 14 days at most. Hand the cases over instead."),
    HandoverRefusal.ALREADY_PAST: _("That day lies behind us. Choose one ahead."),
    HandoverRefusal.NOTHING_CHOSEN: _("Choose at least one case."),
    HandoverRefusal.REASON_SHORT: _("Write why, in at least 20 letters. The relative can see that you were here."),
    HandoverRefusal.ALREADY_READS: _("You can read this case already. Open it from your own list."),
    HandoverRefusal.GLASS_OVER: _("The emergency access is over already."),
    HandoverRefusal.CONFLICT_KNOWN: _("The conflict of interest is noted already."),
    HandoverRefusal.OWN_CONFLICT: _("You have a conflict of interest with this person. Ask another colleague."),
    HandoverRefusal.OVERRIDE_WITHOUT_REASON: _("Somebody else is proposed first. Choose why you give it to this one."),
}


def words_for(refused: Refused) -> str:
    """The words of a refusal about a case, a handover or a talk."""
    if isinstance(refused.reason, HandoverRefusal):
        said = str(REFUSAL_TEXT[refused.reason])
        starts = refused.details.get("starts")
        if starts:
            talks = ", ".join(moment_words(start) for start in starts)
            said = said.format(name=refused.details["name"], talks=talks)
        return said
    if isinstance(refused.reason, CaseRefusal):
        return str(case_refusals.REFUSAL_TEXT[refused.reason])
    return staff_refusals.words_for(refused)
