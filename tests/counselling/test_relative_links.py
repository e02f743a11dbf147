"""The link in a message: time and place only, GET shows, POST acts, and it ends when the talk changes."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from counselling import links
from counselling.actions import keeping, replying
from counselling.kinds import context_of, still_holds
from counselling.models import Appointment, MeetingType
from counselling.rules.talks import Refusal
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.calendar.models import Resource
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from tests.counselling.relative_pages import fields_of, one, soup_of
from tests.factories.talks import make_talk, make_type

pytestmark = pytest.mark.django_db
At = Callable[[datetime], datetime]


def address(talk: Appointment, rest: str = "") -> str:
    """Where the link of a talk leads."""
    return f"/aftaler/link/{links.sign(talk)}/{rest}"


def test_the_link_shows_time_and_place_but_no_topic_and_no_names(
    client: Client, relative: User, mette: Resource, room: Resource
) -> None:
    talk = make_talk(relative, make_type(name_da="Sorg og tab"), mode="in_person")
    text = soup_of(client.get(address(talk))).get_text()
    assert "kl. 10.00" in text and talk.place in text
    for secret in ("Sorg", "Mette", "Rasmus", "Samtale"):
        assert secret not in text.split("Forlad siden")[0].split("Er det akut")[0].replace("Book en samtale", "")


@pytest.mark.parametrize("rest", ["", "kalender/", "aflys/", "flyt/"])
def test_opening_a_link_changes_nothing_and_tells_nobody(client: Client, talk: Appointment, rest: str) -> None:
    before = Appointment.objects.values().get()
    response = client.get(address(talk, rest))
    assert response.status_code == 200
    assert response["Referrer-Policy"] == "no-referrer" and "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    assert Appointment.objects.values().get() == before


def test_a_talk_is_cancelled_by_link_and_the_link_is_used_up(client: Client, talk: Appointment) -> None:
    page = address(talk, "aflys/")
    response = client.post(page, {"reason": ""}, follow=True)
    assert "Aftalen er aflyst" in response.content.decode()
    talk.refresh_from_db()
    assert talk.status == "cancelled" and talk.cancel_actor == "relative"
    again = client.post(page, {"reason": ""})
    assert again.status_code == 410 and "Aftalen er aflyst" in again.content.decode()


def test_a_talk_is_moved_by_link_and_the_new_link_shows_the_new_time(client: Client, talk: Appointment) -> None:
    page = address(talk, "flyt/")
    time = fields_of(one(soup_of(client.get(page)), "form[action$='flyt/']"))["time"]
    response = client.post(page, {"time": time}, follow=True)
    assert "Aftalen er flyttet" in response.content.decode()
    old = client.get(page)
    assert old.status_code == 410 and "Aftalen er flyttet" in old.content.decode()
    assert Appointment.objects.get(status="booked").starts_at == datetime.fromisoformat(time.split("|")[0])


def test_a_lost_race_by_link_keeps_the_old_time(
    client: Client, talk: Appointment, talk_type: MeetingType, another_relative: User
) -> None:
    page = address(talk, "flyt/")
    time = fields_of(one(soup_of(client.get(page)), "form[action$='flyt/']"))["time"]
    make_talk(another_relative, talk_type, starts_at=datetime.fromisoformat(time.split("|")[0]))
    response = client.post(page, {"time": time})
    assert response.status_code == 409 and response["Referrer-Policy"] == "no-referrer"
    assert "Du har stadig din gamle tid" in response.content.decode()


def test_a_link_ends_with_the_talk(client: Client, talk: Appointment, at: At) -> None:
    page = address(talk)
    at(talk.ends_at + timedelta(seconds=1))
    assert client.get(page).status_code == 410


def test_a_link_ends_when_staff_change_the_talk(client: Client, talk: Appointment, counsellor: User) -> None:
    page = address(talk)
    keeping.cancel_appointment(by=counsellor, appointment=talk, actor="counsellor", reason="Syg")
    response = client.get(page)
    assert response.status_code == 410 and "Syg" not in response.content.decode()


def test_a_relative_closes_the_link_in_old_messages_and_keeps_the_talk(
    client: Client, client_for: Callable[..., Client], relative: User, talk: Appointment
) -> None:
    page, version = address(talk), talk.version
    own_page = f"/aftaler/mine/{talk.pk}/"
    button = one(soup_of(client_for(relative).get(own_page)), "form[action$='luk-links/'] button")
    assert button.get_text(strip=True) == "Luk linket i gamle beskeder"
    answer = client_for(relative).post(own_page + "luk-links/", follow=True)
    assert "Linkene i dine gamle beskeder er lukket" in answer.content.decode()
    for rest in ("", "kalender/", "aflys/", "flyt/"):
        assert client.get(page + rest).status_code == 410
    assert client.post(page + "aflys/", {"reason": ""}).status_code == 410
    talk.refresh_from_db()
    assert (talk.status, talk.version, talk.ics_sequence) == ("booked", version, 0)
    assert client.get(address(talk)).status_code == 200  # the next message's link
    event = AuditEvent.objects.get(action="counselling.link_renewed")
    assert (event.actor, event.subject) == (relative.pk, relative.pk)


def test_closing_the_links_closes_the_code_of_a_text_message_too(relative: User, talk: Appointment) -> None:
    replying.keep_code(talk)
    old = replying.code_of(talk)
    row = keeping.renew_link(by=relative, appointment=talk)
    assert links.open_code(old) is None
    assert links.open_code(replying.code_of(row)) == talk


def test_a_planned_reminder_is_sent_with_the_new_link(relative: User, talk: Appointment) -> None:
    keeping.renew_link(by=relative, appointment=talk)
    reminder = OutboxMessage.objects.about(talk.pk).filter(kind="counselling.reminder", channel="email")[0]
    assert still_holds(reminder)
    token = context_of(reminder)["link"].rstrip("/").rsplit("/", 1)[1]
    assert links.open_link(token) == talk


@pytest.mark.parametrize("over", [True, False])
def test_there_is_no_link_to_close_when_the_talk_is_off_or_over(
    client_for: Callable[..., Client], relative: User, talk: Appointment, at: At, over: bool
) -> None:
    client = client_for(relative)
    if over:
        at(talk.ends_at)
    else:
        keeping.cancel_appointment(by=relative, appointment=talk, actor="relative")
    expected = Refusal.ALREADY_OVER if over else Refusal.NOT_FROM_HERE
    with pytest.raises(Refused) as refused:
        keeping.renew_link(by=relative, appointment=talk)
    assert refused.value.reason is expected
    if not over:  # at its end the browser's session is over too
        html = client.post(f"/aftaler/mine/{talk.pk}/luk-links/", follow=True).content.decode()
        assert "Aftalen er ændret" in html or "ændret, siden" in html
    talk.refresh_from_db()
    assert talk.link_version == 1


@pytest.mark.parametrize("token", ["x", "a:b:c", "eyJh:1w:2", "ÆØÅ", "%00"])
def test_a_false_link_has_its_page(client: Client, token: str) -> None:
    response = client.get(f"/aftaler/link/{token}/")
    assert response.status_code == 410 and "Linket virker ikke mere" in response.content.decode()


def test_a_false_link_is_said_in_every_language(client: Client) -> None:
    assert "Lenken virker ikke lenger" in client.get("/nb/avtaler/lenke/x/").content.decode()
    assert "The link no longer works" in client.get("/en/appointments/link/x/").content.decode()


def test_the_calendar_file_of_a_link_is_neutral(client: Client, talk: Appointment) -> None:
    event = Calendar.from_ical(client.get(address(talk, "kalender/")).content).walk("VEVENT")[0]
    assert event["SUMMARY"] == "Aftale" and "LOCATION" not in event


def test_too_close_to_move_says_what_to_do(client: Client, talk: Appointment, at: At) -> None:
    page, moving = address(talk), address(talk, "flyt/")
    at(talk.starts_at - timedelta(hours=3))
    assert not soup_of(client.get(page)).select("a[href$='flyt/']")
    assert "Du kan stadig aflyse" in client.get(moving).content.decode()


def test_a_browser_that_hides_where_it_comes_from_may_still_cancel(talk: Appointment) -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post(address(talk, "aflys/"), {"reason": ""}, headers={"Origin": "null"})
    assert response.status_code == 302


def test_the_talks_own_page_and_the_link_lead_to_the_same_deeds_each_by_its_own_addresses(
    client_for: Callable[..., Client], client: Client, relative: User, talk: Appointment
) -> None:
    own = soup_of(client_for(relative).get(f"/aftaler/mine/{talk.pk}/")).select(".talk-actions a")
    linked = soup_of(client.get(address(talk))).select(".talk-actions a")
    words = [[" ".join(link.get_text().split()) for link in found] for found in (own, linked)]
    assert words[1] == ["Læg den i din kalender", "Flyt til en anden tid", "Aflys aftalen"]
    own_only = ("Aflys", "Fortæl", "tidligere tid")
    assert [said for said in words[0] if not any(part in said for part in own_only)] == words[1][:2]
    assert words[0][-1] == "Aflys samtalen"
    assert all(link["href"].startswith(f"/aftaler/mine/{talk.pk}/") for link in own)
    assert all("/aftaler/link/" in link["href"] for link in linked)
