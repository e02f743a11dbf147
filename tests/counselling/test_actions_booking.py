"""Holding, booking, moving: each refusal, and what stands in the calendar and the outbox afterwards."""

from contextlib import contextmanager
from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest

from counselling.actions import booking, holding, keeping
from counselling.models import Appointment, Hold
from counselling.rules.talks import Refusal
from counselling.wishes import Wish
from portal import clock
from portal.calendar.models import ClosingDay, Occupancy
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from relatives.actions import profile_of
from tests.factories.talks import make_talk, make_type, next_weekday

pytestmark = pytest.mark.django_db


@contextmanager
def refused(reason):
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.reason is reason


def hold(person, kind, *, starts_at=None, mode="phone", **wish):
    return holding.hold_time(
        by=person, wish=Wish(meeting_type=kind, mode=mode, **wish), starts_at=starts_at or next_weekday()
    )


def occupied(owner_id):
    return Occupancy.objects.of(owner_id).filter(state__in=["held", "firm"]).count()


def planned(talk):
    return OutboxMessage.objects.planned().about(talk.pk)


def test_a_held_time_becomes_a_talk_and_the_hold_is_gone(relative, talk_type, mette):
    held, token = hold(relative, talk_type)
    talk = booking.book_held(by=relative, token=token, hold_id=held.pk)
    assert (talk.status, talk.booked_by, occupied(talk.pk)) == ("booked", relative, 2)
    assert not Hold.objects.exists()


def test_pressing_book_twice_gives_the_same_talk(relative, talk_type, mette):
    held, token = hold(relative, talk_type)
    first = booking.book_held(by=relative, token=token, hold_id=held.pk)
    assert booking.book_held(by=relative, token=token, hold_id=held.pk) == first
    assert Appointment.objects.count() == 1


def test_hold_refuses_a_time_somebody_has(relative, another_relative, talk_type, mette):
    hold(relative, talk_type)
    with refused(Refusal.TIME_TAKEN):
        hold(another_relative, talk_type)


def test_hold_refuses_a_time_nobody_offers_such_as_a_closing_day(relative, talk_type, mette):
    evening = next_weekday(at_hour=20)
    with refused(Refusal.TIME_NOT_OFFERED):
        hold(relative, talk_type, starts_at=evening)
    ClosingDay.objects.create(on=next_weekday().date(), holiday="christmas_eve")
    with refused(Refusal.TIME_NOT_OFFERED):
        hold(relative, talk_type)


def test_hold_refuses_half_past_two_on_a_change_night(relative, talk_type, mette, at):
    at(datetime(2026, 10, 20, 12, tzinfo=clock.zone()))
    with refused(Refusal.TIME_NOT_OFFERED):
        hold(relative, talk_type, starts_at=datetime(2026, 10, 25, 2, 30, tzinfo=clock.zone()))


def test_hold_refuses_a_type_out_of_use_and_one_only_staff_book(relative, mette):
    with refused(Refusal.TYPE_NOT_BOOKABLE):
        hold(relative, make_type("a", is_active=False))
    with refused(Refusal.TYPE_NOT_BOOKABLE):
        hold(relative, make_type("b", is_self_bookable=False))


def test_hold_refuses_a_mode_the_type_is_not_held_in(relative, talk_type, mette):
    with refused(Refusal.MODE_NOT_OFFERED):
        hold(relative, talk_type, mode="home_visit")


def test_hold_refuses_a_counsellor_who_left(relative, talk_type, mette):
    mette.is_active = False
    mette.save()
    with refused(Refusal.COUNSELLOR_GONE):
        hold(relative, talk_type, counsellor_id=mette.pk)


def test_book_refuses_over_the_limit_of_open_talks(relative, mette):
    kind = make_type(max_open_per_person=1)
    make_talk(relative, kind)
    held, token = hold(relative, kind, starts_at=next_weekday(at_hour=13))
    with refused(Refusal.TOO_MANY_OPEN):
        booking.book_held(by=relative, token=token, hold_id=held.pk)


def test_book_refuses_a_hold_that_ran_out_and_was_taken(relative, another_relative, talk_type, mette, at):
    start = next_weekday()
    held, token = hold(relative, talk_type, starts_at=start)
    at(held.expires_at + timedelta(seconds=1))
    make_talk(another_relative, talk_type, starts_at=start)
    with refused(Refusal.HOLD_EXPIRED):
        booking.book_held(by=relative, token=token, hold_id=held.pk)


def test_a_hold_that_ran_out_is_still_good_while_nobody_took_the_time(relative, talk_type, mette, at):
    held, token = hold(relative, talk_type)
    at(held.expires_at + timedelta(minutes=2))
    assert booking.book_held(by=relative, token=token, hold_id=held.pk).status == "booked"


def test_book_refuses_somebody_elses_hold_and_one_that_never_was(relative, another_relative, talk_type, mette):
    held, token = hold(relative, talk_type)
    with refused(Refusal.HOLD_OF_SOMEBODY_ELSE):
        booking.book_held(by=another_relative, token=token, hold_id=held.pk)
    with refused(Refusal.HOLD_EXPIRED):
        booking.book_held(by=another_relative, token="nonsense", hold_id=uuid4())


