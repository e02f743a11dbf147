"""Home visits on the pages: the relative writes where, the counsellor presses one button, colleagues find them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from counselling.actions import visits
from counselling.models import Appointment, TravelTime, VisitAddress, VisitWatch
from portal import clock
from portal.audit.models import AuditEvent
from portal.calendar.models import Occupancy
from tests.counselling.relative_pages import BOOK, booking_fields, fields_of, one, soup_of
from tests.factories.talks import HOME, make_talk, make_type, next_weekday

pytestmark = pytest.mark.django_db
WHERE = BOOK + "hvor/?type=hjemme&mode=home_visit"
ADDRESS = {"street": HOME.street, "postcode": HOME.postcode, "town": HOME.town}


@pytest.fixture
def kind(database):
    return make_type("hjemme", modes=["home_visit", "phone"], duration_minutes=60, name_da="Hjemmebesøg")


@pytest.fixture
def visit(relative, kind, mette, at):
    """A home visit that begins now."""
    talk = make_talk(relative, kind, mode="home_visit")
    at(talk.starts_at)
    return talk


def test_a_relative_writes_the_address_on_the_way_and_nothing_is_lost_going_back(client_for, relative, kind, mette):
    browser = client_for(relative)
    page = browser.get(BOOK + "hvordan/?type=hjemme")
    href = next(link["href"] for link in soup_of(page).select(".answers a") if "home_visit" in link["href"])
    assert "/hvor/" in href
    wrong = browser.post(href, {"street": "", "postcode": "46", "town": "Skovby"})
    assert wrong.status_code == 422 and "Et postnummer har 4 cifre." in wrong.content.decode()
    gone = browser.post(href, ADDRESS)
    assert gone.status_code == 302 and "where=1" in gone["Location"] and "Birkevej" not in gone["Location"]
    again = soup_of(browser.get(href))
    assert one(again, "input[name=street]")["value"] == HOME.street
    when = soup_of(browser.get(BOOK + "hvornaar/?type=hjemme&mode=home_visit&where=1&company=alone&counsellor=any"))
    held = browser.post(BOOK + "hold-tiden/", fields_of(one(when, "form[action$='hold-tiden/']")))
    assert held.status_code == 302
    assert HOME.words in soup_of(browser.get(BOOK + "hvem-er-du/")).text
    receipt = browser.post(BOOK + "ja-tak/", booking_fields(browser), follow=True)
    assert HOME.words in soup_of(receipt).text
    talk = Appointment.objects.get()
    assert VisitAddress.objects.get().address == HOME
    assert Occupancy.objects.of(talk.pk).filter(kind="travel", state="firm").count() == 2
    assert HOME.street not in str(dict(browser.session))


def test_without_an_address_no_time_is_shown_and_the_session_never_holds_it_in_the_open(client_for, kind, mette):
    browser = client_for(None)
    times = "?type=hjemme&mode=home_visit&where=1&company=alone&counsellor=any"
    assert "/hvor/" in browser.get(BOOK + "hvornaar/" + times)["Location"]
    browser.post(WHERE, ADDRESS)
    assert browser.get(BOOK + "hvornaar/" + times).status_code == 200
    assert HOME.street not in str(dict(browser.session)) and HOME.postcode not in str(dict(browser.session))


def test_staff_write_the_address_and_see_times_with_room_for_the_way(client_for, counsellor, relative, kind, mette):
    browser = client_for(counsellor)
    address = f"/aftaler/book-for/{relative.pk}/?type=hjemme&mode=home_visit&counsellor={mette.pk}&company=alone"
    assert "Ledige tider" not in soup_of(browser.get(address)).text
    assert browser.post(address, {**ADDRESS, "postcode": "x"}).status_code == 422
    given = browser.post(address, ADDRESS)
    assert given.status_code == 302 and HOME.town not in given["Location"]
    page = soup_of(browser.get(address))
    form = next(form for form in page.select("form[method=post]") if form.select("input[name=form_key]"))
    picked = one(form, "input[name=time], button[name=time]")["value"]
    made = browser.post(address, {**fields_of(form), "time": picked})
    assert made.status_code == 302 and VisitAddress.objects.get().address == HOME


def test_the_counsellor_goes_in_gets_more_time_and_comes_out(client_for, counsellor, visit):
    browser, path = client_for(counsellor), f"/aftaler/besoeg/{visit.pk}/"
    page = soup_of(browser.get(path))
    assert HOME.street in page.text and one(page, "input[name=until]")["value"]
    assert browser.post(path + "inde/", {"until": "99"}).status_code == 422
    early = f"{(clock.now() - timedelta(hours=1)).astimezone(clock.zone()):%H:%M}"
    assert browser.post(path + "inde/", {"until": early}).status_code == 409
    until = f"{visit.ends_at.astimezone(clock.zone()):%H:%M}"
    assert browser.post(path + "inde/", {"until": until}).status_code == 302
    assert browser.get("/aftaler/besoeg/")["Location"] == path
    assert browser.post(path + "laengere/", {"minutes": "7"}).status_code == 422
    assert browser.post(path + "laengere/", {"minutes": "30"}).status_code == 302
    watch = VisitWatch.objects.get()
    assert watch.expected_end == visit.ends_at + timedelta(minutes=30)
    assert browser.post(path + "ude/").status_code == 302
    assert "Du var ude" in soup_of(browser.get(path)).text
    assert browser.post(path + "laengere/", {"minutes": "30"}).status_code == 409
    assert AuditEvent.objects.filter(action="counselling.visit_address_opened").count() >= 3


def test_the_lead_and_a_colleague_see_the_address_only_while_the_alarm_runs(
    at, client_for, counsellor, colleague, team_lead, visit
):
    watch = visits.go_in(by=counsellor, talk=visit, expected_end=visit.ends_at)
    path, start = f"/aftaler/se-til/{watch.pk}/", "/aftaler/dag/"
    for person in (team_lead, colleague):
        browser = client_for(person)
        assert browser.get(f"/aftaler/besoeg/{visit.pk}/").status_code in {403, 404}
        assert HOME.street not in browser.get(path).content.decode()
        assert "alarm-bar" not in browser.get(start).content.decode()
    at(watch.expected_end + timedelta(minutes=25))
    for person in (team_lead, colleague):
        browser = client_for(person)
        day = browser.get(start).content.decode()
        assert "alarm-bar" in day and HOME.street not in day
        assert HOME.street in browser.get(path).content.decode()
    assert HOME.street not in browser.get("/aftaler/se-til/").content.decode()
    assert AuditEvent.objects.filter(action="counselling.visit_alarm_opened").count() == 2
    assert browser.post(path + "fundet/").status_code == 302
    assert "alarm-bar" not in client_for(team_lead).get(start).content.decode()
    assert browser.post(path + "fundet/").status_code == 409


def test_the_alarm_page_costs_the_same_with_one_and_with_many_missed(at, client_for, counsellor, team_lead, visit):
    visits.go_in(by=counsellor, talk=visit, expected_end=visit.ends_at)
    at(visit.ends_at + timedelta(hours=1))
    browser = client_for(team_lead)
    browser.get("/aftaler/se-til/")  # what is looked up once is looked up
    asked = []
    for many in (0, 8):
        for number in range(many):
            later = next_weekday(10 + 7 * (number // 4), at_hour=9 + number % 4)
            talk = make_talk(visit.booked_by, make_type(f"tlf{number}"), starts_at=later)
            fields = {"checked_in_at": visit.starts_at, "expected_end": visit.ends_at}
            VisitWatch.objects.create(appointment=talk, worker=counsellor, **fields)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert browser.get("/aftaler/se-til/").status_code == 200
        asked.append(len(caught))
    assert asked[0] == asked[1] <= 6


def test_the_lead_writes_ways_and_how_many_visits_a_day_holds(client_for, team_lead, mette):
    browser = client_for(team_lead)
    assert browser.post("/aftaler/koeretid/", {"one": "4621", "other": "46", "minutes": "0"}).status_code == 422
    assert browser.post("/aftaler/koeretid/", {"one": "4621", "other": "4600", "minutes": "20"}).status_code == 302
    assert "4600–4621" in soup_of(browser.get("/aftaler/koeretid/")).text
    assert browser.post(f"/aftaler/koeretid/{mette.pk}/antal/", {"most": "9"}).status_code == 422
    assert browser.post(f"/aftaler/koeretid/{mette.pk}/antal/", {"most": "2"}).status_code == 302
    mette.refresh_from_db()
    assert mette.counsellor_profile.most_home_visits == 2
    way = TravelTime.objects.get()
    assert browser.post(f"/aftaler/koeretid/{way.pk}/fjern/").status_code == 302
    assert not TravelTime.objects.exists()


def test_a_work_phone_is_kept_sealed_and_taken_away(client_for, counsellor):
    browser = client_for(counsellor)
    assert browser.post("/aftaler/arbejdstelefon/", {"phone": "12"}).status_code == 422
    assert browser.post("/aftaler/arbejdstelefon/", {"phone": "00 00 11 62"}).status_code == 302
    assert "+4500001162" in str(soup_of(browser.get("/aftaler/arbejdstelefon/")))
    assert browser.post("/aftaler/arbejdstelefon/", {"phone": ""}).status_code == 302
    assert counsellor.work_number.phone is None
