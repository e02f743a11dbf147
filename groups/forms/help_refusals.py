"""Why something about respite, a lift or a desk was refused, in words that say what to do next."""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from groups.forms import seat_refusals
from groups.rules.respite import RespiteRefusal

REFUSAL_TEXT = {
    RespiteRefusal.HELP_CHANGED: _("A colleague has answered meanwhile. This is how it is now."),
    RespiteRefusal.HELP_CANCELLED: _("It is no longer needed. If somebody was to come, tell them."),
    RespiteRefusal.HELP_OVER: _("The date is past, so there is nothing to arrange any more."),
    RespiteRefusal.NOTHING_TO_CHOOSE: _("There is nothing to choose any more. This is how it is now."),
    RespiteRefusal.NO_PLACE_THERE: _("There are not places for you there right now. You keep the place you have."),
    RespiteRefusal.DESK_STALE: _("A colleague has changed the desk meanwhile. Look at it anew."),
    RespiteRefusal.DESK_NAME_TAKEN: _("There is a desk with that name. Choose another one."),
    RespiteRefusal.DESK_FOR_ALL_TAKEN: _("Another desk is for everywhere already. Write postcodes for this one."),
}
ANY_TEXT: dict[StrEnum, Any] = dict((*seat_refusals.REFUSAL_TEXT.items(), *REFUSAL_TEXT.items()))
