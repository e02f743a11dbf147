"""A counsellor's day in a real browser: look at the day, begin a talk, say how it went, answer, move, book, cancel."""

import os
from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from counselling.actions import calls, keeping
from counselling.models import Appointment
from counselling.wishes import Wish
from portal import clock
from relatives import actions as contact
from tests.factories.people import make_person
from tests.factories.talks import make_counsellor, make_talk, make_type, next_weekday

PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture
def snap():
    """snap(page, name) keeps a picture when PICTURES names a folder: for looking, not for judging."""

    def keep(page, name):
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)

    return keep


@pytest.fixture
def busy_day(committed_db, counsellor, relative, another_relative):
    """A Tuesday ahead with a talk on the phone, one at our place, a request, and one without a name."""
    day = next_weekday(3).date()
    mette = make_counsellor(counsellor, languages=["da"], about_da="Jeg har arbejdet med pårørende i 12 år.")
    kind = make_type(max_open_per_person=5)
    asked = make_type("hjemme", needs_approval=True, modes=["home_visit"], name_da="Hjemmebesøg")

    def at_hour(hour):
        return datetime.combine(day, time(hour), tzinfo=clock.zone())

    contact.change_phone(user=relative, by=relative, phone="20 30 40 50")
    wish = contact.ContactWish(channel="email", readers="others", discreet="no", shared_phone=True)
    contact.change_contact(user=relative, by=relative, wish=wish)
    first = make_talk(relative, kind, starts_at=at_hour(9))
    keeping.answer_intake(
        by=relative,
        appointment=first,
        texts={1: "Min mor på 84. Hun bor alene i Lyngesund.", 2: "Jeg sover dårligt og når ikke mit arbejde."},
    )
    make_talk(another_relative, kind, starts_at=at_hour(11), mode="video")
    make_talk(make_person("Poul Åge Sønderskov"), asked, starts_at=at_hour(13), mode="home_visit")
    calls.book_nameless_talk(
        wish=Wish(meeting_type=kind, mode="phone", counsellor_id=mette.pk), starts_at=at_hour(15), form_key=uuid4()
    )
    calls.request_call(
        by=None, phone="+4520304051", name="Solveig", topic="money", when="morning",
        may_leave_voicemail=False, form_key=uuid4(),
    )  # fmt: skip
    return first


def url(portal_web, name, *args):
    return portal_web.url + reverse(f"counselling:{name}", args=args)


def test_a_counsellor_begins_answers_moves_books_and_cancels(
    portal_web, desktop, sign_in_staff, counsellor, busy_day, snap
):
    page, on = desktop, busy_day.starts_at.astimezone(clock.zone()).date().isoformat()
    sign_in_staff(page, counsellor)
    page.goto(url(portal_web, "day_on", on))
    snap(page, "day")
    page.get_by_text("Delt telefon – læg ingen besked.").wait_for()
    page.get_by_text("Min mor på 84.").wait_for()

    page.get_by_role("link", name="Poul Åge Sønderskov").first.click()
    page.get_by_role("button", name="Bekræft tiden").click()
    page.get_by_text("Bekræftet. Den pårørende får besked.").wait_for()

    page.goto(url(portal_web, "talk", busy_day.pk))
    page.get_by_role("link", name="Flyt…").click()
    snap(page, "move")
    page.locator(".staff-times").nth(1).locator("label").first.click()
    page.get_by_role("button", name="Flyt til tiden").click()
    page.get_by_text("Flyttet til").wait_for()
    snap(page, "talk")

    page.get_by_role("link", name="Aflys…").click()
    page.get_by_role("button", name="Aflys samtalen").click()
    page.get_by_role("link", name="Skriv hvorfor.").wait_for()
    snap(page, "cancel_error")
    page.locator("textarea[name=reason]").fill("Rådgiveren er syg")
    page.get_by_role("button", name="Aflys samtalen").click()
    page.get_by_text("Aflyst. Den pårørende får besked").wait_for()
    assert Appointment.objects.get(supersedes=busy_day).status == "cancelled"


