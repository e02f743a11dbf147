"""A counsellor's day to its last note in a real browser: typed, kept, shared, read; in two windows; without script."""

import os
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from counselling.actions import cases, drafts, keeping, snippets
from counselling.actions.second_lock import opened_to_read
from counselling.models import Appointment, Case, FollowUp, Note
from portal import clock
from portal.accounts import actions as accounts
from portal.accounts.models import Role, User
from tests.factories.people import make_person, sign_in
from tests.factories.talks import make_counsellor, make_talk, make_type
from tests.journeys.test_every_page import AXE, RULES, RUN_AXE, TOO_WIDE
from tests.journeys.test_staff_sign_in import accept, give_a_security_chip, let_an_hour_pass_in

PICTURES = os.environ.get("PICTURES", "")


def snap(page, name):
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES, f"{name}.png")), full_page=True)


def problems_of(page):
    """What axe finds, and whether it is wider than the screen."""
    page.evaluate(AXE.read_text())
    return [*page.evaluate(RUN_AXE, RULES), *(["too wide"] if page.evaluate(TOO_WIDE) else [])]


@pytest.fixture
def after_talks(committed_db, counsellor, relative, another_relative):
    """Two talks that are over; one person wrote something before, the other's case has a note already."""
    make_counsellor(counsellor, languages=["da"])
    kind = make_type(max_open_per_person=9)
    first = make_talk(relative, kind)
    keeping.answer_intake(by=relative, appointment=first, texts={1: "Min mor på 84", 2: "Jeg sover dårligt."})
    second = make_talk(another_relative, kind, starts_at=first.starts_at + timedelta(hours=2))
    day = clock.today() - timedelta(days=1)
    for talk, hour in ((first, 9), (second, 11)):
        start = datetime.combine(day, time(hour), tzinfo=clock.zone())
        Appointment.objects.filter(pk=talk.pk).update(starts_at=start, ends_at=start + timedelta(minutes=45))
    snippets.keep_snippet(by=counsellor, title="Aftale", text="Vi tales ved om to uger.")
    return first, second


def url(portal_web, name, *args):
    return portal_web.url + reverse(f"counselling:{name}", args=args)


def notes_of(case):
    with opened_to_read(case.pk):
        return [note.text for note in Note.objects.of_case(case.pk)]


def test_a_counsellors_day_from_the_day_view_to_the_last_note_and_the_relative_reads_it(
    portal_web, desktop, phone, sign_in_staff, counsellor, relative, after_talks
):
    page, (first, _second) = desktop, after_talks
    sign_in_staff(page, counsellor)
    page.goto(f"{url(portal_web, 'day_on', (clock.today() - timedelta(days=1)).isoformat())}?talk={first.pk}")
    page.get_by_role("link", name="Notat og næste skridt").click()
    page.get_by_text("Min mor på 84").first.wait_for()
    page.get_by_text("Holdt", exact=True).click()
    page.locator("#id_text").fill("Vi talte om søvn.")
    page.locator("#id_text").press("Control+End")
    page.get_by_role("button", name="Indsæt").click()
    assert page.locator("#id_text").input_value() == "Vi talte om søvn. Vi tales ved om to uger."
    page.get_by_text("Kladde gemt kl.").wait_for()
    assert drafts.open_draft(by=counsellor, place=first).text.startswith("Vi talte om søvn.")
    page.locator("summary", has_text="Opfølgning").click()
    page.locator("#id_follow_kind").select_option("call")
    page.locator("#id_follow_on").fill((clock.today() + timedelta(days=4)).isoformat())
    page.get_by_text("Næste samtale").click()
    page.get_by_role("button", name="Vis de nærmeste ledige tider").click()
    page.locator("label[for=next-1]").click()
    assert page.locator("#id_follow_kind").input_value() == "call"
    assert page.get_by_label("Holdt").is_checked()
    snap(page, "conversation")
    assert problems_of(page) == []
    page.get_by_role("button", name="Gem og afslut").click()
    page.get_by_text("Notatet er gemt.").wait_for()
    snap(page, "day-after")
    case = Case.objects.get(person=relative)
    assert len(notes_of(case)) == 2 and FollowUp.objects.count() == 1
    assert Appointment.objects.get(status="booked", booked_by=relative).case == case

    page.goto(url(portal_web, "case_notes", case.pk))
    snap(page, "case-notes")
    assert problems_of(page) == []
    page.get_by_role("link", name="Del med den pårørende …").first.click()
    page.get_by_text("Det her får den pårørende at se").wait_for()
    snap(page, "release")
    page.get_by_role("button", name="Del notatet").click()
    page.get_by_text("Den pårørende kan læse det").wait_for()

    cookie = sign_in(relative, method="mfa").cookies["session"].value
    phone.context.add_cookies([{"name": "session", "value": cookie, "url": portal_web.url}])
    phone.goto(url(portal_web, "written_down"))
    phone.get_by_text("Vi talte om søvn.").wait_for()
    snap(phone, "written-down")
    assert problems_of(phone) == []


