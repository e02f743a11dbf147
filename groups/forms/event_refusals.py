"""Why something with an event, a date or a place was refused, in words that say what to do next."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from groups.forms.application_refusals import REFUSAL_TEXT as APPLICATION_TEXT
from groups.forms.co_organisers import REFUSAL_TEXT as PARTNER_TEXT
from groups.forms.course_refusals import REFUSAL_TEXT as COURSE_TEXT
from groups.forms.seat_refusals import REFUSAL_TEXT as SEAT_TEXT
from groups.forms.theme_weeks import REFUSAL_TEXT as WEEK_TEXT
from groups.rules.dates import DateRefusal
from groups.rules.events import EventRefusal
from groups.rules.venues import VenueRefusal
from portal.design.words import moment_words
from portal.refusals import Refused

REFUSAL_TEXT = {
    EventRefusal.EVENT_STALE: _("A colleague changed it while you wrote. Look at how it is now, and save again."),
    EventRefusal.EVENT_NOT_FROM_HERE: _("That can't be done from where it is now. Look at the page again."),
    EventRefusal.NEEDS_A_READER: _("A colleague must read it first. Ask one to read it, then they publish it."),
    EventRefusal.NOTHING_TO_READ: _("Nothing waits to be read here."),
    EventRefusal.HAS_GAPS: _("Something is still missing. See the list, and try again when all is in place."),
    EventRefusal.HAS_SIGN_UPS: _("People are signed up. Call the dates off first, so that everybody is told."),
    EventRefusal.MOMENT_IS_PAST: _("That moment is past. Choose a later one, or publish now."),
    EventRefusal.DISCREET_TITLE_MISSING: _("Write what messages and calendars call it instead."),
    EventRefusal.WINDOW_BACKWARDS: _("Sign-up must close after it opens."),
    EventRefusal.SPEAKER_NAMED_TWICE: _("That name is on the programme already."),
    EventRefusal.PICTURE_UNREADABLE: _("We can't read that as a picture. Use a JPEG, PNG or WebP file."),
    EventRefusal.PICTURE_TOO_LARGE: _("The picture is too large. Use one of at most 8 MB and 40 million pixels."),
    EventRefusal.PICTURE_NEEDS_WORDS: _("Say what the picture shows, or tick that it is decoration. Not both."),
    EventRefusal.NOBODY_TO_TELL: _("Nobody is in that group now, so nothing was sent."),
    EventRefusal.SOME_ASKED: _("Some have asked for a place and have no answer yet. Answer them first."),
    EventRefusal.IS_A_TEMPLATE: _("It is a template. Begin an event from it, and give that one its dates."),
    EventRefusal.KEEPS_LONGER: _("People have signed up and were told when it is deleted. It can only be sooner now."),
    EventRefusal.KEEPS_TOO_SHORT: _("Keep it at least 3 days: those who came are asked the day after."),
    DateRefusal.DATE_STALE: _("A colleague changed the date meanwhile. Look at how it is now, and try again."),
    DateRefusal.DATE_OVER: _("The date is over."),
    DateRefusal.DATE_CALLED_OFF: _("The date is called off. Make a new one instead."),
    DateRefusal.DATE_IN_THE_PAST: _("A date must be ahead. Choose a later day."),
    DateRefusal.DATE_HAS_NO_LENGTH: _("It must end after it begins, within 16 hours."),
    DateRefusal.DATE_HOUR_UNCLEAR: _("The clock changes in that hour. Choose another time."),
    DateRefusal.DATE_TWICE: _("There is a date at that time already."),
    DateRefusal.DATE_SAME: _("It is like that already, so nobody was told."),
    DateRefusal.PLACE_TAKEN: _("Somebody or something needed is busy then. Choose another time or room."),
    DateRefusal.PLACE_OUT_OF_USE: _("The room, or a colleague's calendar, is out of use. Choose another."),
    DateRefusal.LINK_MISSING: _("Write the link people take part with."),
    DateRefusal.NO_DATES: _("There is no date to do that with."),
    DateRefusal.TOO_MANY_DATES: _("That is more than 60 dates. Choose an earlier last day."),
    DateRefusal.SEATS_TWICE: _("It has seats of that kind already. Change how many there are instead."),
    DateRefusal.SEATS_HAVE_PEOPLE: _("Somebody has signed up. Call the date off instead, so that they are told."),
    VenueRefusal.VENUE_NAME_TAKEN: _("There is a place of that name already."),
    VenueRefusal.VENUE_STALE: _("A colleague changed the place meanwhile. Look at how it is now, and save again."),
}


def words_for(refused: Refused) -> str:
    """The sentence for a refusal; where somebody is busy, who and when."""
    if refused.reason == DateRefusal.PLACE_TAKEN and "name" in refused.details:
        said = gettext("{name} is busy {start}. Choose another time or room.")
        return said.format(name=refused.details["name"], start=moment_words(refused.details["start"]))
    tables: tuple[dict[Any, Any], ...] = (
        SEAT_TEXT,
        APPLICATION_TEXT,
        WEEK_TEXT,
        PARTNER_TEXT,
        REFUSAL_TEXT,
        COURSE_TEXT,
    )
    return str(next(table[refused.reason] for table in tables if refused.reason in table))
