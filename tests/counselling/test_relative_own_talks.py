"""A relative's own talks: list, one talk, calendar file, what to tell before, cancel, move."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from counselling.models import Appointment, MeetingType
from portal.accounts.models import User
from portal.calendar.models import Resource
from relatives import actions as relatives
from relatives.actions import ContactWish
from tests.counselling.relative_pages import fields_of, one, soup_of
from tests.factories.talks import make_talk, make_type

pytestmark = pytest.mark.django_db
Pages = Callable[..., Client]
At = Callable[[datetime], datetime]
MINE = "/aftaler/mine/"


@pytest.fixture
def page(client_for: Pages, relative: User) -> Client:
    """Rasmus, signed in."""
    return client_for(relative)


def address(talk: Appointment, rest: str = "") -> str:
    """A page of a talk."""
    return f"{MINE}{talk.pk}/{rest}"


def test_the_list_shows_the_next_talk_in_big_type_and_the_earlier_ones_below(
    page: Client, talk: Appointment, talk_type: MeetingType, relative: User
) -> None:
    later = make_talk(relative, talk_type, starts_at=talk.starts_at + timedelta(hours=2))
    page.post(address(later, "aflys/"), {"reason": ""})
    soup = soup_of(page.get(MINE))
    assert "Mette Krogh" in one(soup, ".next-thing").get_text()
    assert "Aflyst" in one(soup, "ul.rows").get_text()


def test_an_empty_list_says_what_to_do(page: Client) -> None:
    soup = soup_of(page.get(MINE))
    assert "Book en samtale" in one(soup, ".empty a").get_text()


def test_the_list_takes_the_same_queries_however_long(
    page: Client, talk: Appointment, relative: User, mette: Resource
) -> None:
    page.get(MINE)
    with CaptureQueriesContext(connection) as before:
        page.get(MINE)
    for number in range(3):
        make_talk(relative, make_type(f"type-{number}"), starts_at=talk.starts_at + timedelta(hours=1 + number))
    with CaptureQueriesContext(connection) as after:
        page.get(MINE)
    assert len(before) == len(after) <= 12


@pytest.mark.parametrize("rest", ["", "kvittering/", "nummer/", "kalender/", "fortael/", "aflys/", "flyt/"])
def test_a_stranger_meets_nothing(client_for: Pages, stranger: User, talk: Appointment, rest: str) -> None:
    assert client_for(stranger).get(address(talk, rest)).status_code == 404
    assert Client().get(address(talk, rest)).status_code == 302


@pytest.mark.parametrize("rest", ["", "kvittering/", "kalender/", "fortael/", "aflys/", "flyt/"])
def test_every_page_of_a_talk_takes_at_most_twelve_queries(page: Client, talk: Appointment, rest: str) -> None:
    page.get(address(talk, rest))
    with CaptureQueriesContext(connection) as queries:
        assert page.get(address(talk, rest)).status_code == 200
    assert len(queries) <= 12


def test_the_calendar_file_is_neutral_and_published(page: Client, talk: Appointment) -> None:
    response = page.get(address(talk, "kalender/"))
    assert response["Content-Disposition"] == 'attachment; filename="aftale.ics"'
    calendar = Calendar.from_ical(response.content)
    event = calendar.walk("VEVENT")[0]
    assert calendar["METHOD"] == "PUBLISH" and event["SUMMARY"] == "Aftale" and "LOCATION" not in event
    assert calendar.walk("VTIMEZONE") and "Mette" not in response.content.decode()


def test_the_calendar_file_names_the_place_for_somebody_who_reads_alone(
    client_for: Pages, relative: User, talk_type: MeetingType, mette: Resource, room: Resource
) -> None:
    relatives.change_contact(user=relative, by=relative, wish=ContactWish("email", "only_me", "no"))
    talk = make_talk(relative, talk_type, mode="in_person")
    event = Calendar.from_ical(client_for(relative).get(address(talk, "kalender/")).content).walk("VEVENT")[0]
    assert talk.place and talk.place in str(event["LOCATION"]).replace("\\,", ",")


def test_what_is_told_before_is_kept_sealed_and_can_be_changed(page: Client, talk: Appointment) -> None:
    page.post(address(talk, "fortael/"), {"answer_1": "Min mor", "answer_2": "Søvnen", "answer_3": ""})
    assert "Min mor" in page.get(address(talk, "fortael/")).content.decode()
    page.post(address(talk, "fortael/"), {"answer_1": "Min far", "answer_2": "", "answer_3": ""})
    assert [answer.text for answer in talk.answers.all()] == ["Min far", "", ""]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(counselling_intakeanswer::text, '') FROM counselling_intakeanswer")
        assert "Min far" not in cursor.fetchone()[0]


def test_whom_one_brings_is_asked_for_by_first_name(client_for: Pages, relative: User, talk: Appointment) -> None:
    assert "Hvad hedder den, du tager med?" not in client_for(relative).get(address(talk, "fortael/")).content.decode()


def test_nothing_can_be_told_once_the_talk_has_begun(page: Client, talk: Appointment, at: At) -> None:
    at(talk.starts_at + timedelta(minutes=1))
    response = page.post(address(talk, "fortael/"), {"answer_1": "For sent"})
    assert "Samtalen er begyndt" in response.content.decode() and not talk.answers.exists()


def test_opening_the_page_that_cancels_cancels_nothing(page: Client, talk: Appointment) -> None:
    soup = soup_of(page.get(address(talk, "aflys/")))
    assert "Det er helt i orden" in soup.get_text()
    talk.refresh_from_db()
    assert talk.status == "booked"


def test_cancelling_needs_no_reason_and_twice_is_once(page: Client, talk: Appointment) -> None:
    for _press in range(2):
        response = page.post(address(talk, "aflys/"), {"reason": ""}, follow=True)
        assert "Du har aflyst samtalen. Det er helt i orden." in response.content.decode()
    talk.refresh_from_db()
    assert talk.status == "cancelled" and talk.version == 2


def test_a_talk_that_has_begun_is_not_cancelled_here(page: Client, talk: Appointment, at: At) -> None:
    at(talk.starts_at)
    response = page.post(address(talk, "aflys/"), {"reason": ""})
    assert "Samtalen er begyndt" in response.content.decode()


def test_moving_keeps_the_old_time_until_a_new_one_is_chosen(page: Client, talk: Appointment) -> None:
    soup = soup_of(page.get(address(talk, "flyt/")))
    assert "Du beholder din gamle tid" in soup.get_text()
    times = [field["value"] for field in soup.select("#times input[name=time]")]
    response = page.post(address(talk, "flyt/"), {"time": times[-1]}, follow=True)
    assert "Din samtale er flyttet" in response.content.decode()
    new = Appointment.objects.get(status="booked")
    assert new.supersedes == talk and new.uid == talk.uid and new.ics_sequence == 1


def test_moving_twice_shows_the_same_receipt(page: Client, talk: Appointment) -> None:
    time = one(soup_of(page.get(address(talk, "flyt/"))), "#times input[name=time]")["value"]
    first = page.post(address(talk, "flyt/"), {"time": time})
    second = page.post(address(talk, "flyt/"), {"time": time})
    assert first["Location"] == second["Location"]
    assert page.get(address(talk), follow=True).redirect_chain[-1][0].startswith(MINE)


def test_a_move_that_lost_the_race_keeps_the_old_time_and_shows_others(
    page: Client, talk: Appointment, talk_type: MeetingType, another_relative: User
) -> None:
    form = one(soup_of(page.get(address(talk, "flyt/"))), "form[action$='flyt/']")
    wanted = fields_of(form)["time"]
    make_talk(another_relative, talk_type, starts_at=datetime.fromisoformat(wanted.split("|")[0]))
    response = page.post(address(talk, "flyt/"), {"time": wanted})
    assert response.status_code == 409
    soup = soup_of(response)
    assert "Du har stadig din gamle tid" in soup.get_text() and len(soup.select("form[action$='flyt/']")) == 3


def test_a_talk_too_close_is_not_moved_here_but_the_page_says_what_to_do(
    page: Client, talk: Appointment, at: At
) -> None:
    at(talk.starts_at - timedelta(hours=3))
    soup = soup_of(page.get(address(talk)))
    assert not soup.select("a[href$='flyt/']") and soup.select("a[href$='aflys/']")
    assert "Det er for tæt på samtalen" in soup_of(page.get(address(talk, "flyt/"))).get_text()
    posted = page.post(address(talk, "flyt/"), {"time": f"{talk.starts_at.isoformat()}|{talk.counsellor_id}"})
    assert posted.status_code == 409 and "Det er for tæt på" in posted.content.decode()


def test_a_missed_talk_is_met_with_kindness(page: Client, talk: Appointment) -> None:
    Appointment.objects.filter(pk=talk.pk).update(status="noshow", outcome_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert "Det gør ikke noget. Vil du have en ny tid?" in page.get(address(talk)).content.decode()


def test_a_declined_wish_shows_why_and_the_way_on(page: Client, talk: Appointment) -> None:
    row = Appointment.objects.get(pk=talk.pk)
    row.status, row.decline_reason = "declined", "Vi har ferie den uge."
    row.save()
    soup = soup_of(page.get(address(talk)))
    assert "Vi har ferie den uge." in soup.get_text() and "Book en ny samtale" in soup.get_text()
    assert page.get(address(talk, "kvittering/")).status_code == 302


def test_my_page_shows_the_next_talk(page: Client, talk: Appointment) -> None:
    from django.urls import reverse

    assert "Mette Krogh" in one(soup_of(page.get(reverse("front:my_page"))), ".next-thing").get_text()
