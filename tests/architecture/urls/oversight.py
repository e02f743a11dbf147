"""Rows of the spot check."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal import clock
from portal.accounts.models import User
from portal.audit.actions import record_read
from portal.oversight.models import SpotCheck
from tests.architecture.url_table import Row, only, signed_in


def a_month(people: Mapping[str, User]) -> Mapping[str, Any]:
    """A spot check with one read in it."""
    person = people["relative"]
    event = record_read("counselling.talk_opened", by=people["counsellor"], obj=person, subject=person.pk)
    check = SpotCheck.objects.create(month=date(2026, 10, 1), seed="x", reads=1, drawn_at=clock.now())
    check.items.create(event_id=event.pk, actor=people["counsellor"].pk)
    return {"pk": check.pk}


def a_read(people: Mapping[str, User]) -> Mapping[str, Any]:
    """The read of that month."""
    return {"pk": SpotCheck.objects.get(pk=a_month(people)["pk"]).items.get().pk}


OBJECTS = {"oversight:spot_check": a_month, "oversight:item": a_read}
CHECKERS = only("team_lead", "dpo")
ROWS = [
    Row("oversight:spot_checks", get=CHECKERS, post=signed_in(405)),
    Row("oversight:spot_check", get=CHECKERS, post=signed_in(405)),
    Row("oversight:item", get=CHECKERS, post=CHECKERS),
]
