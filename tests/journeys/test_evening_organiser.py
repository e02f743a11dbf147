"""An organiser makes an evening with the keyboard, a colleague publishes it, and it is called off in one step."""

import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from groups.models import Event, Occurrence, SeatPool, Speaker, Venue
from portal import clock
from portal.accounts.models import User
from portal.outbox.models import OutboxMessage
from tests.factories.evenings import make_venue, second_organiser, sign_up
from tests.factories.people import make_person
from tests.journeys.keyboard import enter, tab_to, write
from tests.journeys.servers import Mailbox, Portal, text_of

TITLE = "Søvn, når man passer på en anden"
SPEAKER = "lisbeth@oplaeg.example"
WHY = "Lisbeth er blevet syg."


@pytest.fixture
def venue(portal_web: Portal) -> Venue:
    """A house whose steps and toilet are known."""
    make_venue()
    Venue.objects.update(accessible_wc="yes")
    return Venue.objects.get()


def in_three_weeks() -> date:
    """The evening's day."""
    return clock.today() + timedelta(days=21)


def begin(page: Page, portal: Portal) -> None:
    """From the board to a draft, and its words, with the keyboard alone."""
    page.goto(portal.url + reverse("groups:board"))
    enter(page, "Nyt arrangement")
    write(page, "Hvad hedder det?", TITLE)
    tab_to(page, "Temaaften")
    page.keyboard.press("Space")
    enter(page, "Lav en kladde")
    expect(page.get_by_text("Kladden er lavet")).to_be_visible()
    enter(page, "To sætninger om det")
    write(page, "Med to sætninger", "Vi taler om at sove dårligt. Der er kaffe.")
    enter(page, "Gem")
    expect(page.get_by_text("Gemt.")).to_be_visible()


def fill_the_gaps(page: Page, venue: Venue) -> None:
    """What the list says is missing is put right from the list; it can't be published before."""
    expect(page.get_by_role("button", name="Bed en kollega læse det")).to_have_count(0)
    missing(page, "En dato")
    page.get_by_label("Dag", exact=True).fill(in_three_weeks().isoformat())
    page.get_by_label("Fra", exact=True).fill("19:00")
    page.get_by_label("Til", exact=True).fill("21:00")
    page.locator("select[name=venue]").select_option(str(venue.pk))
    page.get_by_label("Pladser på stedet").fill("2")
    page.get_by_role("button", name="Lav datoen").click()
    expect(page.get_by_text("Datoen er lavet.")).to_be_visible()
    missing(page, "En, man kan spørge")
    page.get_by_label("Hvem man kan spørge").fill("Lone")
    page.get_by_label("Telefon").fill("00 00 10 20")
    page.get_by_role("button", name="Gem").click()
    page.get_by_role("link", name="Tilføj et oplæg").click()
    page.get_by_label("Navn").fill("Lisbeth Munk")
    page.get_by_label("E-mail").fill(SPEAKER)
    page.locator("main form button").last.click()
    expect(page.locator("aside, main").get_by_text("mangler")).to_have_count(0)
    page.get_by_role("button", name="Bed en kollega læse det").click()
    expect(page.get_by_text("En kollega læser det og udgiver det.")).to_be_visible()
    expect(page.get_by_role("link", name="Udgiv")).to_have_count(0)


def missing(page: Page, words: str) -> None:
    """Press what the list says is missing."""
    line = page.get_by_role("listitem").filter(has_text="mangler")
    line.get_by_role("link", name=words, exact=True).click()


