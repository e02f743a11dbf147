"""Moving a talk: the time it has is no new time, and its place says how to get there."""

from datetime import timedelta

import pytest
from django.test import Client
from psycopg.types.range import Range

from counselling.actions import booking
from counselling.choices import Mode
from counselling.models import Appointment, CounsellorProfile, MeetingType
from counselling.rules import talks as rules
from counselling.views.appointments import wish_to_move
from counselling.wishes import Wish
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Absence, Resource
from portal.design.models import Municipality
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from portal.refusals import Refused
from relatives import actions as relatives
from relatives.actions import ContactWish
from tests.factories.talks import make_talk, next_weekday

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(relative: User, talk_type: MeetingType, mette: Resource) -> Appointment:
    return make_talk(relative, talk_type, starts_at=next_weekday(10))


def test_a_talk_does_not_move_to_the_time_it_has(client_for, relative: User, talk: Appointment) -> None:
    with pytest.raises(Refused) as refused:
        booking.move_appointment(by=relative, appointment=talk, starts_at=talk.starts_at, is_staff=False)
    assert refused.value.reason == rules.Refusal.SAME_TIME
    client: Client = client_for(relative)
    value = f"{talk.starts_at.isoformat()}|{talk.counsellor_id}"
    response = client.post(f"/aftaler/mine/{talk.pk}/flyt/", {"time": value})
    assert response.status_code == 409 and "Det er den tid, du har i forvejen" in response.content.decode()
    assert not OutboxMessage.objects.filter(kind="counselling.moved").exists()


def test_the_time_it_has_is_neither_listed_nor_counted(talk: Appointment) -> None:
    wish, day, now = wish_to_move(talk), talk.starts_at.date(), clock.now()
    starts = {time.start for time in wish.free_times(day, day, now)}
    assert starts and talk.starts_at not in starts
    assert talk.starts_at + timedelta(minutes=30) in starts  # its own time does not stand in its way
    assert dict(wish.free_days(day, day, now)) == {day: len(starts)}


def test_a_text_message_says_which_number_to_ring(relative: User, talk_type: MeetingType, mette: Resource) -> None:
    Municipality.objects.create(name="Egekøbing Kommune", phone_main="00 00 10 00")
    Municipality.objects.forget()
    relatives.change_phone(user=relative, by=relative, phone="00001234")
    relatives.change_contact(user=relative, by=relative, wish=ContactWish("sms", "others", "no"))
    make_talk(relative, talk_type, starts_at=next_weekday(10))
    message = OutboxMessage.objects.filter(channel="sms", kind="counselling.receipt").get()
    assert "Ring 00 00 10 00." in text_of(message).body


def test_a_talk_at_our_place_says_how_to_get_there(relative: User, talk_type: MeetingType, mette: Resource) -> None:
    Resource.objects.create(kind="room", name="Havestuen", place="Torvet 3, 1. sal. Der er elevator.")
    talk = make_talk(relative, talk_type, mode=Mode.IN_PERSON, starts_at=next_weekday(11))
    assert talk.place == "Havestuen, Torvet 3, 1. sal. Der er elevator."


def test_ones_own_counsellor_comes_first_and_sooner_with_somebody_else_says_how_much(
    client_for, relative: User, talk: Appointment, jonas: Resource
) -> None:
    Absence.objects.create(
        resource=talk.counsellor, period=Range(clock.now() - timedelta(hours=1), clock.now() + timedelta(days=14))
    )
    page = client_for(relative).get("/aftaler/book/med-hvem/?type=samtale&mode=phone&company=alone").content.decode()
    places = [page.index(words) for words in ("Mette Krogh før", "Tidligere hos en anden", "dage tidligere")]
    assert places == sorted(places) and page.count("Første ledige tid") == 3


def test_a_language_of_signs_has_its_name(client: Client, talk: Appointment) -> None:
    Resource.objects.create(kind="interpreter", name="Tegnsprogstolk", languages=["sgn"])
    page = client.get("/aftaler/book/med-hvem/?type=samtale&mode=phone&company=alone&interpreter=sgn").content.decode()
    assert ">Tegnsprog<" in page and "Tolk: tegnsprog" in page and "Sgn" not in page


def test_who_takes_no_bookings_of_relatives_is_not_the_first_who_is_free(
    client: Client, relative: User, talk_type: MeetingType, mette: Resource, jonas: Resource
) -> None:
    CounsellorProfile.objects.filter(resource=mette).update(is_public=False)
    pages = ["/", "/aftaler/uden-navn/", "/aftaler/book/hvornaar/?type=samtale&mode=phone&company=alone&counsellor=any"]
    for path in pages:
        page = client.get(path).content.decode()
        assert "Jonas Hviid Toft" in page and "Mette Krogh" not in page, path
    assert mette.pk in Wish(meeting_type=talk_type, mode="phone", is_staff=True).counsellors()
