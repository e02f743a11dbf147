"""The questions about help at sign-up: plain without script; with it, once they are wanted, and never sent unseen."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from groups.models import RespiteRequest, SeatPool
from portal.accounts.models import User
from tests.factories.respite import ADDRESS, WHAT, caring_pool, make_desk
from tests.journeys.servers import Portal

WANTED = "Jeg kan kun komme, hvis der er en hos min nærmeste imens"


def sign_up_page(page: Page, portal: Portal, pool: SeatPool) -> None:
    """The form of one date."""
    page.goto(portal.url + reverse("groups:sign_up", args=[pool.occurrence.event.slug, pool.pk]))


def test_what_help_needs_is_asked_once_help_is_wanted(
    portal_web: Portal, new_page: Callable[..., Page], organiser: User, colleague: User
) -> None:
    make_desk(colleague)
    pool = caring_pool(organiser)
    plain = new_page(java_script_enabled=False)
    sign_up_page(plain, portal_web, pool)
    expect(plain.get_by_label("Hvor? Vej, nummer og postnummer")).to_be_visible()
    page = new_page()
    sign_up_page(page, portal_web, pool)
    where, who = page.locator("[name=respite_address]"), page.locator("[name=respite_what]")
    expect(where).to_be_hidden()
    expect(page.locator("[name=lift_address]")).to_be_hidden()
    page.get_by_label(WANTED).check()
    expect(where).to_be_visible()
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_label(WANTED)).to_be_checked()
    expect(where).to_be_visible()  # where something is missing, it is seen
    expect(page.locator("[name=lift_address]")).to_be_hidden()
    who.fill(WHAT)
    where.fill(ADDRESS)
    page.get_by_label(WANTED).uncheck()
    expect(where).to_be_hidden()
    page.get_by_label("Dit fornavn").fill("Åse")
    page.get_by_label("Din e-mail eller dit mobilnummer").fill("aase@gaest.example")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="Der mangler én ting")).to_be_visible()
    assert not RespiteRequest.objects.exists(), "what was taken back unseen is not asked"
