"""Where staff without a list of their own begin: no page they may not open, nothing promised that is not there."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from portal.accounts import landing
from portal.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["organiser", "planner", "dpo"])
def test_staff_without_a_list_of_their_own_land_on_a_page_whose_links_all_open(
    request: pytest.FixtureRequest, client_for: Callable[..., Client], who: str
) -> None:
    person: User = request.getfixturevalue(who)
    client = client_for(person)
    assert landing.page_of(person) == reverse("front:staff_start")
    page = BeautifulSoup(client.get(landing.page_of(person)).content, "html.parser")
    links = {str(link["href"]) for link in page.select("main a, header a") if not link.get("lang")}
    assert len(links) > 3
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_the_start_page_says_honestly_what_is_not_there_yet(
    client_for: Callable[..., Client], planner: User, dpo: User
) -> None:
    for_planner = client_for(planner).get(reverse("front:staff_start")).content.decode()
    assert "er ikke i portalen endnu" in for_planner and "Loggen" not in for_planner
    assert reverse("audit:events") in client_for(dpo).get(reverse("front:staff_start")).content.decode()


def test_the_page_of_shortcuts_lists_only_what_one_may_open(
    client_for: Callable[..., Client], counsellor: User, dpo: User
) -> None:
    hers = client_for(counsellor).get(reverse("front:shortcuts")).content.decode()
    assert hers.count("<kbd>g</kbd>") > 6 and "Dagen eller ugen før" in hers
    others = client_for(dpo).get(reverse("front:shortcuts")).content.decode()
    assert "Loggen" in others and "Dagen eller ugen før" not in others
