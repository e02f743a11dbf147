"""Why something was refused, in words for those who work here: what is so now, and what to do."""

from django.utils.translation import gettext_lazy as _

from counselling.rules.talks import Refusal
from portal.refusals import Refused

REFUSAL_TEXT = {
    Refusal.TIME_TAKEN: _("That time was taken a moment ago. Choose another one."),
    Refusal.TIME_NOT_OFFERED: _("That time is not free. Choose another one."),
    Refusal.VISITS_FULL: _("The counsellor has all the home visits a day may hold. Choose another day."),
    Refusal.ADDRESS_TOO_LATE: _("It is too close to the visit to change the address. Ring the person."),
    Refusal.ADDRESS_TOO_FAR: _("The way to that address does not fit between the talks. Move the visit instead."),
    Refusal.ADDRESS_MISSING: _("A home visit needs an address."),
    Refusal.TYPE_NOT_BOOKABLE: _("That kind of talk is out of use. Choose another one."),
    Refusal.MODE_NOT_OFFERED: _("That kind of talk is not held that way. Choose another way to meet."),
    Refusal.COUNSELLOR_GONE: _("That counsellor takes no talks now. Choose another one."),
    Refusal.TOO_MANY_OPEN: _("The person has as many talks ahead as can be booked."),
    Refusal.HOLD_EXPIRED: _("The time is no longer held. Choose a time again."),
    Refusal.HOLD_EXTENDED_ENOUGH: _("The time can't be held any longer."),
    Refusal.HOLD_OF_SOMEBODY_ELSE: _("The time is held for somebody else. Choose another one."),
    Refusal.ALREADY_STARTED: _("The talk has begun. Note afterwards how it went."),
    Refusal.ALREADY_OVER: _("The talk is over. Note how it went instead."),
    Refusal.TOO_LATE_TO_MOVE: _("It is too late to move the talk."),
    Refusal.SAME_TIME: _("That is the time it has already. Choose another one."),
    Refusal.NOT_FROM_HERE: _("Somebody changed the talk meanwhile. This is how it is now; nothing was done."),
    Refusal.NOT_YET_OVER: _("That can be noted when the talk is over."),
    Refusal.STALE: _("Somebody changed this meanwhile. This is how it is now; look at it and try again."),
    Refusal.REASON_MISSING: _("Write why. The relative gets a message that the talk is off."),
    Refusal.CEILING_REACHED: _(
        "That counsellor has no room for one more first talk. Choose another one, or write why you book it anyway."
    ),
    Refusal.CODE_UNKNOWN: _("No talk has that code."),
    Refusal.CALLS_FULL: _("More people wait for a call than can be rung within a day."),
    Refusal.DUTY_TAKEN: _("Somebody else has the phone then. Take that turn away first, or choose other days."),
    Refusal.PHONE_MISSING: _("Write the number to ring."),
    Refusal.PERSON_GONE: _("This person was joined with another one meanwhile. Look them up again."),
    Refusal.PERSON_KNOWN: _("Somebody with that e-mail is known already. Look them up instead."),
}


def words_for(refused: Refused) -> str:
    """The words of a refusal of this app."""
    return str(REFUSAL_TEXT[Refusal(refused.reason.value)])
