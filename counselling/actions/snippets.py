"""Ready-made sentences: a counsellor keeps their own, the team lead the team's."""

from uuid import UUID

from django.db import IntegrityError, transaction

from counselling.models import Snippet
from counselling.rules.notes import NoteRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, violated_constraint

OWN_TITLE = "a_snippet_has_a_title_of_its_own"


@transaction.atomic
def keep_snippet(*, by: User, title: str, text: str, is_teams: bool = False, snippet: Snippet | None = None) -> Snippet:
    """Write a sentence down, or better words for it. Refuses a title that stands on the list already.

    is_teams: for everybody; only a team lead's wish is heard.
    """
    row = snippet or Snippet(owner=None if is_teams and by.has_role("team_lead") else by)
    row.title, row.text, row.changed_at = title.strip(), text.strip(), clock.now()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if violated_constraint(error) != OWN_TITLE:
            raise
        raise Refused(NoteRefusal.SNIPPET_TITLE_TAKEN) from error
    audit.record("counselling.snippet_kept", by=by, obj=row)
    return row


@transaction.atomic
def drop_snippet(*, by: User, key: UUID) -> None:
    """Take a sentence off the list; pressed twice it stays off."""
    row = Snippet.objects.changeable_by(by).with_id(key)
    if row is not None:
        audit.record("counselling.snippet_dropped", by=by, obj=row)
        row.delete()
