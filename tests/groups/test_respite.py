"""Respite and lifts: asked with a sign-up, answered by a desk, never forgotten, moved and ended with the sign-up."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from groups.actions import answering_help as desk_actions
from groups.actions import changing_dates, seats, signing_up
from groups.actions.desks import add_desk, change_desk
from groups.actions.door import check_in
from groups.actions.going_another_way import go_another_way
from groups.models import Attendee, Occurrence, Registration, RespiteDesk, RespiteRequest, SeatPool, TransportRequest
from groups.rules import respite as rules
from groups.rules.respite import RespiteRefusal
from groups.rules.seats import SeatRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.outbox.models import OutboxMessage
from portal.privacy.registry import periods
from portal.refusals import Refused
from portal.worklist.models import Task
from tests.factories.evenings import make_venue, many_people, sign_up
from tests.factories.respite import (
    LIFT,
    RESPITE,
    WHAT,
    asked_respite,
    caring_pool,
    make_desk,
    next_date,
    signed_up_asking,
)

pytestmark = pytest.mark.django_db
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def not_possible(row: RespiteRequest, by: User) -> RespiteRequest:
    done = desk_actions.say_not_possible(by=by, row=row, version=fresh(row).version)
    assert isinstance(done, RespiteRequest)
    return done


@pytest.mark.parametrize(
    ("now", "days", "due"),
    [
        ("2026-12-01 10:00", 3, "2026-12-04 15:00"),  # Tuesday to Friday
        ("2026-12-03 10:00", 3, "2026-12-08 15:00"),  # over a weekend
        ("2026-12-22 10:00", 2, "2026-12-28 15:00"),  # over Christmas
        ("2026-12-05 10:00", 1, "2026-12-07 15:00"),  # asked on a Saturday
    ],
)
def test_an_answer_is_due_after_so_many_working_days(now: str, days: int, due: str) -> None:
    closed = {date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26)}
    starts_at = moment("2027-02-01 19:00")
    found = rules.answer_by(now=moment(now), days=days, closed=closed, starts_at=starts_at, zone=COPENHAGEN)
    assert found == moment(due)


def test_an_answer_is_never_due_later_than_a_day_before_it_begins() -> None:
    now, starts_at = moment("2026-12-01 10:00"), moment("2026-12-03 19:00")
    found = rules.answer_by(now=now, days=3, closed=set(), starts_at=starts_at, zone=COPENHAGEN)
    assert found == moment("2026-12-02 19:00")
    late = rules.answer_by(now=now, days=3, closed=set(), starts_at=now + timedelta(hours=5), zone=COPENHAGEN)
    assert late == now + timedelta(hours=1)


def test_the_desk_of_the_area_is_asked() -> None:
    near, other, all_else = RespiteDesk(postcodes=["0012"]), RespiteDesk(postcodes=["0013"]), RespiteDesk()
    desks = [near, other, all_else]
    assert rules.desk_for("Lindevej 4, 0012 Egekøbing", desks) is near
    assert rules.desk_for("Lindevej 1999, 0013 By", desks) is other, "a house number is no postcode"
    assert rules.desk_for("Lindevej 4", desks) is all_else
    assert rules.desk_for("9999", [near]) is near
    assert rules.desk_for("0012", []) is None


def test_the_place_is_theirs_and_the_desk_has_a_task_and_no_message_says_what_was_asked(
    organiser: User, relative: User, colleague: User
) -> None:
    make_desk(colleague, email="aflastning@egekoebing.example")
    row = asked_respite(caring_pool(organiser), relative)
    assert row.registration.state == "confirmed"
    assert (row.state, row.what) == ("asked", WHAT)
    assert row.answer_by is not None
    task = Task.objects.get(about=row.pk)
    assert (task.assigned_to, task.due_at) == (colleague, row.answer_by)
    told = OutboxMessage.objects.get(kind="groups.desk_told")
    assert told.address == "aflastning@egekoebing.example"
    assert "Aage" not in str(task.context) + str(told.context)


def test_who_waits_asks_nobody_until_there_is_a_place(organiser: User, colleague: User) -> None:
    make_desk(colleague)
    pool = caring_pool(organiser, 1)
    people = many_people(2)
    first = sign_up(pool, people[0])
    row = asked_respite(pool, people[1])
    assert row.registration.state == "waiting"
    assert (row.answer_by, Task.objects.count()) == (None, 0)
    seats.cancel_sign_up(by=None, registration=first)
    seats.accept_offer(by=None, registration=row.registration)
    assert fresh(row).answer_by is not None
    assert Task.objects.open().filter(about=row.pk).count() == 1


def test_a_guest_s_wish_is_asked_on_when_they_have_confirmed(organiser: User, colleague: User) -> None:
    make_desk(colleague)
    row = asked_respite(caring_pool(organiser), None)
    assert not Task.objects.exists()
    signing_up.confirm_guest(registration=row.registration)
    assert Task.objects.get().about == row.pk


def test_arranged_is_told_once_and_the_task_is_done(organiser: User, relative: User, colleague: User) -> None:
    make_desk(colleague, organiser)
    row = asked_respite(caring_pool(organiser), relative)
    desk_actions.take_on(by=colleague, row=row, version=row.version)
    done = desk_actions.arrange(by=colleague, row=row, version=row.version + 1, said="Lis kommer kl. 18.15.")
    assert (done.state, done.worker, done.said) == ("confirmed", colleague, "Lis kommer kl. 18.15.")
    assert not Task.objects.open().filter(about=row.pk).exists()
    assert OutboxMessage.objects.filter(kind="groups.help_arranged", channel="email").count() == 1
    assert AuditEvent.objects.filter(action="groups.help_arranged", subject=relative.pk).count() == 1


def test_two_colleagues_who_answer_the_same_the_second_is_told(
    organiser: User, relative: User, colleague: User
) -> None:
    make_desk(colleague, organiser)
    row = asked_respite(caring_pool(organiser), relative)
    desk_actions.arrange(by=colleague, row=row, version=row.version, said="")
    with pytest.raises(Refused) as found:
        desk_actions.say_not_possible(by=organiser, row=row, version=row.version)
    assert found.value.reason == RespiteRefusal.HELP_CHANGED
    assert fresh(row).state == "confirmed"


def test_what_is_over_is_not_answered(organiser: User, relative: User, colleague: User) -> None:
    make_desk(colleague)
    row = asked_respite(caring_pool(organiser), relative)
    with clock.frozen_at(clock.now() + timedelta(days=15)), pytest.raises(Refused) as found:
        desk_actions.arrange(by=colleague, row=row, version=row.version, said="")
    assert found.value.reason == RespiteRefusal.HELP_OVER


def test_late_is_never_silent_and_said_once(organiser: User, relative: User, colleague: User) -> None:
    make_desk(colleague)
    row = asked_respite(caring_pool(organiser), relative)
    assert row.answer_by is not None
    assert desk_actions.look_after_requests() == 0
    with clock.frozen_at(row.answer_by + timedelta(minutes=1)):
        assert desk_actions.look_after_requests() == 1
        assert desk_actions.look_after_requests() == 0
        assert Task.objects.visible_to(colleague).overdue(clock.now()).filter(about=row.pk).exists()
        lead = Task.objects.get(kind="groups.help_late")
        assert (lead.role, lead.assigned_to) == ("team_lead", None)


def test_a_desk_with_nobody_asks_who_leads(organiser: User, relative: User) -> None:
    make_desk()
    row = asked_respite(caring_pool(organiser), relative)
    assert Task.objects.get(about=row.pk).role == "team_lead"


def test_who_gives_the_place_back_ends_the_search(organiser: User, relative: User, colleague: User) -> None:
    make_desk(colleague)
    row = asked_respite(caring_pool(organiser), relative)
    desk_actions.arrange(by=colleague, row=row, version=row.version, said="")
    seats.cancel_sign_up(by=relative, registration=row.registration)
    assert fresh(row).state == "cancelled"
    off = Task.objects.get(kind="groups.help_off")
    assert off.assigned_to == colleague, "who arranged it tells who would have come"
    with pytest.raises(Refused) as found:
        desk_actions.say_not_possible(by=colleague, row=row, version=fresh(row).version)
    assert found.value.reason == RespiteRefusal.HELP_CANCELLED


def test_an_evening_that_is_called_off_ends_it_and_the_desk_is_told(
    organiser: User, relative: User, colleague: User
) -> None:
    make_desk(colleague, email="desk@egekoebing.example")
    row = asked_respite(caring_pool(organiser), relative)
    before = OutboxMessage.objects.filter(kind="groups.desk_told").count()
    date = row.registration.pool.occurrence
    changing_dates.call_off(by=organiser, date=date, version=date.version, says="")
    assert fresh(row).state == "cancelled"
    assert not Task.objects.open().filter(about=row.pk, kind="groups.help_asked").exists()
    assert OutboxMessage.objects.filter(kind="groups.desk_told").count() == before + 1


def test_an_evening_that_is_moved_is_asked_for_anew(organiser: User, relative: User, colleague: User) -> None:
    make_desk(colleague)
    row = asked_respite(caring_pool(organiser), relative)
    desk_actions.arrange(by=colleague, row=row, version=row.version, said="Lis kommer.")
    date = row.registration.pool.occurrence
    later = date.starts_at + timedelta(days=5)
    changing_dates.reschedule(
        by=organiser, date=date, version=date.version, starts_at=later, ends_at=later + timedelta(hours=2),
        venue=make_venue(), room=None, says="",
    )  # fmt: skip
    now = fresh(row)
    assert (now.state, now.said) == ("asked", "")
    assert now.answer_by > clock.now()
    kinds = sorted(Task.objects.open().filter(about=row.pk).values_list("kind", flat=True))
    assert kinds == ["groups.help_asked", "groups.help_off"]


def test_put_off_waits_and_a_new_date_starts_it_again(organiser: User, relative: User, colleague: User) -> None:
    make_desk(colleague)
    row = asked_respite(caring_pool(organiser), relative)
    date = row.registration.pool.occurrence
    changing_dates.postpone(by=organiser, date=date, version=date.version, says="")
    assert (fresh(row).state, fresh(row).answer_by) == ("asked", None)
    assert not Task.objects.open().filter(about=row.pk, kind="groups.help_asked").exists()
    with clock.frozen_at(date.ends_at + timedelta(hours=1)):
        assert desk_actions.look_after_requests() == 0, "put off is never over"
    later, date = date.starts_at + timedelta(days=5), Occurrence.objects.get(pk=date.pk)
    changing_dates.reschedule(
        by=organiser, date=date, version=date.version, starts_at=later, ends_at=later + timedelta(hours=2),
        venue=make_venue(), room=None, says="",
    )  # fmt: skip
    assert fresh(row).answer_by is not None


def test_moved_online_nobody_needs_a_lift_and_respite_stays(organiser: User, relative: User, colleague: User) -> None:
    make_desk(colleague)
    row = signed_up_asking(caring_pool(organiser), relative, RESPITE, LIFT)
    date = row.pool.occurrence
    changing_dates.move_online(by=organiser, date=date, version=date.version, address="https://x.example/1", says="")
    assert RespiteRequest.objects.get().state == "asked"
    assert TransportRequest.objects.get().state == "cancelled"


def test_not_possible_keeps_the_place_and_tells_once(organiser: User, relative: User, colleague: User) -> None:
    make_desk(colleague)
    row = not_possible(asked_respite(caring_pool(organiser), relative), colleague)
    assert fresh(row.registration).state == "confirmed"
    assert OutboxMessage.objects.filter(kind="groups.help_not_possible", channel="email").count() == 1


def test_one_press_moves_the_party_online_and_the_next_gets_the_seats(organiser: User, colleague: User) -> None:
    make_desk(colleague)
    pool = caring_pool(organiser, 2)
    online = SeatPool.objects.create(occurrence=pool.occurrence, channel="online", capacity=5)
    people = many_people(2)
    first = signed_up_asking(pool, people[0], seats=2)
    waits = sign_up(pool, people[1], 2)
    row = not_possible(RespiteRequest.objects.get(), colleague)
    new = go_another_way(by=people[0], row=row, way="online")
    again = go_another_way(by=people[0], row=row, way="online")
    assert new.pk == again.pk
    assert (new.pool, new.state, new.seats) == (online, "confirmed", 2)
    assert [one.first_name for one in Attendee.objects.filter(registration=new)] == ["Gæst 0", "Gæst 1"]
    assert (fresh(first).state, fresh(waits).state) == ("cancelled", "offered")
    assert OutboxMessage.objects.filter(kind="groups.cancelled").count() == 0
    assert OutboxMessage.objects.filter(kind="groups.confirmed", about=new.pk, channel="email").count() == 1


def test_the_next_date_is_asked_for_anew_and_no_room_there_keeps_the_old_place(
    organiser: User, relative: User, colleague: User
) -> None:
    make_desk(colleague)
    pool = caring_pool(organiser, 2)
    later = next_date(pool, 1)
    full = sign_up(later, many_people(1)[0])
    row = not_possible(asked_respite(pool, relative), colleague)
    with pytest.raises(Refused) as found:
        go_another_way(by=relative, row=row, way="next")
    assert found.value.reason == RespiteRefusal.NO_PLACE_THERE
    assert (fresh(row.registration).state, fresh(row).way_on) == ("confirmed", "")
    seats.cancel_sign_up(by=None, registration=full)
    new = go_another_way(by=relative, row=row, way="next")
    anew = RespiteRequest.objects.get(registration=new)
    assert (anew.state, anew.what, new.pool) == ("asked", WHAT, later)
    assert anew.answer_by is not None
    with pytest.raises(Refused) as found:
        go_another_way(by=relative, row=row, way="anyway")
    assert found.value.reason == RespiteRefusal.NOTHING_TO_CHOOSE


def test_who_is_signed_up_there_already_keeps_both(organiser: User, relative: User, colleague: User) -> None:
    make_desk(colleague)
    pool = caring_pool(organiser, 2)
    sign_up(next_date(pool), relative)
    row = not_possible(asked_respite(pool, relative), colleague)
    with pytest.raises(Refused) as found:
        go_another_way(by=relative, row=row, way="next")
    assert found.value.reason == SeatRefusal.ALREADY_SIGNED_UP
    assert Registration.objects.live().count() == 2


def test_who_has_been_welcomed_at_the_door_is_not_moved_away(organiser: User, colleague: User) -> None:
    make_desk(colleague)
    pool = caring_pool(organiser, 2)
    SeatPool.objects.create(occurrence=pool.occurrence, channel="online", capacity=5)
    (person,) = many_people(1)
    row = not_possible(asked_respite(pool, person), colleague)
    with clock.frozen_at(pool.occurrence.starts_at - timedelta(hours=1)):
        check_in(by=organiser, registration=row.registration)
        with pytest.raises(Refused) as found:
            go_another_way(by=person, row=row, way="online")
    assert found.value.reason == SeatRefusal.IS_HERE
    assert fresh(row.registration).state == "confirmed" and not fresh(row).way_on


def test_coming_anyway_changes_nothing_but_is_said_once(organiser: User, relative: User, colleague: User) -> None:
    make_desk(colleague)
    row = not_possible(asked_respite(caring_pool(organiser), relative), colleague)
    assert go_another_way(by=relative, row=row, way="anyway").pk == row.registration_id
    assert fresh(row).way_on == "anyway"


def test_after_the_evening_it_is_done_and_two_weeks_later_gone(
    organiser: User, relative: User, colleague: User
) -> None:
    make_desk(colleague)
    row = signed_up_asking(caring_pool(organiser), relative, RESPITE, LIFT)
    respite = RespiteRequest.objects.get()
    desk_actions.arrange(by=colleague, row=respite, version=respite.version, said="")
    with clock.frozen_at(row.pool.occurrence.ends_at + timedelta(minutes=1)):
        assert desk_actions.look_after_requests() >= 2
    assert fresh(respite).state == "done"
    assert TransportRequest.objects.get().state == "cancelled"
    both = {period.name: period for period in periods() if period.name in {"groups.respite", "groups.transport"}}
    ended = row.pool.occurrence.ends_at
    for period in both.values():
        assert not period.overdue(ended).exists()
        assert period.overdue(ended + timedelta(seconds=1)).count() == 1
        assert period.keep == timedelta(days=14)
    assert len(both) == 2


def test_desks_are_made_and_changed_and_tasks_follow_who_works_there(
    organiser: User, relative: User, colleague: User, counsellor: User
) -> None:
    values = {"name": "Aflastning", "kind": "volunteers", "postcodes": [], "answer_days": 2, "email": ""}
    desk = add_desk(by=organiser, values=values, members=[colleague])
    row = asked_respite(caring_pool(organiser), relative)
    for taken, reason in (
        ({**values}, RespiteRefusal.DESK_NAME_TAKEN),
        ({**values, "name": "Ny"}, RespiteRefusal.DESK_FOR_ALL_TAKEN),
    ):
        with pytest.raises(Refused) as found:
            add_desk(by=organiser, values=taken, members=[])
        assert found.value.reason == reason
    change_desk(by=organiser, desk=desk, version=1, values=values, members=[counsellor])
    mine = Task.objects.open().filter(about=row.pk, assigned_to=counsellor)
    assert mine.count() == 1
    assert not Task.objects.open().filter(assigned_to=colleague).exists()
    with pytest.raises(Refused) as found:
        change_desk(by=organiser, desk=desk, version=1, values=values, members=[])
    assert found.value.reason == RespiteRefusal.DESK_STALE
