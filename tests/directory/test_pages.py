"""The pages of the directory: what a relative reads, what staff look up, and what two roles keep right."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.accounts.models import User
from portal.directory.models import Offer, Organisation, Unit
from portal.keys import new_key
from tests.factories.directory import REFERRABLE, an_offer, an_organisation

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]
CONTACT = {"contact_name": "Ellen Mosegaard", "contact_email": "ellen@nabohaanden.example"}


def main_of(client: Client, name: str, *args: Any, language: str = "da", query: str = "") -> str:
    """What the page itself says, in one line."""
    with translation.override(language):
        answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    main = BeautifulSoup(answer.content, "html.parser").select_one("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def test_the_public_list_shows_published_offers_under_who_gives_them(client: Client) -> None:
    an_offer()
    an_offer("kor", title_da="Sangkor", organisation=an_organisation("Tranevig Sogn"))
    an_offer("gammelt", title_da="Gammelt kor", is_active=False)
    said = main_of(client, "directory:offers")
    assert said.index("Nabohånden") < said.index("Gåvennerne") < said.index("Tranevig Sogn") < said.index("Sangkor")
    assert "Gammelt kor" not in said
    assert client.get(reverse("directory:offer", args=["gammelt"])).status_code == 404


def test_an_empty_directory_says_whom_to_ring(client: Client) -> None:
    assert "Ring til os, så fortæller vi, hvad der findes." in main_of(client, "directory:offers")


def test_whom_a_relative_reaches_alone_is_named_and_whom_we_pass_on_to_is_not(client: Client) -> None:
    an_offer("alene", **REFERRABLE, **CONTACT)
    an_offer("sammen", way_in="referral", **REFERRABLE, **CONTACT)
    alone, together = main_of(client, "directory:offer", "alene"), main_of(client, "directory:offer", "sammen")
    assert "Du tager selv kontakt." in alone and "Ellen Mosegaard" in alone and "ellen@nabohaanden.example" in alone
    assert "Vi hjælper dig på vej." in together and "Ellen" not in together and "00 00 31 56" not in together


def test_an_offer_without_a_contact_of_its_own_shows_the_organisations(client: Client) -> None:
    an_offer(organisation=an_organisation("Koret", phone="00 00 32 10", email="kor@kor.example"))
    said = main_of(client, "directory:offer", "gaavennerne")
    assert "00 00 32 10" in said and "kor@kor.example" in said


def test_what_can_be_booked_is_booked_from_its_page(client: Client) -> None:
    an_offer(bookable_ref=new_key())
    page = client.get(reverse("directory:offer", args=["gaavennerne"])).content.decode()
    assert reverse("counselling:book") in page and "Du bestiller her." in page


def test_a_text_in_another_language_is_marked_as_such(client: Client) -> None:
    an_offer("a")
    an_offer("b", title_en="Walks", summary_en="An hour off.")
    with translation.override("en"):
        page = BeautifulSoup(client.get(reverse("directory:offers")).content, "html.parser")
    marked = {link.get_text(): bool(link.find_parent(lang="da")) for link in page.select("main a.row-title")}
    assert marked == {"Gåvennerne": True, "Walks": False}


def test_a_relative_is_told_when_a_page_is_old(client: Client, at: Callable[[datetime], datetime]) -> None:
    at(datetime(2026, 11, 3, 12, 0))
    an_offer("nyt", last_checked_on=date(2026, 10, 1))
    an_offer("gammelt", last_checked_on=date(2026, 3, 1))
    assert "1. oktober" in (fresh := main_of(client, "directory:offer", "nyt")) and "et stykke tid" not in fresh
    assert "Det er et stykke tid siden. Ring først" in main_of(client, "directory:offer", "gammelt")


def test_a_place_out_of_use_is_not_shown(client: Client) -> None:
    place = Unit.objects.create(slug="kilden", name="Huset Kilden", kind="facility", is_active=False)
    an_offer(unit=place)
    assert "Huset Kilden" not in main_of(client, "directory:offer", "gaavennerne")


def test_a_counsellor_searches_and_reads_but_changes_nothing(client_for: ClientFor, counsellor: User) -> None:
    offer = an_offer(way_in="referral", **REFERRABLE, **CONTACT)
    an_offer("kor", title_da="Sangkor")
    client = client_for(counsellor)
    found = main_of(client, "directory:kept_offers", query="?words=ellen")
    assert "Gåvennerne" in found and "Sangkor" not in found and "Svarer inden for 7 dage" in found
    assert "Tilføj" not in found and "Intet tilbud har “xyz”" in main_of(
        client, "directory:kept_offers", query="?words=xyz"
    )
    page = main_of(client, "directory:kept_offer", offer.pk)
    assert "00 00 31 56" in page and "Det passer stadig" not in page and "Ret" not in page


def test_the_list_marks_what_nobody_has_checked_and_keeps_the_withdrawn_apart(
    client_for: ClientFor, planner: User, at: Callable[[datetime], datetime]
) -> None:
    at(datetime(2026, 11, 3, 12, 0))
    an_offer("a", title_da="Glemt", last_checked_on=date(2026, 3, 1))
    an_offer("b", title_da="Frisk", last_checked_on=date(2026, 10, 1))
    an_offer("c", title_da="Fortid", is_active=False)
    client = client_for(planner)
    said = {
        show: main_of(client, "directory:kept_offers", query=f"?show={show}")
        for show in ("", "unchecked", "withdrawn", "nonsense")
    }
    names = {show: {name for name in ("Glemt", "Frisk", "Fortid") if name in page} for show, page in said.items()}
    shown = {"Glemt", "Frisk"}
    assert names == {"": shown, "unchecked": {"Glemt"}, "withdrawn": {"Fortid"}, "nonsense": shown}
    assert said[""].count("Ikke tjekket i 6 måneder") == 1 and "Skal tjekkes (1)" in said[""]


def given(offer: Offer | None = None, **fields: Any) -> dict[str, Any]:
    """The form of an offer as a browser sends it."""
    organisation = offer.organisation if offer else an_organisation()
    told = {"title_da": "Gåvennerne", "summary_da": "En frivillig går en tur.", "way_in": "self"}
    return {"organisation": organisation.pk, "version": offer.version if offer else 0, **told, **fields}


def test_the_planner_adds_an_offer_and_reads_it_at_once(client_for: ClientFor, planner: User) -> None:
    sent = given(takes_referrals="on", response_days="5", contact_phone="00 00 31 56")
    answer = client_for(planner).post(reverse("directory:add_offer"), sent, follow=True)
    offer = Offer.objects.get()
    assert (offer.response_days, offer.takes_referrals, offer.slug) == (5, True, "gaavennerne")
    assert answer.redirect_chain == [(reverse("directory:kept_offer", args=[offer.pk]), 302)]
    assert "Gåvennerne er tilføjet." in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title_da": "", "summary_da": ""}, "Skriv en titel og en tekst på mindst ét sprog."),
        ({"summary_da": ""}, "Skriv både titel og tekst på et sprog"),
        ({"way_in": "referral"}, "skal tilbuddet også tage imod"),
        ({"takes_referrals": "on", "contact_phone": "1"}, "inden for hvor mange dage de svarer"),
        ({"takes_referrals": "on", "response_days": "5"}, "Skriv et telefonnummer eller en e-mail"),
    ],
)
def test_a_refusal_stands_in_words_above_the_form(
    client_for: ClientFor, team_lead: User, fields: dict[str, str], words: str
) -> None:
    answer = client_for(team_lead).post(reverse("directory:add_offer"), given(**fields))
    assert answer.status_code == 422 and words in answer.content.decode() and not Offer.objects.exists()


def test_a_change_keeps_what_can_be_booked(client_for: ClientFor, team_lead: User) -> None:
    offer = an_offer(bookable_ref=new_key())
    address = reverse("directory:change_offer", args=[offer.pk])
    client = client_for(team_lead)
    assert 'value="Gåvennerne"' in client.get(address).content.decode()
    answer = client.post(address, given(offer, title_da="Turvenner"), follow=True)
    changed = Offer.objects.get()
    assert (changed.title_da, changed.bookable_ref) == ("Turvenner", offer.bookable_ref)
    assert "Din ændring er gemt." in answer.content.decode()


def test_an_older_form_is_sent_back_to_how_it_looks_now(client_for: ClientFor, team_lead: User) -> None:
    offer = an_offer(version=4)
    client = client_for(team_lead)
    answer = client.post(reverse("directory:change_offer", args=[offer.pk]), given(offer, version=3), follow=True)
    assert "En anden har rettet i det" in answer.content.decode()
    answer = client.post(reverse("directory:check_offer", args=[offer.pk]), follow=True)  # the version got lost
    assert "En anden har rettet i det" in answer.content.decode()


def test_one_button_says_it_is_still_right_and_others_hide_and_show_it(client_for: ClientFor, team_lead: User) -> None:
    offer = an_offer()
    client = client_for(team_lead)
    for version, (name, words) in enumerate(
        (
            ("check_offer", "er tjekket i dag"),
            ("withdraw_offer", "er trukket tilbage"),
            ("check_offer", "Vis det igen først"),
            ("restore_offer", "vises igen"),
        ),
        start=1,
    ):
        shown = Offer.objects.get().version
        answer = client.post(reverse(f"directory:{name}", args=[offer.pk]), {"version": shown}, follow=True)
        assert words in answer.content.decode(), (version, name)


def test_organisations_are_added_changed_and_rested_from_their_table(client_for: ClientFor, planner: User) -> None:
    client = client_for(planner)
    sent = {"name": "Koret", "kind": "church", "website": "kor.example", "version": 0}
    assert (
        "Koret er tilføjet." in client.post(reverse("directory:add_organisation"), sent, follow=True).content.decode()
    )
    row = Organisation.objects.get()
    assert row.website == "https://kor.example"
    answer = client.post(reverse("directory:add_organisation"), sent)
    assert answer.status_code == 422 and "allerede en organisation med det navn" in answer.content.decode()
    address = reverse("directory:change_organisation", args=[row.pk])
    client.post(address, {**sent, "name": "Nyt kor", "version": 1})
    stale = client.post(address, {**sent, "version": 1}, follow=True)
    assert "En anden har rettet i det" in stale.content.decode() and Organisation.objects.get().name == "Nyt kor"
    rest = reverse("directory:withdraw_organisation", args=[row.pk])
    assert "Nyt kor er ude af brug." in client.post(rest, {"version": 2}, follow=True).content.decode()
    used = reverse("directory:restore_organisation", args=[row.pk])
    assert "Nyt kor er i brug igen." in client.post(used, {"version": 3}, follow=True).content.decode()
    assert "Det er allerede i brug." in client.post(used, {"version": 4}, follow=True).content.decode()


def test_a_counsellor_reads_the_organisations_and_has_no_buttons(client_for: ClientFor, counsellor: User) -> None:
    an_organisation()
    said = main_of(client_for(counsellor), "directory:organisations")
    assert "Nabohånden" in said and "0 tilbud" in said and "ud af brug" not in said
