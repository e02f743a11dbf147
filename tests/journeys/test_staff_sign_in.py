"""Staff sign in with a passkey or an authenticator app, and nothing opens before."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, expect

from portal.accounts import actions
from portal.accounts.models import Role, User
from portal.accounts.session_clock import SEEN
from portal.design.models import Municipality
from tests.factories.people import make_person
from tests.journeys.totp import code_now


def give_a_security_chip(page: Page) -> str:
    """A virtual authenticator in this browser: keeps passkeys, and the finger always fits."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    answer = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return str(answer["authenticatorId"])


@pytest.fixture
def invited(portal_web, administrator: User) -> str:
    address = "ny.kollega@egekoebing.example"
    actions.invite_staff(by=administrator, email=address, name="Nora Kollega", roles=[Role.ADMINISTRATOR])
    return address


def accept(page: Page, mailbox, address: str) -> None:
    page.goto(mailbox.link_for(address, "/invitation/"))
    expect(page.get_by_label("Dit navn")).to_have_value("Nora Kollega")
    page.get_by_role("button", name="Fortsæt").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("en nøgle mere")


def test_an_invited_colleague_makes_a_passkey_and_signs_in_with_it(portal_web, desktop, mailbox, invited):
    give_a_security_chip(desktop)
    accept(desktop, mailbox, invited)
    desktop.goto(f"{portal_web.url}/konto/kolleger/")
    expect(desktop).to_have_url(re.compile("/ekstra-noegle/vaelg/"))
    desktop.get_by_role("link", name="Brug en adgangsnøgle").click()
    desktop.get_by_role("button", name="Lav adgangsnøglen").click()
    expect(desktop).to_have_url(re.compile("/noedkoder/"))
    codes = re.findall(r"\b\d{8}\b", desktop.inner_text("main"))
    assert len(codes) == 10, desktop.inner_text("main")
    desktop.goto(f"{portal_web.url}/konto/noedkoder/")
    assert not re.findall(r"\b\d{8}\b", desktop.inner_text("main"))
    desktop.goto(f"{portal_web.url}/konto/kolleger/")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Kolleger")
    desktop.get_by_role("button", name="Log ud").click()
    desktop.goto(f"{portal_web.url}/konto/kolleger/")
    desktop.get_by_role("button", name="Log ind med adgangsnøgle").click()
    expect(desktop).to_have_url(re.compile("/konto/kolleger/$"))
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Kolleger")


def test_an_invited_colleague_uses_an_app(portal_web, desktop, mailbox, invited, sign_in):
    accept(desktop, mailbox, invited)
    desktop.get_by_role("link", name="Brug en app").click()
    secret = desktop.locator("#authenticator_secret").inner_text()
    desktop.locator("input[name=code]").fill(code_now(secret))
    desktop.locator("form:has(input[name=code]) button[type=submit]").click()
    expect(desktop).to_have_url(re.compile("/noedkoder/"))
    recovery = re.findall(r"\b\d{8}\b", desktop.inner_text("main"))
    desktop.goto(f"{portal_web.url}/konto/kolleger/")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Kolleger")
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    desktop.get_by_role("button", name="Log ud").click()
    sign_in(desktop, invited, "/konto/kolleger/")
    expect(desktop).to_have_url(re.compile("/ekstra-noegle/vis/"))
    desktop.locator("input[name=code]").fill("000000")
    desktop.locator("form:has(input[name=code]) button[type=submit]").first.click()
    expect(desktop).to_have_url(re.compile("/ekstra-noegle/vis/"))
    desktop.locator("input[name=code]").fill(recovery[0])
    desktop.locator("form:has(input[name=code]) button[type=submit]").first.click()
    expect(desktop).to_have_url(re.compile("/konto/kolleger/$"))


def test_a_locked_screen_opens_with_one_tap_and_what_was_written_is_saved(portal_web, desktop, mailbox) -> None:
    bent = make_person("Bent Ravn", Role.ADMINISTRATOR)
    actions.invite_staff(by=bent, email="nora@egekoebing.example", name="Nora Kollega", roles=[Role.ADMINISTRATOR])
    give_a_security_chip(desktop)
    accept(desktop, mailbox, "nora@egekoebing.example")
    desktop.get_by_role("link", name="Brug en adgangsnøgle").click()
    desktop.get_by_role("button", name="Lav adgangsnøglen").click()
    expect(desktop).to_have_url(re.compile("/noedkoder/"))
    desktop.goto(f"{portal_web.url}/konto/kommunen/")
    desktop.get_by_label("Navn", exact=True).fill("Egekøbing Kommune")
    desktop.get_by_label("Adresse").fill("Torvet 1")
    let_an_hour_pass_in(desktop)
    desktop.get_by_role("button", name="Gem", exact=True).click()
    expect(desktop).to_have_url(re.compile("/adgangsnoegler/igen/"))
    desktop.locator("#mfa_webauthn_reauthenticate").click()
    expect(desktop).to_have_url(re.compile("/konto/kommunen/"))
    expect(desktop.get_by_label("Adresse")).to_have_value("Torvet 1")
    assert Municipality.objects.get().name == "Egekøbing Kommune"


def let_an_hour_pass_in(page: Page) -> None:
    """Nobody touched the page for an hour: the session's clock is set back (the process's own clock runs on)."""
    [cookie] = [cookie for cookie in page.context.cookies() if cookie["name"] == "session"]
    session = SessionStore(cookie["value"])
    session[SEEN] = session[SEEN] - 3600
    session.save()
