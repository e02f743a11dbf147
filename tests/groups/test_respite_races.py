"""Respite and lifts when many press at once, and what the database refuses whatever the code does."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction

from groups.actions import answering_help as desk_actions
from groups.actions import seats
from groups.actions.going_another_way import go_another_way
from groups.models import Registration, RespiteDesk, RespiteRequest, SeatPool, TransportRequest
from portal import clock
from portal.accounts.models import User
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from portal.worklist.models import Task
from tests.factories.evenings import many_people
from tests.factories.respite import LIFT, RESPITE, asked_respite, caring_pool, make_desk, signed_up_asking

pytestmark = pytest.mark.django_db


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def not_possible(row: RespiteRequest, by: User) -> RespiteRequest:
    done = desk_actions.say_not_possible(by=by, row=row, version=fresh(row).version)
    assert isinstance(done, RespiteRequest)
    return done


def refuses(name: str, rows: models.QuerySet[Any], **change: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**change)


def asked_twice(name: str, rows: models.QuerySet[Any]) -> None:
    one = rows.get()
    again = type(one)(id=uuid4(), registration=one.registration, desk=one.desk, asked_at=clock.now())
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        again.save(force_insert=True)


def test_what_the_database_refuses(organiser: User, relative: User, colleague: User) -> None:
    desk = make_desk(colleague)
    signed_up_asking(caring_pool(organiser), relative, RESPITE, LIFT)
    respite, lifts = RespiteRequest.objects.all(), TransportRequest.objects.all()
    refuses("respiterequest_state_is_known", respite, state="perhaps")
    refuses("respiterequest_was_answered_at_a_moment", respite, state="confirmed")
    refuses("respiterequest_goes_on_when_not_possible", respite, way_on="online")
    asked_twice("respiterequest_is_asked_once", respite)
    refuses("transportrequest_state_is_known", lifts, state="perhaps")
    refuses("transportrequest_was_answered_at_a_moment", lifts, state="confirmed")
    refuses("transportrequest_goes_on_when_not_possible", lifts, way_on="online")
    asked_twice("transportrequest_is_asked_once", lifts)
    refuses("desk_kind_is_known", RespiteDesk.objects.all(), kind="x")
    refuses("desk_answers_within_twenty_days", RespiteDesk.objects.all(), answer_days=21)
    with pytest.raises(IntegrityError, match="one_desk_is_for_everywhere"), transaction.atomic():
        make_desk(name="En mere")
    with pytest.raises(IntegrityError, match="desk_has_a_name_of_its_own"), transaction.atomic():
        make_desk(name=desk.name, postcodes=["0012"])


def test_two_desk_workers_answer_at_once_and_one_answer_is_told(
    committed_db: None, organiser: User, relative: User, colleague: User, threads: Callable[..., list[Any]]
) -> None:
    make_desk(colleague, organiser)
    row = asked_respite(caring_pool(organiser), relative)

    def act(number: int) -> Any:
        if number % 2:
            return desk_actions.arrange(by=colleague, row=row, version=row.version, said="")
        return desk_actions.say_not_possible(by=organiser, row=row, version=row.version)

    outcomes = threads(6, act)
    assert sum(isinstance(one, RespiteRequest) for one in outcomes) == 1
    assert all(isinstance(one, (RespiteRequest, Refused)) for one in outcomes)
    told = OutboxMessage.objects.filter(kind__in=["groups.help_arranged", "groups.help_not_possible"], channel="email")
    assert told.count() == 1


def test_cancel_and_answer_at_once_never_leaves_something_arranged_for_nobody(
    committed_db: None, organiser: User, colleague: User, threads: Callable[..., list[Any]]
) -> None:
    make_desk(colleague)
    pool = caring_pool(organiser, 8)
    rows = [asked_respite(pool, person) for person in many_people(6)]

    def act(number: int) -> Any:
        row = rows[number // 2]
        if number % 2:
            return desk_actions.arrange(by=colleague, row=row, version=row.version, said="")
        return seats.cancel_sign_up(by=None, registration=row.registration)

    outcomes = threads(12, act)
    assert not [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refused)]
    for row in rows:
        now = fresh(row)
        assert now.state == "cancelled"
        was_arranged = now.answered_at is not None
        assert Task.objects.filter(about=row.pk, kind="groups.help_off").exists() == was_arranged
        assert not Task.objects.open().filter(about=row.pk, kind="groups.help_asked").exists()


def test_many_move_both_ways_at_once_without_a_deadlock_or_a_seat_too_many(
    committed_db: None, organiser: User, colleague: User, threads: Callable[..., list[Any]]
) -> None:
    make_desk(colleague)
    pool = caring_pool(organiser, 6)
    SeatPool.objects.create(occurrence=pool.occurrence, channel="online", capacity=3)
    rows = [not_possible(asked_respite(pool, person), colleague) for person in many_people(6)]
    outcomes = threads(12, lambda number: go_another_way(by=None, row=rows[number % 6], way="online"))
    assert not [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refused)]
    for one in SeatPool.objects.all():
        seated = Registration.objects.of_pool(one.pk).seated()
        assert one.taken == sum(seated.values_list("seats", flat=True)) == 3
