"""Why nothing is handed out or asked after an evening, in words that say what to do next."""

from django.utils.translation import gettext_lazy as _

from groups.rules.evaluations import EvaluationRefusal
from groups.rules.handouts import HandoutRefusal
from portal.refusals import Refused

REFUSAL_TEXT = {
    HandoutRefusal.HANDOUT_NO_PDF: _("That is no PDF. Save it as a PDF first, then everybody can open it."),
    HandoutRefusal.HANDOUT_TOO_LARGE: _("The file is larger than {megabytes} MB. Make the pictures in it smaller."),
    HandoutRefusal.HANDOUT_NAMED_TWICE: _(
        "There is a file of that name already. Remove it first, or use another name."
    ),
    HandoutRefusal.HANDOUTS_TOO_MANY: _("There are {most} files already. Remove one first."),
    EvaluationRefusal.EVALUATION_ASKED: _("That is planned already."),
    EvaluationRefusal.EVALUATION_NO_DATE: _("The date does not take place, so there is nobody to ask."),
    EvaluationRefusal.EVALUATION_TOO_LATE: _("It is more than a week ago. Ask right after the next evening."),
    EvaluationRefusal.EVALUATION_SENT: _("They have been asked already."),
    EvaluationRefusal.EVALUATION_EMPTY: _("Answer at least one of the three."),
    EvaluationRefusal.EVALUATION_LINK_USED: _("The link is used, or the time to answer is over."),
}


def words_for(refused: Refused) -> str:
    """The sentence for a refusal."""
    return str(REFUSAL_TEXT[refused.reason]).format(**refused.details)
