"""Why something with a case was refused, in words for those who work here."""

from django.utils.translation import gettext_lazy as _

from counselling.rules.cases import CaseRefusal

REFUSAL_TEXT = {
    CaseRefusal.HAS_OPEN_CASE: _("The person has an open case already. Work on in that one."),
    CaseRefusal.CASE_CLOSED: _("The case is closed. Open it again first; nothing was done."),
    CaseRefusal.CASE_STALE: _("Somebody changed the case meanwhile. This is how it is now; look at it and try again."),
    CaseRefusal.WORKER_NOT_COUNSELLOR: _("That colleague doesn't work as a counsellor now. Choose another one."),
    CaseRefusal.CONFLICT: _("That colleague has a conflict of interest with the person. Choose another one."),
}
