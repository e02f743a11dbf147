"""Call me, and a talk on the phone without a name."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from counselling.actions import calls
from counselling.models import CallRequest, MeetingType, NamelessTalk
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.calendar.models import Occupancy, Resource
from relatives import actions as relatives
from tests.counselling.relative_pages import fields_of, one, soup_of

pytestmark = pytest.mark.django_db
CALL = "/aftaler/ring-til-mig/"
NAMELESS = "/aftaler/uden-navn/"


def asked(client: Client, **changes: str) -> dict[str, str]:
    """What the form sends."""
    hidden = fields_of(one(soup_of(client.get(CALL)), "form[method=post]:has(#id_phone)"))
    return hidden | {"phone": "00 00 12 34", "topic": "unsure", "when": "any"} | changes


def test_a_call_is_asked_for_without_an_account_and_the_page_says_when(client: Client) -> None:
    response = client.post(CALL, asked(client), follow=True)
    assert "Vi ringer til dig senest" in response.content.decode()
    assert CallRequest.objects.get().phone == "+4500001234"


def test_asking_twice_with_one_form_is_one_call(client: Client) -> None:
    fields = asked(client)
    client.post(CALL, fields)
    client.post(CALL, fields)
    assert CallRequest.objects.count() == 1


@pytest.mark.parametrize(("phone", "words"), [("", "Skriv det nummer"), ("12", "Det er ikke et telefonnummer")])
def test_a_missing_or_false_number_is_said(client: Client, phone: str, words: str) -> None:
    page = soup_of(client.post(CALL, asked(client, phone=phone)))
    assert words in one(page, "#id_phone_error").get_text() and not CallRequest.objects.exists()


def test_when_too_many_wait_the_page_says_to_ring_instead(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "OPEN_CALLS_AT_MOST", 0)
    assert "Ring til os i stedet" in client.post(CALL, asked(client)).content.decode()


def test_somebody_signed_in_finds_their_number_written(client_for: Callable[..., Client], relative: User) -> None:
    relatives.change_phone(user=relative, by=relative, phone="00001234")
    page = soup_of(client_for(relative).get(CALL))
    assert one(page, "#id_phone")["value"] == "+4500001234"


def test_thanks_without_a_call_leads_to_the_form(client: Client) -> None:
    assert client.get(CALL + "tak/")["Location"] == CALL


def book(client: Client) -> str:
    """Book the first time; the page that shows the code."""
    form = one(soup_of(client.get(NAMELESS)), "form[action$='uden-navn/']")
    response = client.post(NAMELESS, fields_of(form))
    assert response.status_code == 200
    return response.content.decode()


def test_a_talk_without_a_name_shows_its_code_once_and_keeps_nothing_else(
    client: Client, talk_type: MeetingType, mette: Resource
) -> None:
    text = book(client)
    assert "Tiden er din" in text and "Skriv koden ned nu" in text
    talk = NamelessTalk.objects.get()
    assert set(vars(talk)) - {"_state"} == {
        *("id", "code_hash", "meeting_type_id", "counsellor_id", "starts_at", "ends_at", "status"),
    }
    assert AuditEvent.objects.filter(action="counselling.nameless_talk_booked", subject=None).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone()[0] == 0


def test_the_page_says_that_there_may_be_a_duty_to_act(client: Client, talk_type: MeetingType) -> None:
    assert "Er et barn eller et liv i fare, kan vi have pligt til at handle." in client.get(NAMELESS).content.decode()


def test_pressing_twice_shows_the_same_code(client: Client, talk_type: MeetingType, mette: Resource) -> None:
    fields = fields_of(one(soup_of(client.get(NAMELESS)), "form[action$='uden-navn/']"))
    codes = [one(soup_of(client.post(NAMELESS, fields)), "#code").get_text() for _press in range(2)]
    assert codes[0] == codes[1] and len(codes[0]) == 9 and NamelessTalk.objects.count() == 1


def test_a_lost_time_shows_the_nearest(client: Client, talk_type: MeetingType, mette: Resource) -> None:
    fields = fields_of(one(soup_of(client.get(NAMELESS)), "form[action$='uden-navn/']"))
    book(client)
    response = client.post(NAMELESS, fields)
    assert response.status_code == 409
    assert len(soup_of(response).select("form[action$='uden-navn/']")) == 3


def test_the_code_cancels_after_a_second_look(client: Client, talk_type: MeetingType, mette: Resource) -> None:
    text = book(client)
    code = one(soup_of(type("Page", (), {"content": text})), "#code").get_text()
    shown = client.post(NAMELESS + "aflys/", {"code": code})
    assert "Vil du aflyse?" in shown.content.decode() and NamelessTalk.objects.get().status == "booked"
    done = client.post(NAMELESS + "aflys/", {"code": code.replace(" ", ""), "sure": "1"})
    assert "Samtalen er aflyst" in done.content.decode()
    assert NamelessTalk.objects.get().status == "cancelled"
    assert not Occupancy.objects.exclude(state="released").exists()


def test_an_unknown_code_is_said(client: Client) -> None:
    response = client.post(NAMELESS + "aflys/", {"code": "1234 5678"})
    assert "Den kode kender vi ikke" in response.content.decode()


@pytest.mark.parametrize("fields", [{"time": "x", "form_key": "y"}, {}, {"form_key": "y"}])
def test_nonsense_books_nothing(
    client: Client, talk_type: MeetingType, mette: Resource, fields: dict[str, str]
) -> None:
    assert client.post(NAMELESS, fields).status_code in {200, 302} and not NamelessTalk.objects.exists()
