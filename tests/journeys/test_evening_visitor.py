"""A visitor without an account signs up for a full evening on a phone, waits, gets a place, and comes along."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from psycopg.types.range import TimestamptzRange

from groups import links
from groups.door_codes import said
from groups.models import Occurrence, OnlineAccess, Registration, SeatPool
from portal import clock
from portal.accounts.models import User
from tests.factories.evenings import make_pool, sign_up
from tests.journeys.conftest import PHONE
from tests.journeys.keyboard import enter, write
from tests.journeys.servers import Mailbox, Portal, text_of

ADDRESS = "aase@gaest.example"
TITLE = "Når hukommelsen svigter"
SMALL_PHONE = {**PHONE, "viewport": {"width": 375, "height": 812}}
MEETING = "https://moede.example/hemmelig-7Qk2"
LINK = reverse("groups:sign_up_link", args=["x"]).removesuffix("x/")


@pytest.fixture
def full(portal_web: Portal, organiser: User, relative: User) -> SeatPool:
    """Two places, both Rasmus's; online there is room, and the way in is kept apart."""
    pool = make_pool(organiser, 2, attendance="hybrid", summary="En aften om hukommelse.")
    SeatPool.objects.create(occurrence=pool.occurrence, channel="online", capacity=5)
    OnlineAccess.objects.create(occurrence=pool.occurrence, address=MEETING)
    sign_up(pool, relative, 2)
    return pool


def fill_in(page: Page, portal: Portal, button: str, *, seats: str = "1") -> None:
    """From the list of evenings to "look in your messages"."""
    page.goto(portal.url + reverse("groups:evenings"))
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name=button).click()
    expect(page.locator(".lead")).to_have_text(TITLE)
    page.get_by_label("Dit fornavn").fill("Åse")
    page.get_by_label("Din e-mail eller dit mobilnummer").fill(ADDRESS)
    page.get_by_label("Hvor mange er I?").select_option(seats)
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="Der mangler én ting")).to_be_visible()


def own_row() -> Registration:
    """What the visitor is signed up for."""
    return Registration.objects.get(person=None)


def is_neutral(mailbox: Mailbox) -> None:
    """A guest's mails may be read by others: neither topic nor place stands in one."""
    for mail in mailbox.to(ADDRESS):
        for word in ("hukommelse", "Smedjen", "pårørende", "moede.example"):
            assert word not in text_of(mail) + str(mail["Subject"]) + str(mail["From"])


def confirm(page: Page, mailbox: Mailbox) -> None:
    """Open the link in the mail, and press the button."""
    mailbox.wait_for(ADDRESS, containing="så ved vi, at det er dig")
    page.goto(mailbox.link_for(ADDRESS, LINK))
    expect(page.get_by_role("heading", name="Bekræft din tilmelding")).to_be_visible()
    page.get_by_role("button", name="Ja, det er mig").click()


def change_to(page: Page, seats: str) -> None:
    """Come with more, or with fewer."""
    page.get_by_role("link", name="Ret din tilmelding").click()
    page.get_by_label("Hvor mange er I?").select_option(seats)
    page.get_by_role("button", name="Gem ændringerne").click()
    expect(page.get_by_text("Din tilmelding er ændret")).to_be_visible()


def give_away(page: Page, portal: Portal, row: Registration) -> None:
    """Rasmus can't come, and says so by the link in his message."""
    page.goto(portal.url + reverse("groups:sign_up_link", args=[links.sign(row)]))
    page.get_by_role("link", name="Jeg kan ikke komme").click()
    page.get_by_role("button", name="Nej, jeg kan ikke komme").click()
    expect(page.get_by_role("heading", name="Du er meldt fra")).to_be_visible()


def take_the_offer(page: Page, mailbox: Mailbox) -> None:
    """A mail program that follows links takes nothing: GET shows, POST acts."""
    mailbox.wait_for(ADDRESS, containing="Nu er der en plads til dig")
    link = mailbox.link_for(ADDRESS, LINK)
    for _look in range(2):
        page.goto(link)
        expect(page.get_by_role("heading", name="Der er en plads til dig")).to_be_visible()
    assert own_row().state == "offered"
    page.get_by_role("button", name="Ja, jeg tager pladsen").click()
    expect(page.get_by_role("heading", name="Du har en plads")).to_be_visible()


def walk(page: Page, other: Page, portal: Portal, full: SeatPool, mailbox: Mailbox) -> None:
    """Full; confirmed by mail; waits as one, then as two; somebody cancels; a place; a code; one comes after all."""
    fill_in(page, portal, "Kom på venteliste")
    confirm(page, mailbox)
    expect(page.get_by_role("heading", name="Du står på venteliste")).to_be_visible()
    expect(page.locator(".door-pass")).to_have_count(0)
    queued_at = own_row().queued_at
    change_to(page, "2")
    assert (own_row().state, own_row().wanted, own_row().queued_at) == ("waiting", 2, queued_at)
    give_away(other, portal, Registration.objects.exclude(person=None).get())
    take_the_offer(page, mailbox)
    assert (own_row().state, own_row().seats) == ("confirmed", 2)
    expect(page.get_by_role("img", name="En firkantet kode til døren")).to_be_visible()
    expect(page.locator(".door-code")).to_have_text(said(own_row().door_code))
    change_to(page, "1")
    full.refresh_from_db()
    assert (own_row().seats, full.taken) == (1, 1)
    mailbox.wait_for(ADDRESS, containing="Du har en plads")
    is_neutral(mailbox)


