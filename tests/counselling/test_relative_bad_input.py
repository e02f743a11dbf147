"""Everything that can go wrong on the way to a time: each has its page, and words that say what to do next."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from counselling.models import Appointment, Hold, MeetingType
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Resource
from tests.counselling.relative_pages import (
    BOOK,
    WHEN,
    booking_fields,
    confirm,
    first_time,
    hold,
    one,
    soup_of,
)
from tests.factories.people import make_person, sign_in
from tests.factories.talks import make_counsellor, make_talk, make_type, next_weekday

pytestmark = pytest.mark.django_db
Pages = Callable[..., Client]
At = Callable[[datetime], datetime]
NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)


def test_a_lost_race_is_409_with_the_three_nearest_and_everything_kept(
    client: Client, talk_type: MeetingType, mette: Resource
) -> None:
    wanted = first_time(client) | {"respite": "1"}
    hold(Client())
    response = client.post(BOOK + "hold-tiden/", wanted)
    assert response.status_code == 409
    page = soup_of(response)
    assert "En anden har lige taget den tid" in page.get_text()
    forms = page.select("form[action$='hold-tiden/']")
    assert len(forms) == 3
    kept = {str(field["name"]): field["value"] for field in forms[0].select("input[type=hidden]")}
    assert kept["mode"] == "phone" and kept["company"] == "alone" and kept["respite"] == "1"
    kept.pop("csrfmiddlewaretoken", None)
    assert client.post(BOOK + "hold-tiden/", kept)["Location"] == BOOK + "hvem-er-du/"


def test_a_lost_race_is_said_in_every_language(client: Client, talk_type: MeetingType, mette: Resource) -> None:
    wanted = first_time(client)
    hold(Client())
    assert "Noen andre har nettopp tatt" in client.post("/nb/avtaler/bestill/hold-av/", wanted).content.decode()
    assert "Somebody just took that time" in client.post("/en/appointments/book/hold/", wanted).content.decode()


def test_a_hold_that_ran_out_has_its_page_with_the_way_on(
    client: Client, talk_type: MeetingType, mette: Resource, at: At
) -> None:
    at(NOON)
    hold(client)
    at(NOON + timedelta(minutes=11))
    response = client.get(BOOK + "hvem-er-du/")
    assert response.status_code == 410
    page = soup_of(response)
    assert "Vi holder ikke tiden mere" in one(page, "h1").get_text()
    assert len(page.select("form[action$='hold-tiden/']")) == 3
    assert "mode=phone" in str(one(page, "a.button")["href"])


def test_a_hold_that_ran_out_while_signing_in_still_becomes_a_talk_if_nobody_came(
    client_for: Pages, relative: User, talk_type: MeetingType, mette: Resource, at: At
) -> None:
    at(NOON)
    client = client_for(relative)
    hold(client)
    fields = booking_fields(client)
    at(NOON + timedelta(minutes=11))
    assert "kvittering" in client.post(BOOK + "ja-tak/", fields)["Location"]


def test_a_hold_that_ran_out_and_went_to_somebody_else_is_409_with_the_nearest(
    client_for: Pages, relative: User, talk_type: MeetingType, mette: Resource, at: At
) -> None:
    at(NOON)
    client = client_for(relative)
    hold(client)
    fields = booking_fields(client)
    at(NOON + timedelta(minutes=11))
    hold(Client())
    response = client.post(BOOK + "ja-tak/", fields)
    assert response.status_code == 409
    assert len(soup_of(response).select("form[action$='hold-tiden/']")) == 3


def test_more_time_for_a_hold_that_ran_out_leads_to_its_page(
    client: Client, talk_type: MeetingType, mette: Resource, at: At
) -> None:
    at(NOON)
    hold(client)
    at(NOON + timedelta(minutes=11))
    assert client.post(BOOK + "mere-tid/").status_code == 410


def test_pressing_twice_gives_the_same_receipt_and_one_talk(
    client_for: Pages, relative: User, talk_type: MeetingType, mette: Resource
) -> None:
    client = client_for(relative)
    hold(client)
    fields = booking_fields(client)
    first = client.post(BOOK + "ja-tak/", fields)
    second = client.post(BOOK + "ja-tak/", fields)
    assert first["Location"] == second["Location"] and Appointment.objects.count() == 1


def test_the_back_button_after_booking_leads_to_the_receipt(
    client_for: Pages, relative: User, talk_type: MeetingType, mette: Resource
) -> None:
    client = client_for(relative)
    hold(client)
    receipt = confirm(client)["Location"]
    response = client.get(BOOK + "hvem-er-du/", follow=True)
    assert response.redirect_chain[-1][0] == receipt
    assert "Samtalen er allerede booket" in response.content.decode()


def test_a_second_tab_is_told_which_time_is_held_now(
    client_for: Pages, relative: User, talk_type: MeetingType, mette: Resource
) -> None:
    client = client_for(relative)
    hold(client)
    first_tab = booking_fields(client)
    hold(client)
    response = client.post(BOOK + "ja-tak/", first_tab, follow=True)
    assert "Du valgte en anden tid i et andet vindue" in response.content.decode()
    assert Hold.objects.count() == 1 and not Appointment.objects.exists()


def test_too_many_talks_are_said_while_the_time_stays_held(
    client_for: Pages, relative: User, talk_type: MeetingType, mette: Resource
) -> None:
    for hour in (9, 11):
        make_talk(relative, talk_type, starts_at=_on_a_weekday(hour))
    client = client_for(relative)
    hold(client)
    response = confirm(client)
    assert response.status_code == 409
    assert "så mange samtaler foran dig" in response.content.decode() and Hold.objects.exists()


def _on_a_weekday(hour: int) -> datetime:
    day = clock.now().astimezone(clock.zone()) + timedelta(days=7)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def test_a_counsellor_who_left_is_said_and_the_others_are_shown(
    client: Client, talk_type: MeetingType, mette: Resource, jonas: Resource
) -> None:
    Resource.objects.filter(pk=mette.pk).update(is_active=False)
    response = client.get(WHEN.replace("any", str(mette.pk)), follow=True)
    text = soup_of(response).get_text()
    assert "tager ikke imod bookinger lige nu" in text and "Jonas Hviid Toft" in text
    posted = client.post(BOOK + "hold-tiden/", first_time(client) | {"counsellor": str(mette.pk)}, follow=True)
    assert "tager ikke imod bookinger lige nu" in posted.content.decode()


def test_a_talk_that_is_no_longer_offered_is_said_on_the_first_page(
    client: Client, talk_type: MeetingType, mette: Resource
) -> None:
    MeetingType.objects.update(is_active=False)
    response = client.get(WHEN, follow=True)
    assert "Den samtale kan ikke bookes her mere" in response.content.decode()
    assert "Der er ikke noget at booke" in response.content.decode()


def test_no_time_picked_is_said_with_the_way_to_the_times(
    client: Client, talk_type: MeetingType, mette: Resource
) -> None:
    fields = first_time(client)
    del fields["time"]
    page = soup_of(client.post(BOOK + "hold-tiden/", fields))
    assert one(page, ".error-summary a")["href"] == "#id_time" and page.select_one("input#id_time")


@pytest.mark.parametrize(
    "time",
    [
        "i morgen",
        "2026-11-03T10:00:00|x",
        "2026-11-03T10:00:00|0198f6a0-0000-7000-8000-000000000000",
        "|",
        "9999-12-31T23:59:59+00:00|0198f6a0-0000-7000-8000-000000000000",
        "0001-01-01T00:00:00+14:00|0198f6a0-0000-7000-8000-000000000000",
    ],
)
def test_a_time_that_makes_no_sense_is_asked_for_again(
    client: Client, talk_type: MeetingType, mette: Resource, time: str
) -> None:
    response = client.post(BOOK + "hold-tiden/", first_time(client) | {"time": time})
    assert response.status_code == 200 and "Vælg en tid." in response.content.decode()


@pytest.mark.parametrize(
    "moment",
    [
        "2027-03-28T02:30:00+01:00",
        "2026-10-25T02:30:00+02:00",
        "2026-12-24T03:00:00+01:00",
        "2020-01-02T10:00:00+01:00",
    ],
)
def test_a_time_nobody_offers_is_lost_politely(
    client: Client, talk_type: MeetingType, mette: Resource, moment: str
) -> None:
    response = client.post(BOOK + "hold-tiden/", first_time(client) | {"time": f"{moment}|{mette.pk}"})
    assert response.status_code == 409


@pytest.mark.parametrize(
    "query",
    [
        "?type=samtale&mode=teleport&company=alone&counsellor=any",
        "?type=samtale&mode=phone&company=alone&counsellor=%00",
        "?type=%00&mode=phone",
        "?type=samtale&mode=phone&company=alone&counsellor=any&day=2026-13-45",
        "?type=samtale&mode=phone&company=alone&counsellor=any&day=9999-12-31",
        "?type=samtale&mode=phone&company=alone&counsellor=any&days=99999999999999999999",
        "?type=samtale&mode=phone&company=alone&counsellor=any&interpreter=klingonsk",
        "?type=samtale&mode=phone&company=alone&counsellor=any&part=midnight",
        "?type=" + "x" * 5000,
    ],
)
def test_an_address_somebody_changed_by_hand_breaks_nothing(
    client: Client, talk_type: MeetingType, mette: Resource, query: str
) -> None:
    assert client.get(BOOK + "hvornaar/" + query, follow=True).status_code == 200


def test_opening_the_buttons_addresses_leads_to_the_pages(client: Client, talk_type: MeetingType) -> None:
    for path in ("hold-tiden/", "mere-tid/", "en-anden-tid/", "ja-tak/"):
        assert client.get(BOOK + path).status_code == 302


def test_somebody_elses_hold_in_the_same_browser_is_not_booked(
    client_for: Pages, relative: User, another_relative: User, talk_type: MeetingType, mette: Resource
) -> None:
    client = client_for(relative)
    hold(client)
    fields = booking_fields(client)
    other = client_for(another_relative)
    response = other.post(BOOK + "ja-tak/", fields)
    assert response.status_code in {302, 410} and not Appointment.objects.exists()


def test_two_presses_at_the_same_moment_book_once(committed_db: None, threads: Callable[..., list[object]]) -> None:
    person = make_person("Rasmus O'Connor-Bøgh")
    make_type()
    make_counsellor(make_person("Mette Krogh", "counsellor"))
    client = sign_in(person)
    hold(client)
    fields = booking_fields(client)

    def press(_number: int) -> str:
        finger = Client()
        finger.cookies = client.cookies
        return str(finger.post(BOOK + "ja-tak/", fields)["Location"])

    assert len(set(threads(4, press))) == 1 and Appointment.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda hold: Resource.objects.filter(pk=hold.counsellor_id).update(is_active=False), "ikke imod bookinger"),
        (lambda hold: MeetingType.objects.filter(pk=hold.meeting_type_id).update(is_active=False), "kan ikke bookes"),
    ],
)
def test_what_left_while_the_time_was_held_is_not_booked(
    client_for, relative: User, talk_type: MeetingType, mette: Resource, change, said: str
) -> None:
    client = client_for(relative)
    choices = {"type": "samtale", "mode": "phone", "company": "alone", "counsellor": str(mette.pk)}
    client.post("/aftaler/book/hold-tiden/", {**choices, "time": f"{next_weekday(10).isoformat()}|{mette.pk}"})
    hold = Hold.objects.get()
    change(hold)
    response = client.post("/aftaler/book/ja-tak/", {"hold": str(hold.pk)})
    assert response.status_code == 409 and said in response.content.decode()
    assert not Appointment.objects.exists()


def test_going_on_without_a_time_keeps_the_day(client: Client, talk_type: MeetingType, mette: Resource) -> None:
    day = next_weekday(10).date().isoformat()
    choices = {"type": "samtale", "mode": "phone", "company": "alone", "counsellor": str(mette.pk), "day": day}
    hidden = soup_of(client.get(WHEN, choices)).select("input[type=hidden]")
    fields = {field["name"]: field["value"] for field in hidden}
    fields.pop("time", None)
    page = client.post("/aftaler/book/hold-tiden/", fields).content.decode()
    assert "Vælg en tid." in page and f"{day}T10:00" in page
