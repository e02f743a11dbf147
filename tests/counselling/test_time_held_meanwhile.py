"""While somebody signs in, the pages say how long the time is held and give more of it (WCAG 2.2.1)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from counselling.models import Hold, MeetingType
from counselling.rules.talks import MAX_EXTENSIONS
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Resource
from tests.counselling.relative_pages import BOOK, hold, one, soup_of

pytestmark = pytest.mark.django_db
At = Callable[[datetime], datetime]
EMAIL = "ny.person@example.com"
NEXT = BOOK + "hvem-er-du/"


@pytest.fixture
def holding(client: Client, talk_type: MeetingType, mette: Resource, at: At) -> Client:
    at(datetime(2026, 11, 2, 8, tzinfo=clock.zone()))
    hold(client)
    return client


def on_the_code_page(client: Client) -> str:
    response = client.post(reverse("account_login"), {"email": EMAIL, "next": NEXT})
    return str(response["Location"])


def test_the_pages_with_e_mail_code_and_password_show_the_countdown(holding: Client) -> None:
    code_page = on_the_code_page(holding)
    for address in (reverse("account_login"), code_page, reverse("accounts:password_sign_in")):
        page = soup_of(holding.get(address))
        assert "10 minutter, til kl. 8.10" in one(page, ".countdown-words").get_text(), address
        assert one(page, ".countdown button")["form"] == one(page, "form#who")["id"]


def test_more_time_on_the_code_page_keeps_the_digits_and_stays_there(holding: Client, at: At) -> None:
    address = on_the_code_page(holding)
    at(clock.now() + timedelta(minutes=9))
    code_id = one(soup_of(holding.get(address)), "input[name=code_id]")["value"]
    sent = {"code": "123", "code_id": code_id, "next": NEXT, "more_time": "1"}
    page = soup_of(holding.post(address, sent))
    assert one(page, "input[name=code]")["value"] == "123" and one(page, "input[name=next]")["value"] == NEXT
    assert one(page, "input[name=code_id]")["value"] == code_id
    assert not page.select(".form-error-message, .error-summary")
    assert "til kl. 8.20" in one(page, ".countdown-words").get_text()
    assert Hold.objects.get().extensions == 1


def test_more_time_in_the_e_mail_box_keeps_the_address_and_sends_no_code(holding: Client) -> None:
    sent = {"email": "half@", "next": NEXT, "more_time": "1"}
    page = soup_of(holding.post(reverse("account_login"), sent))
    assert one(page, "input[name=email]")["value"] == "half@" and not page.select(".error-summary")
    assert Hold.objects.get().extensions == 1


def test_enter_in_the_field_still_sends_the_code(holding: Client) -> None:
    page = soup_of(holding.get(on_the_code_page(holding)))
    form_id = one(page, "form#who")["id"]
    buttons = [
        button
        for button in page.select("button[type=submit]")
        if button.get("form") == form_id or (button.parent is not None and button.find_parent("form", id=form_id))
    ]
    assert [button.get("name") for button in buttons] == [None, "more_time"]


def test_the_second_factor_and_the_passkey_show_it_too_and_the_button_comes_back_there(
    holding: Client, relative: User
) -> None:
    TOTP.activate(relative, totp.generate_totp_secret())
    relative.set_password("en lang sætning om havet")
    relative.save()
    sent = {"email": relative.email, "password": "en lang sætning om havet", "next": NEXT}
    second = holding.post(reverse("accounts:password_sign_in"), sent)["Location"]
    assert second.startswith(reverse("mfa_authenticate"))
    page = soup_of(holding.get(second))
    assert "til kl. 8.10" in one(page, ".countdown-words").get_text()
    form = one(page, ".countdown form")
    assert holding.post(form["action"], {"next": one(form, "[name=next]")["value"]})["Location"] == second
    assert Hold.objects.get().extensions == 1


def test_more_time_never_leads_out_of_the_portal(holding: Client) -> None:
    response = holding.post(reverse("counselling:extend_hold"), {"next": "https://elsewhere.example/"})
    assert response["Location"] == NEXT


def test_a_time_that_ran_out_is_not_counted_any_more(holding: Client, at: At) -> None:
    address = on_the_code_page(holding)
    at(clock.now() + timedelta(minutes=11))
    assert soup_of(holding.get(address)).select_one(".countdown") is None


def test_after_ten_extensions_the_button_is_gone(holding: Client) -> None:
    Hold.objects.update(extensions=MAX_EXTENSIONS)
    page = soup_of(holding.get(reverse("account_login")))
    assert page.select_one(".countdown") is not None and page.select_one(".countdown button") is None


def test_nobody_is_shown_a_countdown_without_a_held_time(client: Client) -> None:
    assert soup_of(client.get(reverse("account_login"))).select_one(".countdown") is None
