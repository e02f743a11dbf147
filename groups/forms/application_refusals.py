"""Why a decision about those who asked for a place was refused, in words that say what to do next."""

from django.utils.translation import gettext_lazy as _

from groups.rules.applications import ApplicationRefusal

REFUSAL_TEXT = {
    ApplicationRefusal.NOBODY_CHOSEN: _("Choose whom it is about."),
    ApplicationRefusal.NOT_BY_ASKING: _("People sign up for this event themselves, so there is nothing to decide."),
    ApplicationRefusal.DECIDED_MEANWHILE: _(
        "They withdrew, or a colleague decided meanwhile. Nobody was told anything. See the list as it is now."
    ),
    ApplicationRefusal.TOO_FEW_SEATS: _("There are too few places for all of them. Choose fewer, or make more seats."),
    ApplicationRefusal.REASON_MISSING: _("Choose a reason. They read it."),
    ApplicationRefusal.TOO_LATE_TO_DECIDE: _("The date is off or has begun, so a place can't be offered any more."),
}
