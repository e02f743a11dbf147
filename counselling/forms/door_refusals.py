"""Why something at the professionals' door was refused, in words."""

from django.utils.translation import gettext_lazy as _

from counselling.forms import contact_refusals
from counselling.rules.door import DoorRefusal
from portal.refusals import Refused

REFUSAL_TEXT = {
    DoorRefusal.DOOR_LAPSED: _("What you wrote is no longer here. Please write it again."),
    DoorRefusal.DOOR_ANSWERED: _("Somebody answered this meanwhile. Nothing was changed."),
}


def words_for(refused: Refused) -> str:
    """The words of a refusal of the door, of the person or of the case."""
    if refused.reason in REFUSAL_TEXT:
        return str(REFUSAL_TEXT[DoorRefusal(refused.reason)])
    return contact_refusals.words_for(refused)