def test_two_windows_ask_which_words_to_keep(portal_web, desktop, sign_in_staff, counsellor, after_talks):
    page, (first, _second) = desktop, after_talks
    sign_in_staff(page, counsellor)
    page.goto(url(portal_web, "conversation", first.pk))
    other = page.context.new_page()
    other.goto(url(portal_web, "conversation", first.pk))
    other.locator("#id_text").fill("Fra det andet vindue")
    other.get_by_text("Kladde gemt kl.").wait_for()
    page.locator("#id_text").fill("Fra det første vindue")
    page.get_by_text("Du har skrevet mere i et andet vindue").wait_for()
    snap(page, "clash")
    assert problems_of(page) == []
    page.locator("[data-draft-keep]").click()
    page.get_by_text("Kladde gemt kl.").wait_for()
    other.locator("#id_text").fill("Og videre i det andet")
    other.get_by_text("Du har skrevet mere i et andet vindue").wait_for()
    other.locator("[data-draft-take]").click()
    assert other.locator("#id_text").input_value() == "Fra det første vindue"


def test_a_locked_screen_gives_the_same_sentence_back(portal_web, desktop, mailbox, after_talks):
    page, (first, _second) = desktop, after_talks
    bent = make_person("Bent Ravn", Role.ADMINISTRATOR)
    accounts.invite_staff(by=bent, email="nora@egekoebing.example", name="Nora Kollega", roles=[Role.COUNSELLOR])
    give_a_security_chip(page)
    accept(page, mailbox, "nora@egekoebing.example")
    page.get_by_role("link", name="Brug en adgangsnøgle").click()
    page.get_by_role("button", name="Lav adgangsnøglen").click()
    page.wait_for_url("**/noedkoder/**")
    nora = User.objects.get(email="nora@egekoebing.example")
    Appointment.objects.filter(pk=first.pk).update(counsellor=make_counsellor(nora))
    page.goto(url(portal_web, "conversation", first.pk))
    page.locator("#id_text").fill("Midt i en sætning")
    page.get_by_text("Kladde gemt kl.").wait_for()
    let_an_hour_pass_in(page)
    page.locator("#id_text").press_sequentially(" der går videre")
    page.get_by_text("Skærmen er låst.").wait_for()
    page.reload()
    page.locator("#mfa_webauthn_reauthenticate").click()
    page.wait_for_url("**/samtale/**")
    assert page.locator("#id_text").input_value() == "Midt i en sætning der går videre"
    assert page.evaluate("document.activeElement.id") == "id_text"


def test_without_script_everything_is_a_button(
    portal_web, without_script, sign_in_staff, counsellor, another_relative, after_talks
):
    page, (_first, second) = without_script, after_talks
    case = cases.open_case(by=counsellor, person=another_relative, worker=make_person("En anden", "counsellor"))
    cases.assign_case(by=counsellor, case=case, worker=counsellor, reason="allocated")
    sign_in_staff(page, counsellor)
    page.goto(url(portal_web, "conversation", second.pk))
    snap(page, "conversation-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#id_text").fill("Hun ringer selv.")
    page.get_by_role("button", name="Gem kladden").click()
    page.get_by_text("Kladden er gemt.").wait_for()
    page.get_by_role("button", name="Indsæt").click()
    assert page.locator("#id_text").input_value() == "Hun ringer selv.\nVi tales ved om to uger."
    page.get_by_text("Vi fik ikke talt sammen").click()
    page.get_by_role("button", name="Gem og afslut").click()
    page.get_by_text("Noteret: vi fik ikke talt sammen.").wait_for()
    assert notes_of(case) == ["Hun ringer selv.\nVi tales ved om to uger."]


def test_a_note_without_a_talk_is_kept_while_it_is_typed(portal_web, desktop, sign_in_staff, counsellor, relative):
    case, page = cases.open_case(by=counsellor, person=relative, worker=counsellor), desktop
    sign_in_staff(page, counsellor)
    page.goto(url(portal_web, "note_new", case.pk))
    page.locator("#id_text").fill("Plejehjemmet ringede")
    page.get_by_text("Kladde gemt kl.").wait_for()
    page.goto(url(portal_web, "case_notes", case.pk))
    page.get_by_role("link", name="Skriv et notat").click()
    assert page.locator("#id_text").input_value() == "Plejehjemmet ringede"
    snap(page, "note-new")
    assert problems_of(page) == []
    other = page.context.new_page()
    other.goto(url(portal_web, "note_new", case.pk))
    other.locator("#id_text").fill("Plejehjemmet ringede to gange")
    other.get_by_text("Kladde gemt kl.").wait_for()
    page.locator("#id_text").fill("Noget andet")
    page.get_by_text("Du har skrevet mere i et andet vindue").wait_for()
    page.locator("[data-draft-take]").click()
    page.get_by_role("button", name="Gem", exact=True).click()
    page.get_by_text("Notatet er gemt.").wait_for()
    assert notes_of(case) == ["Plejehjemmet ringede to gange"]


def test_a_note_without_a_talk_is_kept_by_a_button_where_no_script_runs(
    portal_web, without_script, sign_in_staff, counsellor, relative
):
    case, page = cases.open_case(by=counsellor, person=relative, worker=counsellor), without_script
    sign_in_staff(page, counsellor)
    page.goto(url(portal_web, "note_new", case.pk))
    page.locator("#id_text").fill("Halv sætning")
    page.get_by_role("button", name="Gem kladden").click()
    page.get_by_text("Kladden er gemt.").wait_for()
    assert page.locator("#id_text").input_value() == "Halv sætning"
    snap(page, "note-new-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
