"""Rooms, interpreters and people's calendars: what is refused when they are added."""

import pytest

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.calendar.actions.resources import ResourceFacts, add_resource, change_resource
from portal.calendar.models import Resource
from portal.calendar.rules import Refusal
from portal.refusals import Refused

pytestmark = pytest.mark.django_db


def test_a_room_has_a_name_of_its_own_when_added_and_when_changed(team_lead: User) -> None:
    add_resource(by=team_lead, facts=ResourceFacts(kind="room", name="Stuen", place="Rådhusgade 4"))
    other = add_resource(by=team_lead, facts=ResourceFacts(kind="room", name="Loftet", place="Rådhusgade 4"))
    facts = ResourceFacts(kind="room", name="Stuen", place="Rådhusgade 4")
    for attempt in (
        lambda: add_resource(by=team_lead, facts=facts),
        lambda: change_resource(by=team_lead, resource_id=other.id, facts=facts),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.reason == Refusal.NAME_TAKEN
    assert sorted(Resource.objects.values_list("name", flat=True)) == ["Loftet", "Stuen"]
    assert AuditEvent.objects.filter(action="calendar.resource_added").count() == 2


def test_a_person_has_one_calendar(team_lead: User, counsellor: User) -> None:
    facts = ResourceFacts(kind="counsellor", name=counsellor.name, user_id=counsellor.pk)
    add_resource(by=team_lead, facts=facts)
    with pytest.raises(Refused) as refused:
        add_resource(by=team_lead, facts=facts)
    assert refused.value.reason == Refusal.PERSON_HAS_A_CALENDAR
