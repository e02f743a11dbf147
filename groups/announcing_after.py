"""What those who had a place are told after an evening: there is something for you; what did you think?"""

from collections.abc import Sequence
from dataclasses import replace

from groups import announcing
from groups.models import Occurrence, Registration
from portal.outbox import actions as outbox
from relatives.models import RelativeProfile

HANDOUTS = "groups.handouts"
EVALUATION = "groups.evaluation"


def tell_of_handouts(date: Occurrence, rows: Sequence[Registration]) -> None:
    """One message to each party in each of its channels; the key makes it once for a date."""
    profiles = RelativeProfile.objects.of_people([row.person_id for row in rows if row.person_id])
    drafts: list[outbox.Draft] = []
    for row in rows:
        drafts += announcing.drafts_for(HANDOUTS, row, profiles, row.pool, once=f"handouts{date.pk}")
    outbox.put_all(drafts)


def ask_what_they_thought(rows: Sequence[Registration], tokens: Sequence[str]) -> None:
    """Each party its own secret, which stands in its message and nowhere else; the message is about nothing we keep."""
    profiles = RelativeProfile.objects.of_people([row.person_id for row in rows if row.person_id])
    drafts: list[outbox.Draft] = []
    for row, token in zip(rows, tokens, strict=True):
        planned = announcing.drafts_for(EVALUATION, row, profiles, row.pool, once="evaluation")
        drafts += [replace(one, about=None, version=0, secret={"token": token}) for one in planned]
    outbox.put_all(drafts)
