"""Why two people were not joined, or a code opened nothing, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from counselling.forms import contact_refusals
from counselling.rules.claims import ClaimRefusal
from counselling.rules.merging import MergeRefusal
from portal.accounts.forms import REFUSAL_TEXT as ACCOUNT_TEXT
from portal.refusals import Refused

REFUSAL_TEXT = {
    ClaimRefusal.HAS_ACCOUNT: _("This person signs in already. They need no code."),
    ClaimRefusal.CLAIM_UNKNOWN: _("We don't know that code. Look at it again, or ring us."),
    ClaimRefusal.CLAIM_OVER: _("That code no longer works. Ring us, and you get a new one."),
    ClaimRefusal.CLAIM_USED: _("That code was used already. Ring us if it was not you."),
    ClaimRefusal.CLAIM_NEEDS_US: _("The code is right, but we have to look at it first. We ring you soon."),
    MergeRefusal.TWO_CASES: _("Both have an open case. Choose which one goes on."),
    MergeRefusal.TAKE_PART_TOGETHER: _("The two take part in the same case, so they are two people."),
    MergeRefusal.WORKS_WITH_CASE: _("One of the two works with the other's case. They can't be one person."),
    MergeRefusal.NOT_YOUR_CASE: _("A colleague carries the case of one of the two. Ask them, or the team lead."),
}


def words_for(refused: Refused) -> str:
    """The words of a refusal of joining, whichever app it came from."""
    texts: dict[Any, Any] = {**ACCOUNT_TEXT, **REFUSAL_TEXT}
    return str(texts[refused.reason]) if refused.reason in texts else contact_refusals.words_for(refused)
