"""The staff's menu is one line on a desk for every role, and what is under "More" is reached with the keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.models import Role, User
from tests.factories.people import make_person
from tests.factories.respite import make_desk
from tests.journeys.servers import Portal

ONE_LINE = 60  # px; two lines are 88


@pytest.mark.parametrize("width", [1280, 375])
def test_the_menu_is_one_line_for_every_role(
    portal_web: Portal, new_page: Callable[..., Page], sign_in_staff: Callable[..., None], width: int
) -> None:
    everything = make_person("Alt Muligt", *Role.values)
    everybody = [*(make_person(f"Kollega {role}", role) for role in Role.values), everything]
    make_desk(*everybody)  # for whom there is one line more
    for person in everybody:
        page = new_page(viewport={"width": width, "height": 800}, locale="da-DK")
        sign_in_staff(page, person)
        page.goto(f"{portal_web.url}/opgaver/")
        bar = page.locator(".site-bar").bounding_box()
        assert bar is not None and bar["height"] < ONE_LINE, person.name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, person.name


def test_more_opens_and_closes_with_the_keyboard(
    portal_web: Portal, desktop: Page, sign_in_staff: Callable[..., None], team_lead: User
) -> None:
    sign_in_staff(desktop, team_lead)
    desktop.goto(f"{portal_web.url}/opgaver/")
    more, inside = desktop.locator(".menu-more summary"), desktop.get_by_role("link", name="Telefonvagt")
    expect(inside).to_be_hidden()
    more.focus()
    desktop.keyboard.press("Enter")
    expect(inside).to_be_visible()
    desktop.keyboard.press("Escape")
    expect(inside).to_be_hidden()
    expect(more).to_be_focused()
    desktop.keyboard.type("gv")  # the key leads there though the list is closed
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Telefonvagt")
