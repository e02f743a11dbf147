"""Why something with a note or a follow-up was refused, in words for those who work here."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from counselling.forms import case_refusals, staff_refusals
from counselling.rules.notes import FollowUpRefusal, NoteRefusal
from portal.refusals import Refused

REFUSAL_TEXT: dict[Any, Any] = {
    NoteRefusal.NOTE_EMPTY: _("Write something first."),
    NoteRefusal.NOTE_LOCKED: _("The note was locked 24 hours after it was written. Add to it instead."),
    NoteRefusal.NOTE_OF_ANOTHER: _("Only who wrote a note can change it. Add to it instead."),
    NoteRefusal.NOTE_STALE: _("The note was changed meanwhile. This is how it is now; look at it and try again."),
    NoteRefusal.NOTE_RELEASED: _("The relative can read this note. Take the release back first, or add to the note."),
    NoteRefusal.NOTE_NOT_RELEASED: _("The note is not released."),
    NoteRefusal.NOTE_UNREADABLE: _("The note can't be opened, so it is not written over. Ask the administrator."),
    NoteRefusal.NOT_YOUR_CASE: _("You don't work with this case now. Ask the team lead; nothing was done."),
    NoteRefusal.NOT_PRIMARY: _("Only the counsellor who carries the case releases its notes."),
    NoteRefusal.NO_CONSENT: _("That person has not agreed that what they say is written down. Ask them first."),
    NoteRefusal.DRAFT_NEWER: _("You wrote more in another window. Choose which of the two to keep."),
    NoteRefusal.DRAFT_UNREADABLE: _("An earlier draft can't be opened. Save the note, and tell the administrator."),
    NoteRefusal.OUTCOME_MISSING: _("Choose how the talk went."),
    NoteRefusal.SNIPPET_TITLE_TAKEN: _("You have a sentence with that title. Choose another title."),
    FollowUpRefusal.FOLLOW_UP_DONE: _("The follow-up is done already."),
    FollowUpRefusal.FOLLOW_UP_STALE: _("Somebody changed the follow-up meanwhile. This is how it is now."),
    FollowUpRefusal.FOLLOW_UP_IN_THE_PAST: _("That day is over. Choose today or a later day."),
    FollowUpRefusal.NOTIFICATION_TOO_LATE: _("A notification is sent without delay. Choose a day within three days."),
    FollowUpRefusal.NO_PART_IN_THE_CASE: _("That colleague has no part in the case and could not read it."),
}


def words_for(refused: Refused) -> str:
    """The words of a refusal on these pages, whichever noun said no."""
    reason: Any = refused.reason
    for words in (REFUSAL_TEXT, case_refusals.REFUSAL_TEXT):
        if type(reason) in {type(known) for known in words}:
            return str(words[reason])
    return staff_refusals.words_for(refused)
