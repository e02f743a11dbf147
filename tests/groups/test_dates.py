"""Dates take the time of rooms and colleagues, and when they change everybody is told exactly once."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from icalendar import Calendar

from groups import announcing_changes, change_kinds
from groups.actions import changing_dates, dates, events, letters, seats
from groups.actions.dates import DateWish, Seats
from groups.actions.speakers import add_speaker
from groups.models import Event, LetterCopy, Occurrence, Registration, SeatPool
from groups.rules.dates import DateRefusal
from groups.rules.events import EventRefusal
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Occupancy, Resource
from portal.outbox import kinds
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from tests.factories.evenings import make_date, make_draft, many_people, sign_up

pytestmark = pytest.mark.django_db
LINK = "https://video.example/aften"


def refused(work: Callable[[], Any]) -> Refused:
    with pytest.raises(Refused) as error:
        work()
    return error.value


@pytest.fixture
def room() -> Resource:
    return Resource.objects.create(kind="room", name="Salen")


@pytest.fixture
def draft(organiser: User) -> Event:
    return make_draft(organiser, capacity=2)


@pytest.fixture
def evening(draft: Event, team_lead: User) -> Occurrence:
    """Published, two seats: two have a place, one was offered one, one waits, a guest's place is kept, two speak."""
    events.publish_event(by=team_lead, event=draft, version=draft.version)
    pool = SeatPool.objects.get()
    people = many_people(4)
    rows = [sign_up(pool, person) for person in people]
    seats.change_capacity(by=team_lead, pool=pool, capacity=3)
    guest = sign_up(pool, None)
    assert guest.state == "waiting"
    teller = Resource.objects.create(kind="counsellor", name="Mette", user=make_colleague())
    add_speaker(by=team_lead, event=draft, name="Mette", resource_id=teller.pk)
    add_speaker(by=team_lead, event=draft, name="Lisbeth", email="lisbeth@gaest.example")
    add_speaker(by=team_lead, event=draft, name="Kor uden adresse")
    assert [Registration.objects.get(pk=row.pk).state for row in rows] == ["confirmed"] * 2 + ["offered", "waiting"]
    return Occurrence.objects.get()


def make_colleague() -> User:
    return User.objects.create_user("mette@egekoebing.example", name="Mette")


def told(kind: str) -> Counter[object]:
    """How many mails of a kind each address has."""
    return Counter(message.address for message in OutboxMessage.objects.filter(kind=kind, channel="email"))


def wish_of(event: Event, **more: Any) -> DateWish:
    day = clock.today() + timedelta(days=20)
    given: dict[str, Any] = {"days": [day], "begins": clock.now().time().replace(hour=17, minute=0, second=0), **more}
    return DateWish(ends=given["begins"].replace(hour=19), **given)


def test_dates_are_made_with_seats_link_and_the_room_that_is_theirs(
    draft: Event, organiser: User, room: Resource
) -> None:
    seats_wanted = [Seats(channel="in_person", capacity=60, waiting_limit=20), Seats(channel="online", capacity=100)]
    days = [clock.today() + timedelta(days=20 + 7 * week) for week in range(3)]
    wish = wish_of(draft, days=days, room=room, online=LINK, seats=seats_wanted, rule="FREQ=WEEKLY")
    made = dates.add_dates(by=organiser, event=draft, version=draft.version, wish=wish)
    assert [one.starts_at.astimezone(clock.zone()).hour for one in made] == [17, 17, 17]
    assert made[0].online_access.address == LINK and made[0].pools.count() == 2
    assert Occupancy.objects.of_resources([room.pk]).filter(held_for="groups.occurrence").count() == 3
    assert Event.objects.get().series_rule == "FREQ=WEEKLY"


def test_a_date_that_clashes_says_with_whom_and_nothing_is_made(draft: Event, organiser: User, room: Resource) -> None:
    wish = wish_of(draft, room=room)
    dates.add_dates(by=organiser, event=draft, version=draft.version, wish=wish)
    other = make_draft(organiser, title="En anden aften")
    count = Occurrence.objects.count()
    days = [wish.days[0] - timedelta(days=1), wish.days[0]]
    clash = refused(
        lambda: dates.add_dates(
            by=organiser, event=other, version=other.version, wish=wish_of(other, room=room, days=days)
        )
    )
    assert clash.reason == DateRefusal.PLACE_TAKEN and clash.details["name"] == "Salen"
    assert Occurrence.objects.count() == count
    room.is_active = False
    room.save()
    closed = refused(
        lambda: dates.add_dates(
            by=organiser, event=other, version=other.version, wish=wish_of(other, room=room, days=days[:1])
        )
    )
    assert closed.reason == DateRefusal.PLACE_OUT_OF_USE


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"days": []}, DateRefusal.NO_DATES),
        ({"days": range(61)}, DateRefusal.TOO_MANY_DATES),
        ({"days": [-3]}, DateRefusal.DATE_IN_THE_PAST),
        ({"days": [5, 5]}, DateRefusal.DATE_TWICE),
        ({"hours": 24}, DateRefusal.DATE_HAS_NO_LENGTH),
    ],
)
def test_a_date_that_can_not_be_is_refused(
    draft: Event, organiser: User, more: dict[str, Any], reason: DateRefusal
) -> None:
    days = [clock.today() + timedelta(days=offset) for offset in more.get("days", [5])]
    wish = wish_of(draft, days=days)
    if "hours" in more:
        wish = DateWish(days=days, begins=wish.begins, ends=wish.begins)
    error = refused(lambda: dates.add_dates(by=organiser, event=draft, version=draft.version, wish=wish))
    assert error.reason == reason


