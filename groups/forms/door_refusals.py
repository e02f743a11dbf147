"""Why the door says no, in one sentence that can be read out loud to whoever stands there."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from groups.rules.door import DoorRefusal
from portal.design.words import moment_words, time_words
from portal.refusals import Refused

REFUSAL_TEXT: dict[Any, Any] = {
    DoorRefusal.CODE_UNKNOWN: _("Nobody has that code. Read it again, or look for the name."),
    DoorRefusal.CODE_OF_ANOTHER_DATE: _("The code is for another evening: {start}. Nothing was changed."),
    DoorRefusal.DOOR_NOT_OPEN: _("It is {start}. Only on that day can you note who came."),
    DoorRefusal.DATE_IS_OFF: _("The date does not take place, so nobody can be checked in."),
    DoorRefusal.SIGN_UP_CANCELLED: _("They are signed off. If there is room, let them in as somebody who just came."),
    DoorRefusal.PLACE_RAN_OUT: _(
        "They did not confirm in time, so they have no place. If there is room, let them in as somebody who just came."
    ),
    DoorRefusal.STILL_WAITING: _("They are still on the waiting list. If there is room, you can give them a place."),
    DoorRefusal.NOT_DECIDED: _("They have asked for a place, and nobody has answered. They have no place yet."),
    DoorRefusal.PLACE_NOT_CONFIRMED: _(
        "A place is kept for them, and they have not said yes. You can give it to them."
    ),
    DoorRefusal.TAKES_PART_ONLINE: _(
        "They take part online and have no chair here. If there is room, let them in as somebody who just came."
    ),
    DoorRefusal.NOBODY_CHOSEN: _("Choose who came. The list may have changed; look at it again."),
    DoorRefusal.PARTY_HAS_FEWER: _(
        "They have {seats} seats. Check in those; let the others in as people who just came, if there is room."
    ),
    DoorRefusal.NO_ROOM_AT_DOOR: _(
        "There are not enough free seats: {free}. Not here yet: {missing}. Are there chairs? Give more seats first."
    ),
    DoorRefusal.OTHERS_WAIT: _(
        "Others wait for the free seats. From {start} on, you can give them to whoever is here."
    ),
    DoorRefusal.NO_WALK_IN: _("They signed up themselves. Undo the check-in instead; their seat stays theirs."),
    DoorRefusal.NOT_OVER_YET: _("It lasts until {end}. Somebody may still come."),
    DoorRefusal.COUNTED_BY_HEAD: _("Nobody signs up here. Count how many come instead."),
    DoorRefusal.COUNTED_BY_NAME: _("People sign up for this one. Check them in by name instead."),
    DoorRefusal.HEAD_COUNT_STALE: _("A colleague has written {count} meanwhile. Look at it, and save again."),
}


def words_for(refused: Refused) -> str:
    """The sentence, with the moment or the numbers it is about."""
    given = dict(refused.details)
    clock_only = refused.reason in {DoorRefusal.OTHERS_WAIT, DoorRefusal.NOT_OVER_YET}
    for name in ("start", "end"):
        if name in given:
            given[name] = time_words(given[name]) if clock_only else moment_words(given[name])
    if given.get("count", 0) is None:
        given["count"] = "–"
    return str(REFUSAL_TEXT[refused.reason]).format(**given)
