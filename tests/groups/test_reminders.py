"""Who has a place is reminded of it: a week and a day before, and of the way in; nobody else, and never twice."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.actions import changing_dates, seats, signing_up
from groups.actions.signing_up import Guest, Party
from groups.models import Occurrence, OnlineAccess, Registration, SeatPool
from portal import clock
from portal.accounts.models import User
from portal.outbox import kinds
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from relatives.models import RelativeProfile
from tests.factories.evenings import make_pool, many_people, sign_up
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 9, 1, 12, tzinfo=ZONE)
STARTS = datetime(2026, 9, 22, 17, tzinfo=ZONE)
WEEK, DAY, HOUR = (STARTS - timedelta(days=7), STARTS - timedelta(days=1), STARTS - timedelta(hours=1))
REMINDERS = ["groups.reminder", "groups.way_in"]
ADDRESS = "https://moede.example/hemmelig-7Qk2"


@pytest.fixture(autouse=True)
def first_of_september() -> Iterator[None]:
    with clock.frozen_at(NOW):
        yield


def pool_at(organiser: User, starts_at: datetime = STARTS, capacity: int = 3, **fields: Any) -> SeatPool:
    return make_pool(organiser, capacity, starts_in=starts_at - clock.now(), **fields)


def online_at(organiser: User, starts_at: datetime = STARTS) -> SeatPool:
    pool = pool_at(organiser, starts_at, attendance="online", channel="online")
    OnlineAccess.objects.create(occurrence=pool.occurrence, address=ADDRESS)
    return pool


def reminders(row: Registration, channel: str = "email", state: str = "planned") -> list[OutboxMessage]:
    return list(OutboxMessage.objects.about(row.pk).filter(kind__in=REMINDERS, channel=channel, state=state))


def moments(row: Registration, channel: str = "email") -> list[datetime]:
    """When its reminders leave, on the clock at home."""
    return [one.send_at.astimezone(ZONE) for one in reminders(row, channel)]


def holds(message: OutboxMessage) -> bool:
    message.loaded = None
    return kinds.get(message.kind).still_holds(message)


def test_a_place_is_reminded_of_a_week_and_a_day_before_in_each_of_the_persons_channels(organiser: User) -> None:
    row = sign_up(pool_at(organiser), make_person("Rasmus"))
    assert moments(row) == moments(row, "inbox") == [WEEK, DAY]
    assert all(holds(one) for one in reminders(row))
    assert {one.kind for one in reminders(row)} == {"groups.reminder"}
    assert [one.latest_at for one in reminders(row)] == [STARTS - timedelta(days=5), STARTS - timedelta(hours=3)]


def test_who_wants_text_messages_is_reminded_by_one(organiser: User) -> None:
    person = make_person("Rasmus")
    RelativeProfile.objects.update_or_create(
        user=person, defaults={"channel": "sms", "phone": "+4500001234", "phone_index": "x"}
    )
    row = sign_up(pool_at(organiser), person)
    assert moments(row, "sms") == [WEEK, DAY] and not moments(row)
    assert reminders(row, "sms")[0].address == "+4500001234"


def test_a_reminder_keeps_to_the_hours_a_person_asked_for(organiser: User) -> None:
    person = make_person("Rasmus")
    hours = {"hours_from": datetime(1, 1, 1, 9).time(), "hours_to": datetime(1, 1, 1, 12).time()}
    RelativeProfile.objects.update_or_create(user=person, defaults=hours)
    row = sign_up(pool_at(organiser), person)
    assert [(one.day, one.hour, one.minute) for one in moments(row)] == [(15, 11, 30), (21, 11, 30)]


def test_who_takes_part_online_hears_of_the_way_in_an_hour_before_and_never_reads_the_address(organiser: User) -> None:
    row = sign_up(online_at(organiser), make_person("Rasmus"))
    assert moments(row) == [WEEK, DAY, HOUR]
    way_in = reminders(row)[-1]
    assert way_in.kind == "groups.way_in" and way_in.latest_at == STARTS and holds(way_in)
    for language in ("da", "nb", "en"):
        for channel in ("email", "sms"):
            way_in.language, way_in.channel = language, channel
            said = text_of(way_in)
            assert "15" in said.body and "http" in said.body
            assert "hemmelig" not in said.subject + said.body and "moede.example" not in said.body


def test_nothing_leaves_at_night(organiser: User) -> None:
    early = sign_up(online_at(organiser, STARTS.replace(hour=7)), make_person("Rasmus"))
    evening = [(14, 20, 30), (20, 20, 30), (21, 20, 30)]
    assert [(one.day, one.hour, one.minute) for one in moments(early)] == evening


def test_a_reminder_leaves_at_the_same_hour_over_a_clock_change(organiser: User) -> None:
    starts = datetime(2026, 10, 28, 17, tzinfo=ZONE)
    row = sign_up(online_at(organiser, starts), make_person("Rasmus"))
    assert [(one.day, one.hour) for one in moments(row)] == [(21, 17), (27, 17), (28, 16)]
    assert starts.utcoffset() != moments(row)[0].utcoffset()


@pytest.mark.parametrize(
    ("left", "count"),
    [
        (timedelta(days=7, hours=7), 3),
        (timedelta(days=7, hours=5), 2),
        (timedelta(hours=31), 2),
        (timedelta(hours=29), 1),
        (timedelta(hours=6), 0),
        (timedelta(minutes=30), 0),
    ],
)
def test_what_the_receipt_has_just_said_is_not_said_again(organiser: User, left: timedelta, count: int) -> None:
    pool = online_at(organiser)
    with clock.frozen_at(STARTS - left):
        row = sign_up(pool, make_person("Rasmus"))
    assert row.state == "confirmed" and len(reminders(row)) == count


def test_who_waits_was_offered_or_keeps_a_place_is_reminded_of_nothing(organiser: User) -> None:
    pool = pool_at(organiser, capacity=1)
    held = sign_up(pool, None)
    waiting = sign_up(pool, make_person("Kurt"))
    assert (held.state, waiting.state) == ("held", "waiting")
    seats.cancel_sign_up(by=None, registration=held)
    assert Registration.objects.get(pk=waiting.pk).state == "offered"
    assert not OutboxMessage.objects.filter(kind__in=REMINDERS).exists()


def test_an_accepted_offer_is_reminded_of_once_however_often_it_is_pressed(organiser: User) -> None:
    pool = pool_at(organiser, capacity=1)
    first, second = (sign_up(pool, person) for person in many_people(2))
    with clock.frozen_at(STARTS - timedelta(days=3)):
        seats.cancel_sign_up(by=None, registration=first)
        for _press in range(2):
            seats.accept_offer(by=None, registration=second)
    assert moments(second) == [DAY], "the week has passed"
    assert not reminders(first), "a place given back"


def test_the_last_seat_taken_is_too_late_for_reminders(organiser: User) -> None:
    pool = pool_at(organiser, capacity=1)
    first, second = (sign_up(pool, person) for person in many_people(2))
    with clock.frozen_at(STARTS - timedelta(hours=5)):
        seats.cancel_sign_up(by=None, registration=first)
        taken = seats.take_last_seat(by=None, registration=second)
    assert taken.state == "confirmed" and not reminders(second)


def test_a_guest_is_reminded_at_their_one_address_once_they_have_confirmed(organiser: User) -> None:
    row = sign_up(pool_at(organiser), None)
    assert not reminders(row)
    for _press in range(2):
        signing_up.confirm_guest(registration=row)
    assert moments(row) == [WEEK, DAY] and not reminders(row, "inbox")
    assert {one.address for one in reminders(row)} == {row.guest_email}
    phone = Guest(name="Bo", phone="+4500004321")
    pool = pool_at(organiser)
    texted = signing_up.sign_up(by=None, guest=phone, pool=pool, party=Party(names=["Bo"]), form_key=uuid4())
    signing_up.confirm_guest(registration=texted)
    assert moments(texted, "sms") == [WEEK, DAY] and not reminders(texted)


def test_a_second_press_of_sign_up_plans_nothing_more(organiser: User) -> None:
    pool, person, key = pool_at(organiser), make_person("Rasmus"), uuid4()
    for _press in range(2):
        signing_up.sign_up(by=person, person=person, pool=pool, party=Party(names=["Rasmus"]), form_key=key)
    assert Counter(OutboxMessage.objects.values_list("kind", "channel")) == Counter(
        {
            ("groups.confirmed", "email"): 1,
            ("groups.confirmed", "inbox"): 1,
            ("groups.reminder", "email"): 2,
            ("groups.reminder", "inbox"): 2,
        }
    )


def test_a_cancelled_sign_up_takes_its_reminders_along(organiser: User) -> None:
    pool = pool_at(organiser)
    row, other = (sign_up(pool, person) for person in many_people(2))
    seats.cancel_sign_up(by=None, registration=row)
    assert not reminders(row) and len(reminders(other)) == 2
    gone = reminders(row, state="withdrawn")
    assert len(gone) == 2 and not any(holds(one) for one in gone)
    assert OutboxMessage.objects.filter(about=row.pk, kind="groups.cancelled", state="planned").exists()


def move(by: User, date: Occurrence, starts_at: datetime) -> Occurrence:
    length = date.ends_at - date.starts_at
    return changing_dates.reschedule(
        by=by, date=date, version=date.version, starts_at=starts_at, ends_at=starts_at + length,
        venue=date.venue, room=None, says="",
    )  # fmt: skip


def test_reminders_move_with_the_date(organiser: User) -> None:
    pool = pool_at(organiser)
    row = sign_up(pool, make_person("Rasmus"))
    old = reminders(row)
    move(organiser, pool.occurrence, STARTS + timedelta(days=2))
    assert moments(row) == [WEEK + timedelta(days=2), DAY + timedelta(days=2)]
    assert not any(holds(one) for one in old), "even one that was on its way"
    assert all(holds(one) for one in reminders(row))
    assert len(reminders(row, state="withdrawn")) == 2


def test_a_date_put_off_reminds_nobody_until_it_has_a_time_again(organiser: User) -> None:
    pool = pool_at(organiser)
    row, guest = sign_up(pool, make_person("Rasmus")), sign_up(pool, None)
    date = changing_dates.postpone(by=organiser, date=pool.occurrence, version=1, says="Taleren er syg.")
    assert not reminders(row)
    signing_up.confirm_guest(registration=guest)
    assert not reminders(guest), "there is no time to be reminded of"
    move(organiser, date, STARTS + timedelta(days=7))
    assert moments(row) == moments(guest) == [STARTS, STARTS + timedelta(days=6)]


def test_a_date_moved_online_tells_of_the_way_in_and_one_called_off_of_nothing(organiser: User) -> None:
    pool = pool_at(organiser)
    row = sign_up(pool, make_person("Rasmus"))
    moved = {"date": pool.occurrence, "version": 1, "address": ADDRESS, "says": ""}
    date = changing_dates.move_online(by=organiser, **moved)  # type: ignore[arg-type]
    assert moments(row) == [WEEK, DAY, HOUR] and all(holds(one) for one in reminders(row))
    planned = reminders(row)
    changing_dates.call_off(by=organiser, date=date, version=date.version, says="")
    assert not reminders(row) and not any(holds(one) for one in planned)


def test_an_open_evening_is_named_only_to_who_alone_reads(organiser: User) -> None:
    row = sign_up(pool_at(organiser, title="Når nogen drikker"), make_person("Rasmus"))
    for message in reminders(row):
        message.context["level"] = "neutral"
        said = text_of(message)
        assert "drikker" not in said.subject + said.body and "Smedje" not in said.body
        message.context["level"] = "place"
        assert "Når nogen drikker" in text_of(message).body and "Smedje" in text_of(message).body


def test_who_takes_part_online_is_not_sent_to_the_house_where_the_others_meet(organiser: User) -> None:
    row = sign_up(online_at(organiser), make_person("Rasmus"))
    assert Occurrence.objects.get().venue is not None
    for message in OutboxMessage.objects.about(row.pk):
        message.context["level"] = "place"
        assert "Smedje" not in text_of(message).body


def test_signing_up_plans_its_messages_with_one_statement(organiser: User) -> None:
    pool = online_at(organiser)
    with CaptureQueriesContext(connection) as seen:
        sign_up(pool, make_person("Rasmus"))
    said = [one["sql"].replace('"', "") for one in seen.captured_queries]
    written = [one for one in said if "INSERT INTO outbox_outboxmessage" in one]
    assert len(written) == 1
