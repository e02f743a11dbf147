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
    RespiteRefusal.HELP_NOT_HERE: _("You can't ask for that here. Ring us, and we find out what is possible."),
    RespiteRefusal.HELP_ASKED_ALREADY: _("You have asked already. This is how it is now."),
    RespiteRefusal.HELP_ANSWERED: _("You have an answer already. Ring us if something is different now."),
    RespiteRefusal.HELP_WORDS_CHANGED: _(
        "It has changed since you opened this page. What you wrote is still here. Look it through, and save."
    ),
    RespiteRefusal.HELP_TOO_LATE: _("It is so soon that we can't promise you an answer. Ring us, and we try."),
    RespiteRefusal.HELP_YES_FIRST: _("There is a place for you. Say yes to it first. Then you can ask."),
    RespiteRefusal.HELP_CONFIRM_FIRST: _("Confirm your sign-up first. Then you can ask."),
    RespiteRefusal.HELP_NOT_SIGNED_UP: _("You are not signed up any more, so we don't look for anybody."),
    RespiteRefusal.HELP_NO_DATE_YET: _("There is no new date yet. You can ask when there is one."),
    RespiteRefusal.NOTHING_TO_CHOOSE: _("There is nothing to choose any more. This is how it is now."),
    RespiteRefusal.NO_PLACE_THERE: _("There are not places for you there right now. You keep the place you have."),
    RespiteRefusal.DESK_STALE: _("A colleague has changed the desk meanwhile. Look at it anew."),
    RespiteRefusal.DESK_NAME_TAKEN: _("There is a desk with that name. Choose another one."),
    RespiteRefusal.DESK_FOR_ALL_TAKEN: _("Another desk is for everywhere already. Write postcodes for this one."),
}
ANY_TEXT: dict[StrEnum, Any] = dict((*seat_refusals.REFUSAL_TEXT.items(), *REFUSAL_TEXT.items()))