def test_extend_gives_ten_minutes_ten_times(relative, talk_type, mette, at):
    held, token = hold(relative, talk_type)
    for _time in range(10):
        held = holding.extend_hold(token=token, by=relative)
    with refused(Refusal.HOLD_EXTENDED_ENOUGH):
        holding.extend_hold(token=token, by=relative)
    at(held.expires_at)
    with refused(Refusal.HOLD_EXPIRED):
        holding.extend_hold(token=token, by=relative)
    with refused(Refusal.HOLD_EXPIRED):
        holding.extend_hold(token="nonsense", by=None)


def test_a_room_and_an_interpreter_are_taken_in_the_same_transaction(relative, talk_type, mette, room, interpreter):
    held, token = hold(relative, talk_type, mode="in_person", interpreter_language="so")
    talk = booking.book_held(by=relative, token=token, hold_id=held.pk)
    assert (talk.room, talk.interpreter, occupied(talk.pk)) == (room, interpreter, 4)


def test_moving_keeps_the_calendars_uid_frees_the_old_time_and_plans_anew(relative, talk_type, mette, talk):
    old_messages = set(planned(talk).values_list("pk", flat=True))
    profile_of(relative)
    new = booking.move_appointment(by=relative, appointment=talk, starts_at=next_weekday(10, 13), is_staff=False)
    talk.refresh_from_db()
    assert (talk.status, occupied(talk.pk), new.uid, new.ics_sequence) == ("superseded", 0, talk.uid, 1)
    assert old_messages and not planned(talk).exists()
    kinds = set(planned(new).values_list("kind", flat=True))
    assert {"counselling.moved", "counselling.reminder"} <= kinds


def test_moving_carries_what_was_written_and_the_video_link(relative, counsellor, talk_type, mette):
    talk = make_talk(relative, talk_type, mode="video")
    keeping.answer_intake(by=relative, appointment=talk, texts={1: "Min mor"})
    keeping.set_video_link(by=counsellor, appointment=talk, version=1, video_link="https://video.example/1")
    talk.refresh_from_db()
    new = booking.move_appointment(by=relative, appointment=talk, starts_at=next_weekday(10, 13), is_staff=False)
    assert (new.answers.get().text, new.video_link) == ("Min mor", "https://video.example/1")
    assert not talk.answers.exists()


def test_move_refuses_too_late_for_the_relative_but_not_for_staff(relative, counsellor, talk_type, mette, talk, at):
    at(talk.starts_at - timedelta(hours=23))
    with refused(Refusal.TOO_LATE_TO_MOVE):
        booking.move_appointment(by=relative, appointment=talk, starts_at=next_weekday(10), is_staff=False)
    booking.move_appointment(by=counsellor, appointment=talk, starts_at=next_weekday(10), is_staff=True)


def test_move_refuses_a_stale_page_a_begun_talk_and_a_taken_time(relative, counsellor, talk_type, mette, talk, at):
    other = make_talk(relative, talk_type, starts_at=next_weekday(10, 13))
    with refused(Refusal.STALE):
        booking.move_appointment(by=counsellor, appointment=talk, starts_at=next_weekday(9), is_staff=True, version=7)
    with refused(Refusal.TIME_TAKEN):
        booking.move_appointment(by=counsellor, appointment=talk, starts_at=other.starts_at, is_staff=True)
    talk.refresh_from_db()
    assert (talk.status, occupied(talk.pk)) == ("booked", 2)
    at(talk.starts_at)
    with refused(Refusal.ALREADY_STARTED):
        booking.move_appointment(by=counsellor, appointment=talk, starts_at=next_weekday(10), is_staff=True)


def test_staff_book_within_the_notice_and_a_double_press_is_one_talk(relative, counsellor, talk_type, mette, at):
    at(datetime.combine(next_weekday().date(), time(8, 30)))
    key = uuid4()
    wish = Wish(meeting_type=talk_type, mode="phone", is_staff=True, counsellor_id=mette.pk)
    start = datetime.combine(clock.today(), time(9), tzinfo=clock.zone())
    made = [
        booking.book_for_someone(by=counsellor, person=relative, wish=wish, starts_at=start, form_key=key)
        for _press in range(2)
    ]
    assert made[0] == made[1] and (made[0].made_by, made[0].booked_by) == (counsellor, relative)
    with refused(Refusal.TIME_TAKEN):
        booking.book_for_someone(by=counsellor, person=relative, wish=wish, starts_at=start, form_key=uuid4())
    with refused(Refusal.MODE_NOT_OFFERED):
        visit = Wish(meeting_type=talk_type, mode="home_visit", is_staff=True)
        booking.book_for_someone(by=counsellor, person=relative, wish=visit, starts_at=start, form_key=uuid4())


def test_lapsed_holds_are_swept_and_their_time_is_free(relative, talk_type, mette, at):
    held, _token = hold(relative, talk_type)
    at(held.expires_at + timedelta(hours=2))
    assert holding.delete_lapsed_holds() == 1
    assert not Hold.objects.exists() and occupied(held.pk) == 0
