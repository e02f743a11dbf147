"""Notes, drafts, follow-ups and ready-made sentences: they go with their case; a copy has what was released."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from counselling.models import NoteDraft
from portal.privacy.registry import Erase, Field, Period, none, ordinary, sensitive, technical

CASE = "five years after the case is closed"
DRAFT = "until the note is saved, at most 30 days after it was last touched"
WORK = "as long as the counsellor works here"

FIELDS: dict[str, dict[str, Field]] = {
    "Note": {
        **dict.fromkeys(("id", "case", "appointment", "adds_to", "about", "author", "version"), technical(CASE)),
        **dict.fromkeys(("written_at", "changed_at", "locked_at"), ordinary(CASE)),
        **dict.fromkeys(("released_at", "released_by", "journalised_at"), ordinary(CASE)),
        "text": sensitive(CASE),
    },
    "NoteDraft": {
        **dict.fromkeys(("id", "case", "appointment", "author", "changed_at", "version"), technical(DRAFT)),
        **dict.fromkeys(("text", "rest"), sensitive(DRAFT, export=False, erase=Erase.PERIOD)),
    },
    "FollowUp": {
        **dict.fromkeys(("id", "case", "owner", "created_by", "done_by", "version"), technical(CASE)),
        **dict.fromkeys(("kind", "due_on", "created_at", "done_at"), ordinary(CASE)),
        "text": sensitive(CASE, export=False),  # a working note: handed out after a request for access, by a person
    },
    "Snippet": {
        **dict.fromkeys(("id", "owner", "changed_at"), technical(WORK)),
        **dict.fromkeys(("title", "text"), none(WORK)),
    },
}
OWNERS = {
    "Note": ("case__person", "about__person"),
    "FollowUp": ("case__person",),
    "Snippet": ("owner",),
}


def own_released(person: Any) -> Q:
    """A person's copy has the notes released to them: about the course as a whole, or about them alone."""
    alone = Q(about__person=person, about__consented_at__isnull=False, about__withdrawn_at=None)
    return Q(released_at__isnull=False) & (Q(about=None, case__person=person) | alone)


COPIES = {"Note": own_released}


def old_drafts(before: datetime) -> models.QuerySet[Any]:
    """Drafts nobody touched since a moment."""
    return NoteDraft.objects.old(before)


PERIODS = (Period("counselling.drafts", "Drafts of notes nobody saved", timedelta(days=30), old_drafts),)