def test_an_hour_the_clock_takes_or_gives_is_refused(draft: Event, organiser: User, room: Resource, at: Any) -> None:
    at(datetime(2027, 3, 1, 12))
    wish = DateWish(days=[date(2027, 3, 28)], begins=time(2, 30), ends=time(6), room=room)
    error = refused(lambda: dates.add_dates(by=organiser, event=draft, version=draft.version, wish=wish))
    assert error.reason == DateRefusal.DATE_HOUR_UNCLEAR


def test_a_date_is_removed_only_while_nobody_ever_signed_up(draft: Event, organiser: User, relative: User) -> None:
    date = make_date(draft, clock.now() + timedelta(days=40))
    dates.add_seats(by=organiser, date=date, version=1, seats=Seats(channel="in_person", capacity=5))
    twice = refused(
        lambda: dates.add_seats(by=organiser, date=date, version=1, seats=Seats(channel="in_person", capacity=9))
    )
    assert twice.reason == DateRefusal.SEATS_TWICE
    Event.objects.update(publication="published", published_at=clock.now())
    sign_up(date.pools.get(), relative)
    kept = refused(lambda: dates.remove_date(by=organiser, date=date, version=1))
    assert kept.reason == DateRefusal.SEATS_HAVE_PEOPLE
    bare = make_date(draft, clock.now() + timedelta(days=50))
    dates.remove_date(by=organiser, date=bare, version=1)
    assert not Occurrence.objects.filter(pk=bare.pk).exists()


def test_a_link_is_set_and_taken_away(evening: Occurrence, organiser: User) -> None:
    link = dates.set_link(by=organiser, date=evening, version=1, address=LINK)
    assert link is not None and link.address == LINK
    assert dates.set_link(by=organiser, date=evening, version=1, address="") is None
    assert not Occurrence.objects.filter(online_access__isnull=False).exists()


def test_moved_in_one_step_everybody_is_told_once_and_calendars_replace_the_entry(
    evening: Occurrence, organiser: User, room: Resource
) -> None:
    start = evening.starts_at + timedelta(days=1)
    where: dict[str, Any] = {"venue": evening.venue, "room": room, "says": "Salen var optaget."}
    preview = announcing_changes.who_is_told(evening)
    assert (preview.parties, preview.speakers, preview.readers) == (5, 2, 7)
    row = changing_dates.reschedule(
        by=organiser, date=evening, version=1, starts_at=start, ends_at=start + timedelta(hours=2), **where
    )
    assert (row.status, row.sequence, row.version, row.status_says) == ("rescheduled", 1, 2, "Salen var optaget.")
    assert sorted(told("groups.date_moved").values()) == [1] * 5
    assert sorted(told("groups.speaker_told").values()) == [1, 1]
    message = OutboxMessage.objects.filter(kind="groups.date_moved", channel="email", context__had_a_place=True)[0]
    file = change_kinds.calendar_file_of(message)
    assert file is not None
    entry = Calendar.from_ical(file).walk("VEVENT")[0]
    assert (entry["SEQUENCE"], entry.decoded("DTSTART")) == (1, start.replace(microsecond=0))
    assert kinds.get(message.kind).still_holds(message)
    assert Occupancy.objects.of(evening.pk).filter(state="firm").count() == 2, "the room and the colleague"
    late = refused(lambda: changing_dates.postpone(by=organiser, date=evening, version=1, says="x"))
    assert late.reason == DateRefusal.DATE_STALE
    same = refused(
        lambda: changing_dates.reschedule(
            by=organiser, date=row, version=2, starts_at=start, ends_at=start + timedelta(hours=2), **where
        )
    )
    assert same.reason == DateRefusal.DATE_SAME
    changing_dates.postpone(by=organiser, date=row, version=2, says="")
    message.loaded = None
    assert not kinds.get(message.kind).still_holds(message), "the next change has a message of its own"


