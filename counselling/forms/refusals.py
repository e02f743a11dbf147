"""Why a wish was refused, in words that say what to do next."""

from django.utils.translation import gettext_lazy as _

from counselling.rules.talks import Refusal

REFUSAL_TEXT = {
    Refusal.TIME_TAKEN: _("Somebody just took that time. Choose another one below."),
    Refusal.TIME_NOT_OFFERED: _("We don't offer that time. Choose another one below."),
    Refusal.VISITS_FULL: _("The counsellor has no room for one more home visit that day. Choose another time below."),
    Refusal.ADDRESS_MISSING: _("Write the address we should come to."),
    Refusal.ADDRESS_TOO_LATE: _("It is too close to the visit to change the address here. Ring us."),
    Refusal.ADDRESS_TOO_FAR: _(
        "We can't be at that address in time that day. Nothing is changed. Ring us, and we find a way."
    ),
    Refusal.TYPE_NOT_BOOKABLE: _("That talk can't be booked here any more. Choose another one, or ring us."),
    Refusal.MODE_NOT_OFFERED: _("That talk is not held that way. Choose another way to meet."),
    Refusal.COUNSELLOR_GONE: _("That counsellor does not take bookings right now. Choose another one."),
    Refusal.TOO_MANY_OPEN: _(
        "You have as many talks ahead as can be booked at once. Move or cancel one of them first."
    ),
    Refusal.HOLD_EXPIRED: _("We no longer hold the time for you. Choose a time again."),
    Refusal.HOLD_EXTENDED_ENOUGH: _("You can't get more time for this one. Book now, or choose a time again."),
    Refusal.HOLD_OF_SOMEBODY_ELSE: _("That time was chosen by somebody else on this device. Choose a time again."),
    Refusal.ALREADY_STARTED: _("The talk has begun, so this can't be changed here. Ring us."),
    Refusal.ALREADY_OVER: _("The talk is over, so this can't be changed."),
    Refusal.TOO_LATE_TO_MOVE: _(
        "It is too close to the talk to move it here. Ring us, or cancel it and choose a new time."
    ),
    Refusal.SAME_TIME: _("That is the time you have already. Choose another one."),
    Refusal.NOT_FROM_HERE: _("The talk has changed since you opened the page. Look at it again below."),
    Refusal.NOT_YET_OVER: _("That can only be said after the talk."),
    Refusal.STALE: _("The talk has changed since you opened the page. Look at it again below."),
    Refusal.REASON_MISSING: _("Write the reason."),
    Refusal.CEILING_REACHED: _(
        "The last place for a first talk with this counsellor was just taken. Choose somebody else, or wait in line."
    ),
    Refusal.CODE_UNKNOWN: _("We don't know that code. Look at it again, or ring us."),
    Refusal.CALLS_FULL: _("So many are waiting for a call that we can't promise one within a day. Ring us instead."),
    Refusal.DUTY_TAKEN: _("Somebody else has the phone in that time."),
    Refusal.PHONE_MISSING: _("Write the number we should ring."),
    Refusal.PERSON_GONE: _("You can't book from here any more. Sign in again, or ring us."),
    Refusal.PERSON_KNOWN: _("Somebody with that e-mail is known already. Look them up instead."),
}
TOO_MANY_TRIES = _("You have tried many codes. Wait 10 minutes, or ring us.")


def words_for(reason: object) -> str:
    """The words of a refusal."""
    return str(REFUSAL_TEXT[Refusal(str(reason))])
