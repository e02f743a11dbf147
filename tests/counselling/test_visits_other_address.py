"""The relative says that we come somewhere else: until the day before, with the way reckoned anew, or not at all."""

from datetime import timedelta

import pytest
from django.urls import reverse

from counselling.actions import keeping, travel
from counselling.actions.visit_addresses import change_visit_address
from counselling.actions.visit_days import address_of_talk
from counselling.addresses import Address
from counselling.models import VisitAddress
from counselling.rules.talks import Refusal
from portal import clock
from portal.audit.models import AuditEvent
from portal.calendar.models import Occupancy
from portal.worklist.models import Task
from tests.counselling.test_visits_calendar import FROM_TEN, near, refused, spans  # noqa: F401 - near is a fixture
from tests.factories.talks import HOME, make_talk, make_type, next_weekday

pytestmark = pytest.mark.django_db
SISTERS = Address("Sjælsøvej 2", "4990", "Fjernby")
FORM = {"street": SISTERS.street, "postcode": SISTERS.postcode, "town": SISTERS.town, "version": 1}


@pytest.fixture
def visit(relative, mette, near, team_lead):  # noqa: F811
    """Rasmus' visit at ten; it takes Mette 20 minutes to his home, and 60 to his sister's."""
    travel.keep_way(by=team_lead, one="4600", other=SISTERS.postcode, minutes=60)
    kind = make_type("hjemme", modes=["home_visit"], duration_minutes=60, buffer_after_minutes=15)
    return make_talk(relative, kind, mode="home_visit")


def change(by, visit, address=SISTERS, version=1):
    return change_visit_address(by=by, talk=visit, version=version, address=address)


def busy(resource, start, end):
    period = (start, end)
    Occupancy.objects.create(resource=resource, held_for="x", held_for_id=resource.pk, period=period, state="firm")


def test_we_come_to_the_new_address_and_the_way_is_reckoned_anew(relative, visit):
    assert spans(visit.pk) == FROM_TEN
    change(relative, visit)
    assert address_of_talk(visit) == SISTERS and VisitAddress.objects.count() == 1
    assert spans(visit.pk) == [
        ("travel", "09:00", "10:00"),
        ("core", "10:00", "11:00"),
        ("travel", "11:00", "12:00"),
        ("buffer", "12:00", "12:15"),
    ]
    event = AuditEvent.objects.get(action="counselling.visit_address_changed")
    assert (event.subject, event.actor) == (relative.pk, relative.pk)
    change(relative, visit, HOME)
    assert spans(visit.pk) == FROM_TEN


@pytest.mark.parametrize("minutes", [(-70, -50), (130, 160)])
def test_a_way_that_meets_something_else_changes_nothing(relative, visit, mette, minutes):
    begins, ends = (visit.starts_at + timedelta(minutes=number) for number in minutes)
    busy(mette, begins, ends)
    with refused(Refusal.ADDRESS_TOO_FAR):
        change(relative, visit)
    assert address_of_talk(visit) == HOME and spans(visit.pk) == FROM_TEN


def test_a_way_that_leads_out_of_the_working_day_changes_nothing(relative, visit, team_lead):
    travel.keep_way(by=team_lead, one="4600", other=SISTERS.postcode, minutes=61)  # Mette begins at nine
    with refused(Refusal.ADDRESS_TOO_FAR):
        change(relative, visit)
    assert address_of_talk(visit) == HOME and spans(visit.pk) == FROM_TEN


def test_until_the_day_before_and_the_days_are_a_setting(relative, visit, at, settings):
    midnight = visit.starts_at.astimezone(clock.zone()).replace(hour=0, minute=0)
    at(midnight - timedelta(minutes=1))
    change(relative, visit)
    at(midnight)
    with refused(Refusal.ADDRESS_TOO_LATE):
        change(relative, visit, HOME)
    settings.VISIT_ADDRESS_DAYS = 0
    change(relative, visit, HOME)
    at(visit.starts_at)
    with refused(Refusal.ADDRESS_TOO_LATE):
        change(relative, visit)
    settings.VISIT_ADDRESS_DAYS = 3
    at(midnight - timedelta(days=2))
    with refused(Refusal.ADDRESS_TOO_LATE):
        change(relative, visit)


def test_a_visit_that_is_off_another_version_and_a_phone_talk_are_refused(relative, visit, talk_type):
    with refused(Refusal.STALE):
        change(relative, visit, version=7)
    phone = make_talk(relative, talk_type, starts_at=next_weekday(5))
    with refused(Refusal.NOT_FROM_HERE):
        change(relative, phone)
    keeping.cancel_appointment(by=relative, appointment=visit, actor="relative", version=1)
    with refused(Refusal.NOT_FROM_HERE):
        change(relative, visit, version=2)


def test_a_counsellor_who_may_have_seen_the_old_address_has_a_task(relative, visit, counsellor, at):
    change(relative, visit)
    tasks = Task.objects.open().filter(kind="counselling.visit_address_changed", about=visit.pk)
    assert not tasks.exists(), "nobody has seen an address yet"
    at(visit.starts_at.astimezone(clock.zone()).replace(hour=16) - timedelta(days=1))
    change(relative, visit, HOME)
    assert tasks.get().assigned_to == counsellor


def test_the_page_shows_the_address_changes_it_and_says_what_to_do_when_it_can_not(
    relative, another_relative, visit, client_for, mette, at
):
    page = reverse("counselling:visit_address", args=[visit.pk])
    mine = client_for(relative)
    assert page in mine.get(reverse("counselling:appointment", args=[visit.pk])).content.decode()
    assert HOME.street in mine.get(page).content.decode()
    wrong = mine.post(page, {**FORM, "postcode": "12"})
    assert wrong.status_code == 422 and SISTERS.street in wrong.content.decode()
    busy(mette, visit.starts_at - timedelta(minutes=70), visit.starts_at - timedelta(minutes=50))
    no_room = mine.post(page, FORM)
    html = no_room.content.decode()
    assert no_room.status_code == 409 and "Vi kan ikke nå frem" in html and SISTERS.street in html
    Occupancy.objects.filter(held_for="x").delete()
    assert mine.post(page, FORM).status_code == 302 and address_of_talk(visit) == SISTERS
    assert client_for(another_relative).get(page).status_code == 404
    at(visit.starts_at - timedelta(hours=2))
    late = client_for(relative).get(page).content.decode()
    assert "Ring til os" in late and 'name="street"' not in late
    assert client_for(relative).post(page, FORM).status_code == 409