def publish(page: Page, portal: Portal) -> None:
    """A colleague reads it and lets it out."""
    page.goto(portal.url + reverse("groups:board"))
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Se, hvordan det ser ud").click()
    expect(page.get_by_text("Vi taler om at sove dårligt")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Udgiv").click()
    page.get_by_role("button", name="Udgiv").click()
    expect(page.get_by_text("Det er udgivet.")).to_be_visible()


def more_seats(page: Page) -> None:
    """Three instead of two."""
    page.get_by_role("link", name="Ret antallet").click()
    page.get_by_label("Siddepladser", exact=True).fill("3")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Antallet af pladser er ændret.")).to_be_visible()


def call_off(page: Page) -> None:
    """Why, and one press."""
    page.get_by_role("link", name="Aflys", exact=True).click()
    expect(page.get_by_text("5 får besked")).to_be_visible()
    page.get_by_label("Hvad skal der stå på siden?").fill(WHY)
    page.get_by_role("button", name="Aflys, og giv alle besked").click()
    expect(page.get_by_text("Det er aflyst, og alle får besked.")).to_be_visible()


def all_sent() -> None:
    """Wait until nothing that is due waits to be sent."""
    for _look in range(200):
        if not OutboxMessage.objects.filter(state="planned", send_at__lte=clock.now()).exists():
            return
        time.sleep(0.1)
    raise AssertionError("something is still to be sent")


def times_told(mailbox: Mailbox, address: str) -> int:
    """How many mails to an address say that it is called off."""
    mails = [f"{mail['Subject']} {text_of(mail)}" for mail in mailbox.to(address)]
    return sum("aflyst" in mail.lower() for mail in mails)


def test_from_an_idea_to_called_off(
    portal_web: Portal,
    venue: Venue,
    organiser: User,
    new_page: Callable[..., Page],
    phone: Page,
    sign_in_staff: Callable[..., None],
    mailbox: Mailbox,
) -> None:
    lones, anderss = new_page(), new_page(java_script_enabled=False)
    sign_in_staff(lones, organiser)
    sign_in_staff(anderss, second_organiser())
    begin(lones, portal_web)
    fill_the_gaps(lones, venue)
    publish(anderss, portal_web)

    event = Event.objects.get()
    public = portal_web.url + reverse("groups:event", args=[event.slug])
    phone.goto(public)
    expect(phone.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(phone.get_by_text("2 ledige pladser")).to_be_visible()
    pool = SeatPool.objects.get()
    people = [make_person(f"Pårørende {number}") for number in range(4)]
    rows = [sign_up(pool, person) for person in people]
    assert [row.state for row in rows] == ["confirmed", "confirmed", "waiting", "waiting"]

    lones.goto(portal_web.url + reverse("groups:organised_date", args=[Occurrence.objects.get().pk]))
    more_seats(lones)
    mailbox.wait_for(people[2].email, containing="Nu er der en plads til dig")
    assert not [mail for mail in mailbox.to(people[3].email) if "Nu er der en plads" in text_of(mail)]

    stale = new_page()
    sign_in_staff(stale, second_organiser())
    date_path = reverse("groups:date_change", args=[Occurrence.objects.get().pk, "call-off"])
    stale.goto(portal_web.url + date_path)
    call_off(lones)
    stale.get_by_role("button", name="Aflys, og giv alle besked").click()
    stale.wait_for_load_state()
    all_sent()
    told = {address: times_told(mailbox, address) for address in [*(one.email for one in people), SPEAKER]}
    assert set(told.values()) == {1}, told
    assert Speaker.objects.get().email == SPEAKER

    phone.goto(public)
    expect(phone.get_by_text("Aflyst", exact=True)).to_be_visible()
    expect(phone.get_by_text(WHY)).to_be_visible()
    expect(phone.get_by_role("link", name="Tilmeld dig")).to_have_count(0)

    lones.goto(portal_web.url + reverse("groups:organised", args=[event.pk]))
    lones.get_by_role("button", name="Lav en kopi").click()
    expect(lones.get_by_text("Kopien er en kladde. Giv den en dato.")).to_be_visible()
    expect(lones.get_by_role("listitem").filter(has_text="En dato").filter(has_text="mangler").first).to_be_visible()
    expect(lones.get_by_role("heading", name=TITLE)).to_be_visible()
