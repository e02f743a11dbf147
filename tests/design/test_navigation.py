"""Menus: who sees what, and where one is."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from counselling.actions.calls import request_call
from groups.actions.answering_help import arrange
from portal.accounts.models import Role, User
from portal.design import navigation
from portal.design.templatetags.dkfds import phone_link
from tests.factories.respite import asked_respite, caring_pool, make_desk


def test_every_entry_of_every_menu_leads_somewhere() -> None:
    for entry in navigation.entries():
        reverse(entry.url_name)


@pytest.mark.django_db
def test_staff_see_only_the_entries_of_their_roles(rf: RequestFactory, counsellor: User, administrator: User) -> None:
    def seen_by(user: User) -> set[str]:
        request = rf.get(reverse("front:front"))
        request.user = user
        return {link.url for link in navigation.links("staff", request)}

    assert reverse("accounts:staff") in seen_by(administrator)
    assert reverse("accounts:staff") not in seen_by(counsellor)


@pytest.mark.django_db
def test_the_language_switch_keeps_the_page_and_its_question(client: Client) -> None:
    page = client.get(reverse("front:privacy") + "?a=1").content.decode()
    assert 'href="/nb/slik-bruker-vi-det-du-skriver/?a=1" lang="nb"' in page
    assert 'href="/en/how-we-use-what-you-write/?a=1" lang="en"' in page


@pytest.mark.django_db
def test_the_current_page_is_marked_in_the_menu(client_for: Callable[..., Client], relative: User) -> None:
    address = reverse("front:my_page")
    page = client_for(relative).get(address).content.decode()
    assert f'href="{address}" aria-current="page"' in page


OF_PAGES = {"p", "n", "+", "q", "z"}  # the day before and after, book; what a page's own links may use
OF_THE_HOUSE = {"g", "?"}  # the first key, the list of all


@pytest.mark.parametrize("role", Role.values)
def test_no_two_entries_of_somebodys_menu_share_a_key(role: str) -> None:
    entries = [entry for entry in navigation.entries("staff") if not entry.roles or role in entry.roles]
    keys = [entry.key for entry in entries if not entry.banner]  # a banner is a link above the page, now and then
    assert "" not in keys
    assert {key: count for key, count in Counter(keys).items() if count > 1} == {}
    assert not set(keys) & (OF_PAGES | OF_THE_HOUSE)


def test_the_keys_of_a_page_are_none_of_a_menu() -> None:
    written = {
        str(path): re.findall(r'data-key="([^"{]+)"', path.read_text()) for path in Path("templates").rglob("*.html")
    }
    keyed = {path: keys for path, keys in written.items() if keys}
    assert len(keyed) > 4
    assert {path: keys for path, keys in keyed.items() if not set(keys) <= OF_PAGES or len(set(keys)) < len(keys)} == {}


def shown_to(user: User, rf: RequestFactory, url_name: str = "front:privacy") -> dict[str, navigation.Link]:
    request = rf.get(reverse(url_name))
    request.user = user
    return {link.url: link for link in navigation.links("staff", request)}


@pytest.mark.django_db
def test_what_is_a_tab_of_the_work_lists_stands_there_and_its_key_and_number_stay(
    rf: RequestFactory, counsellor: User, relative: User
) -> None:
    calls, lists = reverse("counselling:calls"), reverse("counselling:work_lists")
    before = shown_to(counsellor, rf)[lists].badge or 0
    call = {"phone": "+4520304050", "name": "", "topic": "", "when": "any", "may_leave_voicemail": False}
    request_call(by=relative, form_key=uuid4(), **call)
    menu = shown_to(counsellor, rf, "counselling:calls")
    assert menu[calls].is_folded and menu[calls].key == "r" and menu[calls].badge == 1
    assert menu[lists].badge == before + 1 and menu[lists].is_current


@pytest.mark.django_db
def test_who_has_no_work_lists_keeps_the_tasks_in_the_menu(rf: RequestFactory, dpo: User) -> None:
    assert not shown_to(dpo, rf)[reverse("worklist:tasks")].is_folded


@pytest.mark.django_db
def test_what_is_folded_is_a_tab_of_the_work_lists(client_for: Callable[..., Client], team_lead: User) -> None:
    html = client_for(team_lead).get(reverse("counselling:work_lists")).content.decode()
    tabs = html.partition('<ul class="counts"')[2].partition("</ul>")[0]
    folded = [entry for entry in navigation.entries("staff") if entry.under]
    assert len(folded) > 4
    for entry in folded:
        assert str(entry.label) in tabs, entry.url_name


@pytest.mark.django_db
def test_who_works_at_a_desk_for_respite_has_its_list_in_the_menu_with_what_waits(
    rf: RequestFactory, client_for: Callable[..., Client], organiser: User, counsellor: User, relative: User
) -> None:
    listed = reverse("groups:help_list")
    desk = make_desk(counsellor)
    assert listed not in shown_to(organiser, rf), "who works at no desk has no list there"
    assert f'href="{listed}"' not in client_for(organiser).get(reverse("front:shortcuts")).content.decode()
    desk.members.add(organiser)
    assert (shown_to(organiser, rf)[listed].badge, shown_to(organiser, rf)[listed].key) == (None, "h")
    row = asked_respite(caring_pool(organiser), relative)
    menu = shown_to(organiser, rf)[listed]
    assert (menu.badge, menu.is_seldom, menu.is_folded) == (1, False, False)
    assert shown_to(counsellor, rf)[listed].is_seldom, "the line has no room beside the work lists"
    arrange(by=organiser, row=row, version=row.version, said="")
    assert shown_to(organiser, rf)[listed].badge is None
    page = client_for(organiser).get(reverse("front:shortcuts")).content.decode()
    assert f'href="{listed}"' in page


def test_a_number_can_be_rung_and_is_read_in_pairs() -> None:
    assert phone_link("+4520304050") == '<a class="phone " href="tel:+4520304050">+45 20 30 40 50</a>'
    assert ">+47 20 30 40 50<" in phone_link("+4720304050")
    for as_it_is in ("+46701234567", "70 201 201", "112", ""):
        assert f">{as_it_is}<" in phone_link(as_it_is)


def test_what_does_not_fit_on_the_line_stands_under_more_with_its_number() -> None:
    long = "Noget med et meget langt navn paa tyve"
    menu = [navigation.Link(f"{long}{number}", "/", is_current=False, badge=number or None) for number in range(6)]
    folded = replace(menu[0], is_folded=True)
    found = navigation.one_line([*menu, folded])
    assert [link.is_seldom for link in found] == [False, False, False, True, True, True, False]
    assert [link.badge for link in found] == [None, 1, 2, 3, 4, 5, None], "only where it stands is another"
