"""Why the waiting list said no, in words that say what to do next: for relatives, and for those who work here."""

from django.utils.translation import gettext_lazy as _

from counselling.forms import refusals, staff_refusals
from counselling.rules.talks import Refusal
from counselling.rules.waiting import WaitingRefusal

REFUSAL_TEXT = {
    WaitingRefusal.ALREADY_WAITING: _("You are on the list for this talk already."),
    WaitingRefusal.NOT_WAITING: _("You are no longer on this list. You are welcome to join it again."),
    WaitingRefusal.TALK_CANNOT_BE_EARLIER: _("Your talk is so soon that there is no earlier time to offer."),
    WaitingRefusal.MODE_NOT_HELD: _("Choose at least one way to talk that this talk is held in."),
    WaitingRefusal.TYPE_CLOSED: _("There is no list for this talk right now. Ring us, and we find a time together."),
    WaitingRefusal.ALREADY_OFFERED: _("You have an offer to answer first."),
    WaitingRefusal.OFFER_OVER: _("This time is no longer kept for you."),
    WaitingRefusal.OFFER_EXPIRED: _("The time to answer has passed, so this time is no longer kept for you."),
    WaitingRefusal.OFFER_TAKEN: _("You have said yes to this time already."),
    WaitingRefusal.NOT_EARLIER: _("You have an earlier talk by now, so nothing was changed."),
    WaitingRefusal.TOO_SOON_TO_OFFER: _("The time is too soon to be offered. Ring instead."),
    WaitingRefusal.REASON_NEEDED: _("Write why."),
    WaitingRefusal.ENTRY_STALE: _("This was changed meanwhile. Look at it again below."),
    WaitingRefusal.TIME_NOT_FREE: _("That time is not free. Choose another one."),
}
STAFF_TEXT = {
    **REFUSAL_TEXT,
    WaitingRefusal.ALREADY_WAITING: _("The person is on the list for this talk already."),
    WaitingRefusal.NOT_WAITING: _("The person is no longer on the list. Nothing was done."),
    WaitingRefusal.TALK_CANNOT_BE_EARLIER: _("The talk is so soon that no earlier time can be offered by the list."),
    WaitingRefusal.TYPE_CLOSED: _("That kind of talk is out of use."),
    WaitingRefusal.ALREADY_OFFERED: _("The person has an offer to answer first."),
    WaitingRefusal.OFFER_OVER: _("The offer is over. Nothing was done."),
    WaitingRefusal.OFFER_EXPIRED: _("The time to answer has passed, and the time goes to the next one."),
    WaitingRefusal.OFFER_TAKEN: _("The person has said yes already."),
    WaitingRefusal.NOT_EARLIER: _("The person has an earlier talk than that."),
    WaitingRefusal.TOO_SOON_TO_OFFER: _(
        "Within a day nothing is offered by the list. Ring, and book it for the person."
    ),
    WaitingRefusal.ENTRY_STALE: _("Somebody changed this meanwhile. This is how it is now; look at it and try again."),
}


def words_for(reason: object) -> str:
    """The words of a refusal for a relative, the list's own or a talk's."""
    if reason in REFUSAL_TEXT:
        return str(REFUSAL_TEXT[WaitingRefusal(str(reason))])
    return refusals.words_for(reason)


def staff_words_for(reason: object) -> str:
    """The words of a refusal for those who work here."""
    if reason in STAFF_TEXT:
        return str(STAFF_TEXT[WaitingRefusal(str(reason))])
    return str(staff_refusals.REFUSAL_TEXT[Refusal(str(reason))])
