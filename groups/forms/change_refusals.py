"""Why a sign-up can't be changed like that, in words that say what to do next."""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from groups.forms import seat_refusals
from groups.rules.changing import ChangeRefusal

REFUSAL_TEXT = {
    ChangeRefusal.CHANGED_MEANWHILE: _(
        "The sign-up has changed since you opened this page. What you wrote is still here. Look it through, and save."
    ),
    ChangeRefusal.ANSWER_OFFER_FIRST: _("There is a place for you. Say yes or no to it first. Then you can change."),
    ChangeRefusal.CONFIRM_FIRST: _("Confirm your sign-up first. Then you can change it."),
    ChangeRefusal.NOT_LIVE: _("You are not signed up any more, so there is nothing to change."),
    ChangeRefusal.HAS_BEGUN: _("It has begun or is over, so there is nothing to change."),
    ChangeRefusal.IS_HERE_ALREADY: _("You have been welcomed at the door. Say there if somebody comes later or not."),
    ChangeRefusal.NO_NEW_DATE_YET: _("There is no new date yet. You can change the sign-up when there is one."),
    ChangeRefusal.NO_ROOM_FOR_MORE: _("There are not places for so many right now."),
    ChangeRefusal.NO_MORE_AFTER_CLOSING: _("The time to sign up more is over. Ring us, we may know of a place."),
}
ANY_TEXT: dict[StrEnum, Any] = dict((*seat_refusals.REFUSAL_TEXT.items(), *REFUSAL_TEXT.items()))
