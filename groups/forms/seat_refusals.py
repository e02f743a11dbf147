"""Why a sign-up was refused, in words that say what to do next."""

from django.utils.translation import gettext_lazy as _

from groups.rules.seats import SeatRefusal

REFUSAL_TEXT = {
    SeatRefusal.EVENT_OVER: _("It has begun or is over. Look for another date."),
    SeatRefusal.NOT_OPEN_YET: _("You can't sign up yet. See on the page when it opens."),
    SeatRefusal.REGISTRATION_CLOSED: _("The time to sign up is over. Ring us, we may know of a place."),
    SeatRefusal.EVENT_CANCELLED: _("It has been called off. Look for another date."),
    SeatRefusal.NO_SIGN_UP_NEEDED: _("You need not sign up. Just come."),
    SeatRefusal.PARTY_TOO_LARGE: _("You are too many for one sign-up. Take fewer along, or ring us."),
    SeatRefusal.ALREADY_SIGNED_UP: _("You are signed up already. Find it in your messages, or under My page."),
    SeatRefusal.WAITING_LIST_FULL: _("The waiting list is full too. Look for another date, or ring us."),
    SeatRefusal.OFFER_GONE: _("The place is no longer kept for you. You can go on waiting and keep your turn."),
    SeatRefusal.NOT_FROM_HERE: _("The sign-up has changed meanwhile. This is how it is now."),
    SeatRefusal.SEAT_GONE: _("Somebody else answered first. You are still on the waiting list."),
    SeatRefusal.NO_MORE_TIME: _("We can't keep the place longer. Answer now, or ring us."),
    SeatRefusal.BELOW_TAKEN: _("More seats are taken than that. Choose at least as many."),
    SeatRefusal.MINIMUM_TOO_HIGH: _("More must come than there are seats for. Choose a lower number."),
    SeatRefusal.SIGN_UP_STALE: _("The sign-up has changed meanwhile. This is how it is now."),
    SeatRefusal.SOLD_OUT: _("There are not enough free places any more. You can go on the waiting list."),
    SeatRefusal.TOO_MANY_SIGN_UPS: _("Many have signed up from here just now. Wait 10 minutes, or ring us."),
    SeatRefusal.IS_HERE: _("We have noted that you are here, so the place stays yours. Must you go? Say so there."),
    SeatRefusal.PERSON_GONE: _("This record was joined with another one. Sign in again, or look the person up again."),
}
ON_THE_PHONE = {  # the same to staff, who answer for somebody else
    **REFUSAL_TEXT,
    SeatRefusal.EVENT_OVER: _("It is over, so there is nothing to change."),
    SeatRefusal.REGISTRATION_CLOSED: _("The time to sign up is over."),
    SeatRefusal.OFFER_GONE: _("No place is kept for them any more. This is how it is now."),
    SeatRefusal.SEAT_GONE: _("Somebody else answered first. They are still on the waiting list."),
}
