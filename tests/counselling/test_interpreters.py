"""An interpreter is kept for whom no counsellor can talk with in their own language."""

from uuid import UUID

import pytest
from django.test import Client

from counselling.actions import booking, holding
from counselling.models import Hold, MeetingType
from counselling.times import of_part
from counselling.wishes import Wish
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Occupancy, Resource
from portal.refusals import Refused
from tests.counselling.relative_pages import BOOK, WHEN, first_time, one, soup_of
from tests.factories.talks import next_weekday

pytestmark = pytest.mark.django_db


def wish(talk_type: MeetingType, language: str = "ar", counsellor: Resource | None = None) -> Wish:
    return Wish(
        meeting_type=talk_type,
        mode="phone",
        interpreter_language=language,
        counsellor_id=counsellor.pk if counsellor else None,
    )


def occupied(resource: Resource) -> set[UUID]:
    return set(Occupancy.objects.filter(resource=resource).values_list("held_for_id", flat=True))


def test_the_first_free_counsellor_is_one_who_speaks_the_language_and_the_interpreter_stays_free(
    relative: User, talk_type: MeetingType, mette: Resource, jonas: Resource, interpreter: Resource
) -> None:
    start = next_weekday()
    held, token = holding.hold_time(by=relative, wish=wish(talk_type), starts_at=start)
    assert (held.counsellor, held.interpreter, occupied(interpreter)) == (jonas, None, set())
    talk = booking.book_held(by=relative, token=token, hold_id=held.pk)
    assert (talk.interpreter, talk.interpreter_language) == (None, "ar")
    other, _token = holding.hold_time(by=None, wish=wish(talk_type, "so"), starts_at=start)
    assert (other.counsellor, other.interpreter) == (mette, interpreter)


def test_with_a_counsellor_who_does_not_speak_it_the_interpreter_is_taken_at_once(
    relative: User, talk_type: MeetingType, mette: Resource, jonas: Resource, interpreter: Resource
) -> None:
    start = next_weekday()
    held, _token = holding.hold_time(by=relative, wish=wish(talk_type, counsellor=mette), starts_at=start)
    assert held.interpreter == interpreter and occupied(interpreter) == {held.pk} and held.pk in occupied(mette)
    with pytest.raises(Refused):
        holding.hold_time(by=None, wish=wish(talk_type, "so"), starts_at=start)
    assert occupied(jonas) == set()


def test_nobody_waits_for_an_interpreter_when_a_counsellor_speaks_the_language(
    talk_type: MeetingType, mette: Resource, jonas: Resource
) -> None:
    day = next_weekday().astimezone(clock.zone()).date()
    found = wish(talk_type).free_times(day, day, clock.now())
    assert found and {(time.resource_id, time.also_id) for time in found} == {(jonas.pk, None)}
    assert wish(talk_type, "so").free_times(day, day, clock.now()) == []


def test_each_start_that_a_speaker_can_take_is_offered_with_the_speaker(
    talk_type: MeetingType, mette: Resource, jonas: Resource, interpreter: Resource
) -> None:
    day = next_weekday().astimezone(clock.zone()).date()
    found = wish(talk_type).free_times(day, day, clock.now())
    assert {time.resource_id for time in found} == {mette.pk, jonas.pk}
    assert {time.resource_id for time in of_part(found, "")} == {jonas.pk}


def test_the_page_before_booking_names_no_interpreter_who_is_not_needed(
    client: Client, talk_type: MeetingType, mette: Resource, jonas: Resource, interpreter: Resource
) -> None:
    client.post(BOOK + "hold-tiden/", first_time(client, WHEN + "&interpreter=ar"))
    assert Hold.objects.get().counsellor == jonas
    page = soup_of(client.get(BOOK + "hvem-er-du/"))
    assert "Tolk" not in one(page, ".chosen").get_text()