def test_a_visitor_waits_and_gets_a_place_on_a_phone(
    portal_web: Portal, full: SeatPool, new_page: Callable[..., Page], desktop: Page, mailbox: Mailbox
) -> None:
    walk(new_page(**SMALL_PHONE), desktop, portal_web, full, mailbox)


def test_the_same_with_javascript_off(
    portal_web: Portal, full: SeatPool, new_page: Callable[..., Page], desktop: Page, mailbox: Mailbox
) -> None:
    walk(new_page(**SMALL_PHONE, java_script_enabled=False), desktop, portal_web, full, mailbox)


def test_only_as_many_names_are_asked_for_as_come_along(portal_web: Portal, full: SeatPool, phone: Page) -> None:
    phone.goto(portal_web.url + reverse("groups:sign_up", args=[full.occurrence.event.slug, full.pk]))
    shown = phone.get_by_label("Fornavn på ledsager").locator("visible=true")
    expect(shown).to_have_count(0)
    expect(phone.get_by_label("Færre pladser er også i orden")).to_be_hidden()
    phone.get_by_label("Hvor mange er I?").select_option("3")
    expect(shown).to_have_count(2)
    expect(phone.get_by_label("Færre pladser er også i orden")).to_be_visible()
    phone.get_by_label("Hvor mange er I?").select_option("1")
    expect(shown).to_have_count(0)


def test_the_way_in_online_is_there_when_it_is_time_and_not_before(
    portal_web: Portal, full: SeatPool, new_page: Callable[..., Page], mailbox: Mailbox
) -> None:
    page = new_page(**SMALL_PHONE)
    page.context.route(
        f"{MEETING}**", lambda route: route.fulfill(body="<h1>Mødet</h1>", content_type="text/html; charset=utf-8")
    )
    fill_in(page, portal_web, "Tilmeld dig online")
    confirm(page, mailbox)
    expect(page.get_by_role("heading", name="Du har en plads")).to_be_visible()
    expect(page.get_by_text("Kom tilbage til denne side 15 minutter før")).to_be_visible()
    assert "hemmelig" not in page.content()
    page.goto(page.url + "online/")
    expect(page.get_by_text("Linket åbner 15 minutter før")).to_be_visible()
    begins_in(timedelta(minutes=10))
    mailbox.wait_for(ADDRESS, containing="Du har en plads")
    page.goto(mailbox.link_for(ADDRESS, LINK))
    assert "hemmelig" not in page.content()
    page.get_by_role("link", name="Vær med nu").click()
    expect(page.get_by_role("heading", name="Mødet")).to_be_visible()
    assert page.url == MEETING
    is_neutral(mailbox)


def begins_in(delta: timedelta) -> None:
    """The evening comes nearer."""
    start = clock.now() + delta
    Occurrence.objects.update(period=TimestamptzRange(start, start + timedelta(hours=2)))


def test_the_whole_way_with_the_keyboard_alone(
    portal_web: Portal, organiser: User, desktop: Page, mailbox: Mailbox
) -> None:
    """From the list to a place; focus goes to what is wrong, and the time left is said aloud and can be made longer."""
    make_pool(organiser, 1, summary="En aften om hukommelse.")
    desktop.goto(portal_web.url + reverse("groups:evenings"))
    enter(desktop, TITLE)
    enter(desktop, "Tilmeld dig")
    write(desktop, "Dit fornavn", "Åse")
    enter(desktop, "Tilmeld dig")
    expect(desktop.locator(".alert-error, .error-summary").first).to_be_visible()
    assert desktop.evaluate("document.activeElement.closest('main') !== null"), "focus is where something is missing"
    write(desktop, "Din e-mail eller dit mobilnummer", ADDRESS)
    enter(desktop, "Tilmeld dig")
    mailbox.wait_for(ADDRESS, containing="så ved vi, at det er dig")
    desktop.goto(mailbox.link_for(ADDRESS, LINK))
    expect(desktop.locator(".countdown-words")).to_contain_text("minutter endnu")
    expect(desktop.locator(".countdown-said")).to_have_attribute("aria-live", "polite")
    before = own_row().expires_at
    enter(desktop, "Giv mig mere tid")
    expect(desktop.get_by_text("Vi holder pladsen til dig indtil").first).to_be_visible()
    assert own_row().expires_at == before + timedelta(minutes=30)
    enter(desktop, "Ja, det er mig")
    expect(desktop.get_by_role("heading", name="Du har en plads")).to_be_visible()
    assert own_row().state == "confirmed"
