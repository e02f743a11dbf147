"""A relative takes an earlier time on a phone by the link in the mail, without signing in; also without script."""

import pytest
from playwright.sync_api import Page, expect

from counselling.models import Appointment, SlotOffer
from portal import clock
from portal.accounts.models import User
from portal.embedded.demo.waiting import lately
from tests.factories.people import make_person
from tests.factories.talks import make_counsellor, make_talk, make_type, next_weekday
from tests.factories.waiting import make_offer, make_place
from tests.journeys.servers import Mailbox, Portal, text_of


@pytest.fixture
def offer(portal_web: Portal, counsellor: User, relative: User) -> SlotOffer:
    """Rasmus has a talk in three weeks and would like an earlier one; somebody else can't come next week."""
    make_counsellor(counsellor)
    kind = make_type()
    later = make_talk(relative, kind, starts_at=next_weekday(21))
    make_place(relative, kind, talk=later)
    with clock.frozen_at(lately()):  # by day, so that the mail leaves at once
        return make_offer(make_person("Kurt Overgaard"), kind, starts_at=next_weekday(8))


def walk(page: Page, offer: SlotOffer, mailbox: Mailbox) -> None:
    """From the mail to the new appointment, without an account; the old one is given up in the same step."""
    person = offer.entry.person
    assert person is not None and person.email
    address = person.email
    mail = mailbox.wait_for(address, containing="Vi kan tilbyde dig en tid")
    for word in ("Mette", "samtale", "rådgiver", "pårørende", "venteliste"):
        assert word not in text_of(mail) + str(mail["Subject"]) + str(mail["From"])
    page.goto(mailbox.link_for(address, "/link/tid/"))
    expect(page.get_by_role("heading", name="Vil du have denne tid?")).to_be_visible()
    expect(page.get_by_text("Den beholder du, til du siger ja")).to_be_visible()
    page.get_by_role("button", name="Ja, jeg tager tiden").click()
    expect(page.get_by_role("heading", name="Din aftale")).to_be_visible()
    expect(page.get_by_text("Tiden er din.")).to_be_visible()
    live = Appointment.objects.live().of_relative(person).get()
    assert (live.starts_at, live.ics_sequence) == (offer.starts_at, 1)
    mailbox.wait_for(address, containing="flyttet")
    page.goto(mailbox.link_for(address, "/link/tid/"))
    expect(page.get_by_role("heading", name="Tiden er din")).to_be_visible()


def test_a_relative_takes_an_earlier_time_on_a_phone(offer: SlotOffer, phone: Page, mailbox: Mailbox) -> None:
    walk(phone, offer, mailbox)


def test_the_same_with_javascript_off(offer: SlotOffer, without_script: Page, mailbox: Mailbox) -> None:
    walk(without_script, offer, mailbox)


def test_no_thank_you_keeps_the_time_one_has(offer: SlotOffer, phone: Page, mailbox: Mailbox) -> None:
    person = offer.entry.person
    assert person is not None and person.email
    mailbox.wait_for(person.email, containing="Vi kan tilbyde dig en tid")
    phone.goto(mailbox.link_for(person.email, "/link/tid/"))
    phone.get_by_role("button", name="Nej tak").click()
    expect(phone.get_by_role("heading", name="Du har sagt nej tak")).to_be_visible()
    expect(phone.get_by_text("gælder stadig")).to_be_visible()
