"""The evening on two phones: a code is read aloud, somebody just came, some stayed away, and what they thought."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from psycopg.types.range import TimestamptzRange

from groups import links
from groups.actions import door, evaluations
from groups.actions.signing_up import Guest, Party, confirm_guest
from groups.actions.signing_up import sign_up as sign_up_action
from groups.models import Attendee, EvaluationAnswer, Occurrence, Registration, SeatPool
from portal import clock
from portal.accounts.models import User
from tests.factories.evenings import make_pool, many_people, sign_up
from tests.journeys.conftest import PHONE
from tests.journeys.servers import Mailbox, Portal, text_of

ADDRESS = "aase@gaest.example"
SMALL_PHONE = {**PHONE, "viewport": {"width": 375, "height": 812}}
QUESTIONS = reverse("groups:evaluation", args=["x"]).removesuffix("x/")


@pytest.fixture
def pool(portal_web: Portal, organiser: User) -> SeatPool:
    """Twelve places; six relatives with accounts come, the last of them not."""
    made = make_pool(organiser, 12)
    for person in many_people(6):
        sign_up(made, person)
    return made


@pytest.fixture
def visitor(pool: SeatPool) -> Registration:
    """Åse and Knud, by mail and without an account."""
    guest, party = Guest(name="Åse", email=ADDRESS), Party(names=["Åse", "Knud"])
    row = sign_up_action(by=None, person=None, guest=guest, pool=pool, party=party, form_key=uuid4())
    return confirm_guest(registration=row)


def evening_begins(delta: timedelta) -> None:
    """So long from now."""
    start = clock.now() + delta
    Occurrence.objects.update(period=TimestamptzRange(start, start + timedelta(hours=2)))


def shown_code(page: Page, portal: Portal, row: Registration) -> str:
    """What the visitor's phone shows, read from the screen; the square code stands above it, large enough."""
    page.goto(portal.url + reverse("groups:sign_up_link", args=[links.sign(row)]))
    square = page.get_by_role("img", name="En firkantet kode til døren")
    expect(square).to_be_visible()
    box = square.bounding_box()
    assert box and box["width"] >= 150 and box["x"] >= 0 and box["x"] + box["width"] <= 375
    return page.locator(".door-code").inner_text()


def is_here(page: Page) -> int:
    """How many have come, as the list says."""
    found = re.search(r"(\d+) af \d+ er kommet", page.locator(".door-sum").inner_text())
    assert found
    return int(found[1])


def check_in_by_code(page: Page, portal: Portal, code: str) -> None:
    """From the board to the door; the code is typed as it is read aloud; then the rest of the party is scanned in."""
    page.goto(portal.url + reverse("groups:board"))
    page.get_by_role("link", name=re.compile("I døren")).first.click()
    assert is_here(page) == 0
    page.get_by_label("Navn eller kode").fill(code.lower())
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name=re.compile("Er her Åse")).click()
    expect(page.get_by_text(re.compile("Åse.* er tjekket ind"))).to_be_visible()
    page.goto(portal.url + reverse("groups:door_scan", args=[code.replace(" ", "")]))
    page.get_by_role("button", name=re.compile("Er her Knud")).click()
    expect(page.get_by_text(re.compile("Knud.* er tjekket ind"))).to_be_visible()
    assert Attendee.objects.exclude(came_at=None).count() == 2


def walk_in(page: Page, portal: Portal, pool: SeatPool) -> None:
    """Two who never signed up."""
    page.goto(portal.url + reverse("groups:door", args=[pool.occurrence_id]))
    assert is_here(page) == 2
    page.get_by_role("link", name="Nogen, der bare kom").click()
    page.get_by_label("2 personer").check()
    page.get_by_label("Fornavn").fill("Bo")
    page.get_by_role("button", name="Luk dem ind").click()
    expect(page.get_by_text("De er lukket ind.")).to_be_visible()
    assert is_here(page) == 4


def the_rest_stayed_away(page: Page, portal: Portal, pool: SeatPool) -> None:
    """Afterwards: one press for the rest; and those who came are to be asked."""
    page.goto(portal.url + reverse("groups:board"))
    expect(page.get_by_text("Det er ikke noteret, hvem der kom")).to_be_visible()
    page.goto(portal.url + reverse("groups:door", args=[pool.occurrence_id]))
    page.get_by_role("button", name="Resten kom ikke (1)").click()
    expect(page.get_by_text("1 kom ikke. Det er noteret.")).to_be_visible()
    page.goto(portal.url + reverse("groups:date_after", args=[pool.occurrence_id]))
    page.get_by_role("button", name="Spørg dem, der kom").click()
    expect(page.get_by_text("Planlagt: De bliver spurgt næste morgen.")).to_be_visible()


def answer(page: Page, mailbox: Mailbox) -> None:
    """Three questions by a link that works once and says nothing of who follows it."""
    mail = mailbox.wait_for(ADDRESS, containing="Vil du svare på tre spørgsmål?")
    for word in ("hukommelse", "Åse", "pårørende"):
        assert word not in text_of(mail) + str(mail["Subject"])
    link = mailbox.link_for(ADDRESS, QUESTIONS)
    page.goto(link)
    expect(page.get_by_text("Du svarer uden navn")).to_be_visible()
    page.get_by_role("button", name="Send mit svar").click()
    expect(page.get_by_role("heading", name="Tre spørgsmål")).to_be_visible()  # an empty answer is none
    assert not EvaluationAnswer.objects.exists()
    page.get_by_label("Meget", exact=True).first.check()
    page.get_by_label("Hvad skal vi gøre mere af").fill("Mere tid til at tale sammen.")
    page.get_by_role("button", name="Send mit svar").click()
    expect(page.get_by_role("heading", name="Tak for dit svar")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", name="Du kan ikke svare her mere")).to_be_visible()


def was_asked(mailbox: Mailbox, person: User | None) -> bool:
    """Whether somebody got the three questions."""
    assert person is not None and person.email
    return any("tre spørgsmål" in text_of(mail) for mail in mailbox.to(person.email))


def test_a_code_at_the_door_and_three_questions_afterwards(
    portal_web: Portal,
    organiser: User,
    pool: SeatPool,
    visitor: Registration,
    new_page: Callable[..., Page],
    sign_in_staff: Callable[..., None],
    mailbox: Mailbox,
) -> None:
    ases, lones = new_page(**SMALL_PHONE), new_page(**SMALL_PHONE)
    sign_in_staff(lones, organiser)
    evening_begins(timedelta(minutes=5))
    check_in_by_code(lones, portal_web, shown_code(ases, portal_web, visitor))
    walk_in(lones, portal_web, pool)
    others = list(Registration.objects.exclude(person=None).order_by("sequence"))
    for row in others[:5]:
        door.check_in(by=organiser, registration=row)

    evening_begins(timedelta(hours=-3))
    the_rest_stayed_away(lones, portal_web, pool)
    evening_begins(timedelta(days=-2))
    assert evaluations.send_due() == 1
    answer(ases, mailbox)
    said = EvaluationAnswer.objects.get()
    assert (said.worth, said.welcome, said.words) == (4, None, "Mere tid til at tale sammen.")
    came = others[0].person
    assert came is not None and came.email
    mailbox.wait_for(came.email, containing="tre spørgsmål")
    assert not was_asked(mailbox, others[5].person)
    lones.goto(portal_web.url + reverse("groups:date_after", args=[pool.occurrence_id]))
    expect(lones.get_by_text("De er blevet spurgt")).to_be_visible()
    assert "Mere tid" not in lones.content(), "nothing is read before the time to answer is over"