def test_a_counsellor_books_for_somebody_without_email_in_three_pages(
    portal_web, desktop, sign_in_staff, counsellor, busy_day, snap
):
    page = desktop
    sign_in_staff(page, counsellor)
    page.goto(url(portal_web, "book_for"))
    page.locator("input[name=known_by]").fill("21 43 65 87")
    page.get_by_role("button", name="Slå op").click()
    page.locator("input[name=name]").fill("Inge-Lise Thorup Dam")
    page.locator("label", has_text="Brev med posten").click()
    page.locator("textarea[name=postal_address]").fill("Strandvej 4\n9999 Tranevig")
    snap(page, "book_who")
    page.get_by_role("button", name="Videre til tiden").click()
    page.locator("select[name=type]").select_option(label="Samtale med en rådgiver")
    page.locator("select[name=mode]").select_option(value="phone")
    page.get_by_role("button", name="Vis tider", exact=True).click()
    snap(page, "book_time")
    page.locator(".staff-times").nth(1).locator("label").first.click()
    page.get_by_role("button", name="Book tiden").click()
    page.get_by_text("Booket: Inge-Lise Thorup Dam").wait_for()
    made = Appointment.objects.select_related("booked_by", "made_by").latest("created_at")
    assert (made.booked_by.email, made.made_by) == (None, counsellor)


def test_the_lists_the_profile_and_the_calendar_address(
    portal_web, desktop, sign_in_staff, counsellor, busy_day, snap, tmp_path
):
    page = desktop
    sign_in_staff(page, counsellor)
    for name in ("week", "unresolved", "requests", "calls", "phone_duty"):
        page.goto(url(portal_web, name))
        snap(page, name)
    page.goto(url(portal_web, "week_on", busy_day.starts_at.date().isoformat()))
    snap(page, "week_busy")
    page.goto(url(portal_web, "calls"))
    page.get_by_role("link", name="Vis nummeret").click()
    snap(page, "call")
    page.get_by_role("button", name="Vi har talt sammen").click()
    page.get_by_text("Ingen venter på, at vi ringer.").wait_for()
    page.goto(url(portal_web, "profile"))
    snap(page, "profile")
    page.get_by_role("button", name="Lav en adresse").click()
    address = page.locator("#feed-address").input_value()
    snap(page, "feed")
    answer = page.request.get(address)
    assert answer.status == 200 and "SUMMARY:R.O" in answer.text() and "Rasmus" not in answer.text()


def test_the_team_lead_makes_a_kind_of_talk_and_gives_the_phone(
    portal_web, desktop, sign_in_staff, team_lead, busy_day, snap
):
    page = desktop
    sign_in_staff(page, team_lead)
    page.goto(url(portal_web, "meeting_types"))
    snap(page, "types")
    page.get_by_role("link", name="Ny samtaletype").click()
    snap(page, "type_new")
    for code in ("da", "nb", "en"):
        page.locator(f"input[name=name_{code}]").fill("Kort samtale")
    page.get_by_role("button", name="Gem").click()
    page.get_by_text("Kort samtale er oprettet.").wait_for()
    page.goto(url(portal_web, "phone_duty"))
    first = clock.today() + timedelta(days=7)
    page.locator("input[name=first]").fill(first.isoformat())
    page.locator("input[name=last]").fill((first + timedelta(days=4)).isoformat())
    page.get_by_role("button", name="Giv").click()
    page.get_by_text("har telefonen.").wait_for()
    snap(page, "duty")


def test_the_day_on_a_phone(portal_web, phone, sign_in_staff, counsellor, busy_day, snap):
    sign_in_staff(phone, counsellor)
    phone.goto(url(portal_web, "day_on", busy_day.starts_at.astimezone(clock.zone()).date().isoformat()))
    snap(phone, "day_phone")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
