"""A partner from the invitation to the evening: a draft, what we ask for, the publishing, and who comes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from psycopg.types.range import TimestamptzRange

from groups.actions.co_organisers import invite_member
from groups.models import CoOrganiser, Event, Occurrence, SeatPool, Venue
from portal import clock
from portal.accounts.models import Role, RoleAssignment, User
from portal.audit.models import AuditEvent
from portal.worklist.models import Task
from tests.factories.evenings import make_venue, sign_up
from tests.factories.partners import make_partner
from tests.factories.people import make_person
from tests.journeys.servers import Mailbox, Portal, text_of
from tests.journeys.test_staff_sign_in import give_a_security_chip

ADDRESS = "vibeke@aahaand.example"
TITLE = "Gåtur ved åen"
ASKED = "Hvor lang er turen?"


@pytest.fixture
def partner(portal_web: Portal, organiser: User) -> CoOrganiser:
    """An association that may see who comes, and has asked Vibeke to write."""
    RoleAssignment.objects.create(user=organiser, role=Role.PLANNER)  # publishes without a colleague's reading
    made = make_partner(organiser, name="Åhånd", data_role="processor")
    invite_member(by=organiser, partner=made, email=ADDRESS)
    return made


@pytest.fixture
def venue(portal_web: Portal) -> Venue:
    """A house whose steps and toilet are known."""
    make_venue()
    Venue.objects.update(accessible_wc="yes")
    return Venue.objects.get()


def writes_a_draft(page: Page) -> None:
    """She says yes, writes a little, and sends it in."""
    page.get_by_role("button", name="Ja, det vil jeg").click()
    page.get_by_role("link", name="Skriv en kladde").click()
    page.get_by_label("Hvad hedder det?").fill(TITLE)
    page.get_by_label("Med to sætninger").fill("Vi går en tur. Kom, som du er.")
    page.get_by_label("Hvornår vil I gerne holde det?").fill("en tirsdag i marts")
    page.get_by_label("Hvor mange kan komme?").fill("12")
    page.get_by_role("button", name="Gem kladden").click()
    page.get_by_role("button", name="Send den ind").click()
    expect(page.get_by_text("Vi læser den").first).to_be_visible()


def sent_back(page: Page, portal: Portal) -> None:
    """The organiser finds it among the tasks, and asks for something."""
    page.goto(portal.url + reverse("worklist:tasks"))
    page.get_by_role("link", name="En medarrangør har sendt en kladde ind").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.get_by_role("link", name="Send den tilbage").click()
    page.get_by_label("Hvad skal de ændre?").fill(ASKED)
    page.get_by_role("button", name="Send den tilbage").click()
    expect(page.get_by_text("Den er sendt tilbage")).to_be_visible()


def answers(page: Page, portal: Portal) -> None:
    """She reads what is asked, writes it, and sends it in again."""
    page.goto(portal.url + reverse("groups:partner_home"))
    expect(page.get_by_text("Vi beder jer ændre noget")).to_be_visible()
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text(ASKED)).to_be_visible()
    page.get_by_role("link", name="Skriv videre").click()
    expect(page.get_by_text(ASKED)).to_be_visible()
    page.get_by_label("Hvad der sker").fill("Turen er 3 km.")
    page.get_by_role("button", name="Gem kladden").click()
    page.get_by_role("button", name="Send den ind").click()


def published(page: Page, portal: Portal, venue: Venue) -> None:
    """The organiser makes the date and the seats, says whom to ask, and publishes."""
    event = Event.objects.get()
    page.goto(portal.url + reverse("groups:dates_new", args=[event.pk]))
    page.get_by_label("Dag", exact=True).fill((clock.today() + timedelta(days=21)).isoformat())
    page.get_by_label("Fra", exact=True).fill("17:00")
    page.get_by_label("Til", exact=True).fill("19:00")
    page.locator("select[name=venue]").select_option(str(venue.pk))
    page.get_by_label("Pladser på stedet").fill("12")
    page.get_by_role("button", name="Lav datoen").click()
    page.goto(portal.url + reverse("groups:event_sign_up", args=[event.pk]))
    page.get_by_label("Hvem man kan spørge").fill("Lone")
    page.get_by_label("Telefon").fill("00 00 10 20")
    page.get_by_role("button", name="Gem").click()
    page.get_by_role("link", name="Udgiv").click()
    page.get_by_role("button", name="Udgiv").click()
    expect(page.get_by_text("Det er udgivet.")).to_be_visible()


def sees_who_comes(page: Page, portal: Portal) -> None:
    """On the evening: a code by mail is not enough; with a passkey she sees first names and how many."""
    page.goto(portal.url + reverse("groups:partner_home"))
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvem kommer")
    expect(page.get_by_text("Ida R.")).to_have_count(0)
    page.get_by_role("link", name="Lav en adgangsnøgle").click()
    page.get_by_role("button", name="Lav adgangsnøglen").click()
    page.wait_for_url(lambda url: "tilfoej" not in url)
    page.goto(portal.url + reverse("groups:partner_who_comes", args=[Occurrence.objects.get().pk]))
    expect(page.get_by_text("Ida R.")).to_be_visible()
    expect(page.get_by_text("2 personer")).to_be_visible()
    assert "Ross" not in page.content() and "@" not in page.locator("main").inner_text()


def test_a_partner_writes_a_draft_that_is_published_and_sees_who_comes(
    portal_web: Portal,
    organiser: User,
    partner: CoOrganiser,
    venue: Venue,
    phone: Page,
    desktop: Page,
    sign_in: Callable[..., None],
    sign_in_staff: Callable[..., None],
    mailbox: Mailbox,
) -> None:
    give_a_security_chip(phone)
    home = reverse("groups:partner_home")
    assert mailbox.link_for(ADDRESS, home).endswith(home)
    sign_in(phone, ADDRESS, home)
    writes_a_draft(phone)
    sign_in_staff(desktop, organiser)
    assert organiser.email
    told = mailbox.wait_for(organiser.email, containing="venter på, at du læser det")
    sent_back(desktop, portal_web)
    news = mailbox.wait_for(ADDRESS, containing="Der er nyt om noget")
    for mail in (told, news):
        assert not any(word in f"{mail['Subject']} {text_of(mail)}" for word in ("Gåtur", "Åhånd", "kladde"))
    answers(phone, portal_web)
    published(desktop, portal_web, venue)
    assert not Task.objects.open().exists()
    visitor = desktop.context.browser.new_context().new_page()  # type: ignore[union-attr]
    visitor.goto(portal_web.url + reverse("groups:event", args=[Event.objects.get().slug]))
    expect(visitor.get_by_text("Sammen med Åhånd.")).to_be_visible()
    visitor.context.close()

    sign_up(SeatPool.objects.get(), make_person("Ida Ross"), 2)
    start = clock.now() - timedelta(minutes=5)
    Occurrence.objects.update(period=TimestamptzRange(start, start + timedelta(hours=2)))
    sees_who_comes(phone, portal_web)
    assert AuditEvent.objects.filter(action="groups.partner_list_read").exists()
