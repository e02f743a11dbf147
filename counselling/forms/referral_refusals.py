"""Why something with a referral was refused, in words for those who work here."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from counselling.forms import contact_refusals, note_refusals
from counselling.rules.referrals import ReferralRefusal
from portal.refusals import Refused

REFUSAL_TEXT = {
    ReferralRefusal.PLACE_MISSING: _("Choose an offer, or write the place."),
    ReferralRefusal.OFFER_GONE: _("That offer takes nobody any more. Choose another one."),
    ReferralRefusal.YES_MISSING: _("Ask the relative first. Nobody is passed on without their yes."),
    ReferralRefusal.UNDER_WAY_ALREADY: _("The relative is on the way there already."),
    ReferralRefusal.NO_ADDRESS: _("The place has no e-mail here. Ring them instead."),
    ReferralRefusal.REFERRAL_STALE: _("Somebody noted something meanwhile. This is how it is now."),
    ReferralRefusal.NOT_FROM_THIS: _("That was answered already. Nothing was changed."),
}


def words_for(refused: Refused) -> str:
    """The words of a refusal of this noun, of the case or of the follow-up made with it."""
    texts: dict[Any, Any] = {**note_refusals.REFUSAL_TEXT, **REFUSAL_TEXT}
    return str(texts[refused.reason]) if refused.reason in texts else contact_refusals.words_for(refused)
