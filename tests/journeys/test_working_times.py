"""A counsellor changes her week, and sees what it does while she fills it in."""

from collections.abc import Callable

from playwright.sync_api import Page

from portal.accounts.models import User
from portal.calendar.models import Resource
from tests.calendar.builders import a_rule
from tests.journeys.servers import Portal


def test_the_picture_follows_what_is_filled_in_and_saving_takes_two_steps(
    portal_web: Portal, desktop: Page, sign_in_staff: Callable[..., None], counsellor: User
) -> None:
    calendar = Resource.objects.create(kind="counsellor", name=counsellor.name, user=counsellor)
    a_rule(calendar, 2, "09:00", "12:00")
    sign_in_staff(desktop, counsellor)
    desktop.goto(f"{portal_web.url}/kalender/arbejdstider/{calendar.id}/ny/")
    desktop.select_option("select[name=iso_weekday]", "3")
    desktop.fill("input[name=start_time]", "10:00")
    desktop.fill("input[name=end_time]", "14:00")
    desktop.keyboard.press("Tab")
    desktop.wait_for_selector("#what-changes table")
    assert "10–14" in desktop.inner_text("#what-changes")
    desktop.click("button[value=preview]")
    desktop.click("button[value=save]")
    assert "Hver onsdag kl. 10–14" in desktop.inner_text("main")


def test_without_script_the_next_page_shows_the_picture_and_back_keeps_everything(
    portal_web: Portal, without_script: Page, sign_in_staff: Callable[..., None], counsellor: User
) -> None:
    calendar = Resource.objects.create(kind="counsellor", name=counsellor.name, user=counsellor)
    sign_in_staff(without_script, counsellor)
    without_script.goto(f"{portal_web.url}/kalender/arbejdstider/{calendar.id}/ny/")
    without_script.fill("input[name=start_time]", "10:00")
    without_script.fill("input[name=end_time]", "14:00")
    without_script.check("input[value=odd]")
    without_script.click("button[value=preview]")
    assert "10–14" in without_script.inner_text("#what-changes")
    without_script.click("button[value=back]")
    assert without_script.input_value("input[name=end_time]") == "14:00"
    assert without_script.is_checked("input[value=odd]")
