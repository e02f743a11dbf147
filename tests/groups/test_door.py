"""At the door: who came, twice, by a slip, with the wrong code; nobody's seat changes hands by being checked in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from groups import links
from groups.actions import changing_dates, door, seats, signing_up
from groups.actions.changing_sign_ups import NewParty, change_party
from groups.actions.signing_up import Party
from groups.door_codes import SIGNS, new_code, normal, said
from groups.forms.change_refusals import REFUSAL_TEXT as CHANGE_TEXT
from groups.forms.door_refusals import words_for
from groups.forms.seat_refusals import REFUSAL_TEXT as SEAT_TEXT
from groups.models import Attendee, Occurrence, Registration, SeatPool
from groups.rules.changing import ChangeRefusal
from groups.rules.door import DoorRefusal, first_and_initial
from groups.rules.seats import SeatRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.database.writing import insert_together
from portal.refusals import Refused, locking
from tests.factories.evenings import make_pool, sign_up

pytestmark = pytest.mark.django_db
SOON = timedelta(minutes=20)
TONIGHT = datetime(2026, 12, 3, 18, 40)
At = Callable[[datetime], datetime]


def evening(organiser: User, at: At, capacity: int = 6, **fields: Any) -> SeatPool:
    """Begins in twenty minutes; people signed up a week ago."""
    at(TONIGHT - timedelta(days=7))
    return make_pool(organiser, capacity, starts_in=timedelta(days=7) + SOON, **fields)


def here(row: Registration) -> list[bool]:
    return [one.came_at is not None for one in Attendee.objects.filter(registration=row)]


def refused(work: Callable[[], Any]) -> Refused:
    with pytest.raises(Refused) as met:
        work()
    return met.value


def test_a_party_comes_one_by_one_and_the_first_moment_stands(organiser: User, relative: User, at: At) -> None:
    pool = evening(organiser, at)
    row = sign_up(pool, relative, 3)
    before = Registration.objects.get(pk=row.pk)
    first = at(TONIGHT)
    assert door.check_in(by=organiser, registration=row, number=1).came == 1
    assert here(row) == [False, True, False]
    at(TONIGHT + timedelta(minutes=12))
    again = door.check_in(by=organiser, registration=row, number=1)
    assert (again.came, again.since) == (0, first), "said since when, changed nothing"
    assert door.check_in(by=organiser, registration=row).came == 2, "the whole party: who is not here yet"
    assert Attendee.objects.get(registration=row, number=1).came_at == first
    now = Registration.objects.get(pk=row.pk)
    assert (now.state, now.version, now.seats) == (before.state, before.version, before.seats)
    pool.refresh_from_db()
    assert pool.taken == 3, "checking in takes and frees nothing"
    assert AuditEvent.objects.filter(action="groups.checked_in").count() == 2, "the second press did nothing"


def test_a_slip_is_undone_and_the_seat_stays_theirs(organiser: User, relative: User, at: At) -> None:
    pool = evening(organiser, at)
    row = sign_up(pool, relative, 2)
    at(TONIGHT)
    door.check_in(by=organiser, registration=row)
    assert door.undo(by=organiser, registration=row, number=0) == 1
    assert door.undo(by=organiser, registration=row, number=0) == 0
    assert here(row) == [False, True]
    pool.refresh_from_db()
    assert pool.taken == 2
    assert AuditEvent.objects.filter(action="groups.check_in_undone").count() == 1


def test_a_code_is_for_its_own_evening_only(organiser: User, relative: User, at: At) -> None:
    pool = evening(organiser, at)
    row = sign_up(pool, relative)
    early = refused(lambda: door.check_in(by=organiser, registration=row, is_scanned=True))
    assert early.reason == DoorRefusal.DOOR_NOT_OPEN
    at(TONIGHT.replace(hour=0, minute=0))
    assert door.check_in(by=organiser, registration=row, is_scanned=True).came == 1, "from the morning of the day"
    at(TONIGHT + timedelta(days=1))
    other = refused(lambda: door.check_in(by=organiser, registration=row, is_scanned=True))
    assert other.reason == DoorRefusal.CODE_OF_ANOTHER_DATE
    assert "en anden aften: torsdag 3. december kl. 19.00" in words_for(other)
    door.undo(by=organiser, registration=row, number=0)
    assert door.check_in(by=organiser, registration=row).came == 1, "what was noted on paper is typed the day after"


def test_nobody_is_checked_in_to_what_does_not_take_place(organiser: User, relative: User, at: At) -> None:
    pool = evening(organiser, at)
    row = sign_up(pool, relative)
    at(TONIGHT)
    date = Occurrence.objects.get(pk=pool.occurrence_id)
    changing_dates.postpone(by=organiser, date=date, version=date.version, says="")
    assert refused(lambda: door.check_in(by=organiser, registration=row)).reason == DoorRefusal.DATE_IS_OFF
    date.refresh_from_db()
    changing_dates.call_off(by=organiser, date=date, version=date.version, says="")
    off = refused(lambda: door.check_in(by=organiser, registration=row))
    assert off.reason == DoorRefusal.DATE_IS_OFF and "finder ikke sted" in words_for(off)
    assert refused(lambda: door.mark_away(by=organiser, date=date)).reason == DoorRefusal.DATE_IS_OFF


def test_who_has_no_place_is_told_apart_from_who_has(
    organiser: User, relative: User, another_relative: User, at: At
) -> None:
    pool = evening(organiser, at, 1)
    row, waiting = sign_up(pool, relative), sign_up(pool, another_relative)
    guest = sign_up(evening(organiser, at), None)
    wish = sign_up(evening(organiser, at, registration="application"), relative)
    at(TONIGHT)
    met = [refused(lambda one=one: door.check_in(by=organiser, registration=one)) for one in (waiting, wish)]
    assert [one.reason for one in met] == [DoorRefusal.STILL_WAITING, DoorRefusal.NOT_DECIDED]
    assert refused(lambda: door.let_in(by=organiser, registration=wish)).reason == DoorRefusal.NOT_DECIDED
    at(TONIGHT - timedelta(days=7) + timedelta(minutes=5))
    kept = refused(lambda: door.judge_place(door.locked_party(guest)))
    assert kept.reason == DoorRefusal.PLACE_NOT_CONFIRMED
    at(TONIGHT)
    signing = signing_up.confirm_guest
    assert refused(lambda: signing(registration=guest)), "the hold ran out long ago"
    seats.sweep()
    assert refused(lambda: door.check_in(by=organiser, registration=guest)).reason == DoorRefusal.PLACE_RAN_OUT
    assert refused(lambda: door.let_in(by=organiser, registration=guest)).reason == DoorRefusal.PLACE_RAN_OUT
    seats.cancel_sign_up(by=relative, registration=row)
    off = refused(lambda: door.check_in(by=organiser, registration=row))
    assert off.reason == DoorRefusal.SIGN_UP_CANCELLED
    assert refused(lambda: door.let_in(by=organiser, registration=row)).reason == DoorRefusal.SIGN_UP_CANCELLED


def test_who_is_here_neither_signs_off_nor_changes_until_the_slip_is_undone(
    organiser: User, relative: User, at: At
) -> None:
    row = sign_up(evening(organiser, at), relative, 2)
    at(TONIGHT)
    link = reverse("groups:sign_up_link", args=[links.sign(row)])
    assert "Jeg kan ikke komme" in Client().get(link).content.decode()
    door.check_in(by=organiser, registration=row, number=1)
    page = Client().get(link + "?cancel").content.decode()
    assert "Jeg kan ikke komme" not in page and "budt velkommen i døren" in page
    no = Client().post(link, {"answer": "cancel"})
    assert no.status_code == 409 and str(SEAT_TEXT[SeatRefusal.IS_HERE]) in no.content.decode()
    assert "er pladsen din" in str(SEAT_TEXT[SeatRefusal.IS_HERE])
    fewer = refused(
        lambda: change_party(by=relative, registration=row, version=row.version, party=NewParty(names=["Åse"]))
    )
    assert fewer.reason == ChangeRefusal.IS_HERE_ALREADY
    assert "budt velkommen" in str(CHANGE_TEXT[ChangeRefusal.IS_HERE_ALREADY])
    assert Registration.objects.get(pk=row.pk).state == "confirmed"
    door.undo(by=organiser, registration=row, number=1)
    assert seats.cancel_sign_up(by=relative, registration=row).state == "cancelled"


def test_who_waits_and_stands_in_the_door_gets_a_seat_that_is_free(
    organiser: User, relative: User, another_relative: User, chairwoman: User, at: At
) -> None:
    pool = evening(organiser, at, 3)
    row, pair = sign_up(pool, relative, 2), sign_up(pool, another_relative, 2)
    alone = sign_up(pool, chairwoman)
    at(TONIGHT)
    full = refused(lambda: door.let_in(by=organiser, registration=pair))
    assert full.reason == DoorRefusal.NO_ROOM_AT_DOOR
    assert "ledige pladser: 0. Ikke kommet endnu: 3" in words_for(full), "the single person got the third seat"
    seats.cancel_sign_up(by=relative, registration=row)
    assert door.let_in(by=organiser, registration=pair).state == "confirmed"
    assert door.let_in(by=organiser, registration=pair).state == "confirmed", "pressed twice"
    assert door.check_in(by=organiser, registration=pair).came == 2
    assert alone.state == "confirmed"
    pool.refresh_from_db()
    assert pool.taken == 3


def test_a_guest_whose_place_is_kept_still_gets_it_in_the_door(organiser: User, at: At) -> None:
    at(TONIGHT)
    guest = sign_up(make_pool(organiser, 6, starts_in=SOON), None)
    assert guest.state == "held"
    assert door.let_in(by=organiser, registration=guest).state == "confirmed"
    assert door.check_in(by=organiser, registration=guest).came == 1


def test_no_more_of_a_party_come_in_than_it_has_seats(
    organiser: User, relative: User, another_relative: User, at: At
) -> None:
    pool = evening(organiser, at, 4)
    first = sign_up(pool, another_relative, 4)
    row = sign_up(pool, relative, 3, accepts_fewer=True)
    seats.cancel_sign_up(by=None, registration=first)
    seats.change_capacity(by=organiser, pool=pool, capacity=4)
    Registration.objects.filter(pk=row.pk).update(seats=2)
    seats.accept_offer(by=relative, registration=row)
    at(TONIGHT)
    much = refused(lambda: door.check_in(by=organiser, registration=row))
    assert much.reason == DoorRefusal.PARTY_HAS_FEWER and "De har 2 pladser" in words_for(much)
    assert [door.check_in(by=organiser, registration=row, number=one).came for one in (0, 2)] == [1, 1]
    assert refused(lambda: door.check_in(by=organiser, registration=row, number=1)).reason == "party_has_fewer"
    nobody = refused(lambda: door.check_in(by=organiser, registration=row, number=5))
    assert nobody.reason == DoorRefusal.NOBODY_CHOSEN


def test_who_takes_part_online_has_no_chair(organiser: User, relative: User, at: At) -> None:
    row = sign_up(evening(organiser, at, channel="online"), relative)
    at(TONIGHT)
    assert refused(lambda: door.check_in(by=organiser, registration=row)).reason == DoorRefusal.TAKES_PART_ONLINE


def test_those_who_did_not_come_are_marked_in_one_step_and_can_still_be_checked_in(
    organiser: User, relative: User, another_relative: User, at: At
) -> None:
    pool = evening(organiser, at)
    came, away = sign_up(pool, relative, 2), sign_up(pool, another_relative)
    at(TONIGHT)
    door.check_in(by=organiser, registration=came, number=0)
    date = pool.occurrence
    early = refused(lambda: door.mark_away(by=organiser, date=date))
    assert early.reason == DoorRefusal.NOT_OVER_YET and "til kl. 21.00" in words_for(early)
    at(TONIGHT + timedelta(hours=3))
    assert door.mark_away(by=organiser, date=date) == 2
    assert door.mark_away(by=organiser, date=date) == 0
    assert list(Attendee.objects.order_by("registration", "number").values_list("stayed_away", flat=True)).count(True)
    assert Attendee.objects.get(registration=came, number=0).stayed_away is False
    assert door.check_in(by=organiser, registration=away).came == 1
    assert Attendee.objects.get(registration=away).stayed_away is False
    pool.refresh_from_db()
    assert pool.taken == 3
    assert AuditEvent.objects.filter(action="groups.absences_marked").count() == 1


def test_a_code_can_be_read_aloud_and_is_never_a_name() -> None:
    code = new_code()
    assert len(code) == 6 and set(code) <= set(SIGNS) and not set("AEIOUY01LSBZ") & set(SIGNS)
    assert normal(f" {said(code).lower()} ") == normal(f"{code[:3]}-{code[3:]}") == code
    assert normal("Rasmus") == normal("C4K7R") == normal("C4K7RM9") == normal("") == ""


def test_a_code_that_somebody_has_is_drawn_again(organiser: User, relative: User) -> None:
    pool, party = make_pool(organiser, 3), Party(names=["Bo"])
    taken = sign_up(pool, relative).door_code
    codes = iter([taken, taken, "C4K7RM"])

    @signing_up.pressed_twice_is_once
    @locking
    def come_with_a_drawn_code(*, form_key: UUID) -> Registration:
        now = clock.now()
        row = signing_up.unsaved(pool, party, form_key=form_key, language="da", source="walk_in", now=now)
        row.door_code = next(codes)
        log = seats.step(row, "confirmed", why="signed_up", by=organiser, now=now)
        insert_together(log, *signing_up.who_come(row, party), row)
        return row

    row = come_with_a_drawn_code(form_key=uuid4())
    saved = Registration.objects.get(pk=row.pk)
    assert saved.door_code == "C4K7RM"
    assert (saved.state, saved.log.count(), saved.attendees.count()) == ("confirmed", 1, 1)
    with pytest.raises(IntegrityError, match="a_door_code_opens_one_party"), transaction.atomic():
        Registration.objects.filter(pk=row.pk).update(door_code=taken)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Rasmus O'Connor-Bøgh", "Rasmus O."), ("Åse", "Åse"), ("  Yasmin Demir Årsleff ", "Yasmin Å."), ("", "")],
)
def test_a_list_says_the_first_name_and_an_initial(name: str, shown: str) -> None:
    assert first_and_initial(name) == shown


def test_the_day_begins_at_midnight_where_the_evening_is(organiser: User, relative: User, at: At) -> None:
    row = sign_up(evening(organiser, at), relative)
    at(TONIGHT.replace(hour=0, minute=0) - timedelta(seconds=1))
    assert refused(lambda: door.check_in(by=organiser, registration=row)).reason == DoorRefusal.DOOR_NOT_OPEN
    assert clock.now().astimezone(clock.zone()).day == 2