def test_put_off_people_keep_their_places_and_a_new_time_brings_it_back(evening: Occurrence, organiser: User) -> None:
    row = changing_dates.postpone(by=organiser, date=evening, version=1, says="Taleren er syg.")
    assert sorted(told("groups.date_postponed").values()) == [1] * 5
    assert not Occupancy.objects.of(evening.pk).filter(state="firm").exists()
    assert Registration.objects.filter(state="confirmed").count() == 2
    again = refused(lambda: changing_dates.postpone(by=organiser, date=row, version=2, says=""))
    assert again.reason == DateRefusal.DATE_SAME
    online = refused(lambda: changing_dates.move_online(by=organiser, date=row, version=2, address=LINK, says=""))
    assert online.reason == DateRefusal.DATE_SAME
    back = changing_dates.reschedule(
        by=organiser, date=row, version=2, starts_at=row.starts_at, ends_at=row.ends_at, venue=row.venue, room=None,
        says="",
    )  # fmt: skip
    assert back.status == "rescheduled" and sorted(told("groups.date_moved").values()) == [1] * 5


def test_moved_online_the_room_is_free_and_everybody_is_told(
    evening: Occurrence, organiser: User, room: Resource
) -> None:
    bare = refused(lambda: changing_dates.move_online(by=organiser, date=evening, version=1, address="", says=""))
    assert bare.reason == DateRefusal.LINK_MISSING
    row = changing_dates.move_online(by=organiser, date=evening, version=1, address=LINK, says="Vandskade.")
    assert (row.status, row.venue, row.online_access.address) == ("moved_online", None, LINK)
    assert sorted(told("groups.date_online").values()) == [1] * 5
    assert not Occupancy.objects.of_resources([room.pk]).filter(state="firm").exists()
    start = row.starts_at + timedelta(days=2)
    later = changing_dates.reschedule(
        by=organiser, date=row, version=2, starts_at=start, ends_at=start + timedelta(hours=1), venue=None, room=None,
        says="",
    )  # fmt: skip
    assert later.status == "moved_online", "another time, still online"


def test_called_off_each_person_and_each_speaker_gets_exactly_one_message(evening: Occurrence, organiser: User) -> None:
    row = changing_dates.call_off(by=organiser, date=evening, version=1, says="For få tilmeldte.")
    assert row.status == "cancelled"
    mails = told("groups.date_called_off")
    assert len(mails) == 5 and set(mails.values()) == {1}
    assert told("groups.speaker_told") == Counter({"mette@egekoebing.example": 1, "lisbeth@gaest.example": 1})
    assert set(Registration.objects.values_list("state", flat=True)) == {"cancelled"}
    assert SeatPool.objects.get().taken == 0
    assert not OutboxMessage.objects.filter(kind__in=["groups.cancelled"]).exists(), "not told twice in other words"
    assert OutboxMessage.objects.filter(kind="groups.offered").count() <= 2
    before = OutboxMessage.objects.count()
    end = refused(lambda: changing_dates.call_off(by=organiser, date=row, version=2, says=""))
    assert end.reason == DateRefusal.DATE_CALLED_OFF and OutboxMessage.objects.count() == before
    files = [
        change_kinds.calendar_file_of(one)
        for one in OutboxMessage.objects.filter(kind="groups.date_called_off", channel="email")
    ]
    assert sum(file is not None and b"METHOD:CANCEL" in file for file in files) == 2, "who had a place"


def test_a_whole_event_is_called_off_with_all_its_dates_ahead(evening: Occurrence, organiser: User) -> None:
    make_date(evening.event, clock.now() + timedelta(days=60))
    over = make_date(evening.event, clock.now() - timedelta(days=3))
    event = Event.objects.get()
    off = changing_dates.call_off_event(by=organiser, event=event, version=event.version, says="Aflyst.")
    assert len(off) == 2
    over.refresh_from_db()
    assert over.status == "scheduled"
    event.refresh_from_db()
    none = refused(
        lambda: changing_dates.call_off_event(by=organiser, event=event, version=event.version, says="Aflyst.")
    )
    assert none.reason == DateRefusal.NO_DATES
    gone = refused(lambda: changing_dates.call_off(by=organiser, date=over, version=1, says=""))
    assert gone.reason == DateRefusal.DATE_OVER


def test_a_letter_stays_in_the_portal_and_the_mail_says_there_is_one(evening: Occurrence, organiser: User) -> None:
    key = uuid4()
    wanted: dict[str, Any] = {"by": organiser, "date": evening, "text": "SENTINEL: tag sko med.", "form_key": key}
    letter = letters.write_letter(**wanted, to="waiting")
    assert letters.write_letter(**wanted, to="waiting").pk == letter.pk
    assert LetterCopy.objects.count() == 2, "the offered and the waiting; not the guest who never answered"
    assert sorted(told("groups.letter").values()) == [1, 1]
    message = OutboxMessage.objects.filter(kind="groups.letter")[0]
    assert "SENTINEL" not in str(message.context) and kinds.get("groups.letter").still_holds(message)
    letters.write_letter(by=organiser, date=evening, to="all", text="Hej", form_key=uuid4())
    assert LetterCopy.objects.count() == 6
    Registration.objects.filter(state="confirmed").delete()
    nobody = refused(
        lambda: letters.write_letter(by=organiser, date=evening, to="confirmed", text="Hej", form_key=uuid4())
    )
    assert nobody.reason == EventRefusal.NOBODY_TO_TELL
