"""A relative finds a time, holds it, says who they are, and has a talk."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from counselling.models import Appointment, Hold, MeetingType
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import ClosingDay, Resource
from tests.counselling.relative_pages import BOOK, WHEN, confirm, fields_of, hold, soup_of
from tests.factories.talks import make_counsellor, make_talk, make_type

pytestmark = pytest.mark.django_db
Pages = Callable[..., Client]


def test_each_question_leads_to_the_next_with_all_that_was_chosen(
    client: Client, talk_type: MeetingType, mette: Resource
) -> None:
    page, seen = client.get(BOOK), []
    for _step in range(4):
        link = soup_of(page).select_one("ul.answers a")["href"]
        seen.append(urlsplit(link).path)
        page = client.get(link)
    assert [path.split("/")[3] for path in seen] == ["hvordan", "sammen", "med-hvem", "hvornaar"]
    chosen = {name: value[0] for name, value in parse_qs(urlsplit(link).query).items()}
    assert chosen == {"type": "samtale", "mode": "phone", "company": "alone", "counsellor": "any"}
    assert "På telefon" in soup_of(page).select_one(".chosen").get_text()


def test_going_back_keeps_what_was_chosen(client: Client, talk_type: MeetingType, mette: Resource) -> None:
    back = soup_of(client.get(WHEN)).select_one("a.back-link")["href"]
    assert "mode=phone" in back and "company=alone" in back
    steps = [one["href"] for one in soup_of(client.get(WHEN)).select(".stepbar-list a")]
    assert all("mode=phone" in one for one in steps) and len(steps) == 2


def test_a_type_with_one_way_to_meet_does_not_ask_how(client: Client, mette: Resource) -> None:
    make_type("opkald", modes=["phone"])
    link = soup_of(client.get(BOOK)).select_one("ul.answers a")["href"]
    assert "/sammen/" in link and "mode=phone" in link


def test_somebody_who_is_not_sure_gets_a_talk_on_the_phone(client: Client, talk_type: MeetingType) -> None:
    links = soup_of(client.get(BOOK)).select("ul.answers a")
    assert "mode=phone" in links[-1]["href"] and "Jeg ved det ikke endnu" in links[-1].get_text()


def test_ones_own_counsellor_stands_first_and_both_waiting_times_are_shown(
    client_for: Pages, relative: User, talk_type: MeetingType, mette: Resource, jonas: Resource
) -> None:
    talk = make_talk(relative, talk_type)
    page = soup_of(client_for(relative).get(BOOK + "med-hvem/?type=samtale&mode=phone&company=alone"))
    options = page.select("ul.answers li")
    assert str(talk.counsellor_id) in options[0].a["href"]
    assert "Du har talt med" in options[0].get_text() and "Første ledige tid" in options[0].get_text()
    assert "Den første, der har tid" in options[1].get_text() and "Første ledige tid" in options[1].get_text()


def test_days_are_buttons_with_counts_and_times_are_radios_with_full_names(
    client: Client, talk_type: MeetingType, mette: Resource, at: Callable[[datetime], datetime]
) -> None:
    at(datetime(2026, 11, 2, 8, tzinfo=clock.zone()))
    page = soup_of(client.get(WHEN + "&day=2026-11-03"))
    chosen = page.select_one(".days [aria-current]")
    assert "tirsdag 3. november" in chosen.get_text() and "ledige tider" in chosen.get_text()
    radio = page.select_one("#times label[for=id_time]")
    assert "tirsdag 3. november kl. 9.00" in radio.get_text() and "Mette Krogh" in radio.get_text()
    assert [one.get_text().split(",")[0] for one in page.select("#times legend")] == ["Formiddag", "Eftermiddag"]


def test_more_days_are_shown_on_request(client: Client, talk_type: MeetingType, mette: Resource) -> None:
    page = soup_of(client.get(WHEN))
    assert len(page.select(".days li")) == 7
    more = next(one for one in page.select("a.button") if "Vis flere dage" in one.get_text())["href"]
    assert len(soup_of(client.get(more)).select(".days li")) == 14


def test_when_can_you_get_away_leaves_only_that_part_of_the_day(
    client: Client, talk_type: MeetingType, mette: Resource
) -> None:
    page = soup_of(client.get(WHEN + "&part=afternoon"))
    assert [one.get_text().split(",")[0] for one in page.select("#times legend")] == ["Eftermiddag"]
    assert page.select_one(".chips [aria-current]").get_text() == "Eftermiddag"
    assert "ingen ledige tider af den slags" in soup_of(client.get(WHEN + "&part=evening")).get_text()


def test_days_without_times_are_said_and_closed_ones_say_why(
    client: Client, talk_type: MeetingType, mette: Resource, at: Callable[[datetime], datetime]
) -> None:
    at(datetime(2026, 12, 21, 8, tzinfo=clock.zone()))
    ClosingDay.objects.create(on=date(2026, 12, 24), holiday="christmas_eve")
    page = soup_of(client.get(WHEN))
    assert "torsdag 24. december (juleaften)" in page.select_one(".days-none").get_text()
    closed = soup_of(client.get(WHEN + "&day=2026-12-24"))
    assert "Vi har lukket torsdag 24. december: juleaften" in closed.get_text()
    assert closed.select(".days li")


def test_an_interpreter_is_asked_for_and_kept(
    client: Client, talk_type: MeetingType, mette: Resource, jonas: Resource, interpreter: Resource
) -> None:
    who = BOOK + "med-hvem/?type=samtale&mode=phone&company=alone&interpreter=ar"
    page = soup_of(client.get(who))
    assert page.select_one("select[name=interpreter] option[selected]")["value"] == "ar"
    speaker = next(one for one in page.select("ul.answers li") if "Jonas" in one.get_text())
    assert "Du behøver ingen tolk" in speaker.get_text() and "interpreter" not in speaker.a["href"]
    assert "Tolk: arabisk" in soup_of(client.get(WHEN + "&interpreter=ar")).select_one(".chosen").get_text()
    hold(client, interpreter="so")  # neither of the two speaks it
    assert Hold.objects.get().interpreter == interpreter


def test_a_held_time_waits_while_somebody_says_who_they_are(
    client: Client, talk_type: MeetingType, mette: Resource, at: Callable[[datetime], datetime]
) -> None:
    at(datetime(2026, 11, 2, 8, tzinfo=clock.zone()))
    response = hold(client)
    assert response["Location"] == BOOK + "hvem-er-du/"
    page = soup_of(client.get(BOOK + "hvem-er-du/"))
    assert "10 minutter, til kl. 8.10" in page.select_one(".countdown-words").get_text()
    assert "next=/aftaler/book/hvem-er-du/" in page.select_one(".main-action a")["href"]
    assert page.select_one(".countdown button").get_text() == "Giv mig mere tid"


def test_more_time_is_given(
    client: Client, talk_type: MeetingType, mette: Resource, at: Callable[[datetime], datetime]
) -> None:
    moment = at(datetime(2026, 11, 2, 8, tzinfo=clock.zone()))
    hold(client)
    at(moment + timedelta(minutes=9))
    page = client.post(BOOK + "mere-tid/", follow=True)
    assert "10 minutter mere" in page.content.decode()
    assert "til kl. 8.20" in soup_of(page).select_one(".countdown-words").get_text()


def test_the_hold_survives_signing_in_and_becomes_a_talk(
    client: Client, relative: User, talk_type: MeetingType, mette: Resource
) -> None:
    hold(client)
    client.force_login(relative)  # Django gives the session a new key here, as at every sign-in
    response = confirm(client)
    talk = Appointment.objects.get()
    assert response["Location"] == f"/aftaler/mine/{talk.pk}/kvittering/"
    page = soup_of(client.get(response["Location"]))
    assert "Din samtale er booket" in page.h1.get_text()
    for wanted in ("Mette Krogh", "På telefon", "Læg den i din kalender", "Flyt eller aflys", "Hvis alt går galt"):
        assert wanted in page.get_text()
    assert talk.booked_by == relative and not Hold.objects.exists()


def test_a_time_on_the_front_page_goes_straight_to_who_are_you(
    client: Client, talk_type: MeetingType, mette: Resource
) -> None:
    forms = soup_of(client.get("/")).select("form[action$='hold-tiden/']")
    assert len(forms) == 3
    response = client.post(forms[0]["action"], fields_of(forms[0]))
    assert response["Location"] == BOOK + "hvem-er-du/"


def test_a_talk_that_needs_a_yes_says_when_the_answer_comes(client_for: Pages, relative: User, mette: Resource) -> None:
    make_type("samtale", needs_approval=True)
    client = client_for(relative)
    hold(client)
    page = soup_of(client.get(confirm(client)["Location"]))
    assert "Vi har fået dit ønske" in page.h1.get_text()
    assert "Du får en besked, når Mette Krogh har sagt ja. Det sker senest" in page.get_text()


def test_respite_is_noted(client_for: Pages, relative: User, talk_type: MeetingType, mette: Resource) -> None:
    client = client_for(relative)
    link = next(one for one in soup_of(client.get(WHEN)).select("a") if "Jeg har brug for" in one.get_text())["href"]
    assert "respite=1" in link
    hold(client, respite="1")
    confirm(client)
    assert Appointment.objects.get().wants_respite


def test_another_time_gives_the_first_one_back(client: Client, talk_type: MeetingType, mette: Resource) -> None:
    hold(client)
    response = client.post(BOOK + "en-anden-tid/")
    assert response["Location"] == WHEN and not Hold.objects.exists()


def test_the_number_to_ring_is_asked_after_the_clock_stopped(
    client_for: Pages, relative: User, talk_type: MeetingType, mette: Resource
) -> None:
    client = client_for(relative)
    hold(client)
    receipt = confirm(client)["Location"]
    assert "Hvilket nummer skal vi ringe til?" in client.get(receipt).content.decode()
    page = client.post(receipt.replace("kvittering", "nummer"), {"phone": "00 00 12 34"}, follow=True)
    assert "Vi ringer til dig på +45 00 00 12 34" in page.content.decode()


@pytest.mark.parametrize(
    "path",
    ["", "hvordan/?type=samtale", "sammen/?type=samtale&mode=phone", "med-hvem/?type=samtale&mode=phone&company=alone"],
)
def test_every_question_takes_a_few_queries(
    client: Client,
    talk_type: MeetingType,
    mette: Resource,
    jonas: Resource,
    path: str,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client.get(BOOK + path)
    with django_assert_max_num_queries(10):
        assert client.get(BOOK + path).status_code == 200


def test_the_page_of_times_takes_the_same_queries_with_one_counsellor_and_two(
    client: Client, talk_type: MeetingType, mette: Resource, colleague: User
) -> None:
    client.get(WHEN)
    counts = []
    for _again in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(WHEN)
        counts.append(len(queries))
        make_counsellor(colleague) if len(counts) == 1 else None
    assert counts[0] == counts[1] <= 12
