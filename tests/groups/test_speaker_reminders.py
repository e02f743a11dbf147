"""Who speaks is reminded a week and a day before; the reminders follow the date, and leave with it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from groups.actions import changing_dates
from groups.actions.reminding_speakers import SPEAKER_REMINDED, remind_speakers
from groups.actions.speakers import add_speaker, remove_speaker
from groups.models import Occurrence, Speaker
from portal import clock
from portal.accounts.models import User
from portal.outbox import kinds
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from tests.factories.evenings import make_pool

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Copenhagen")
STARTS = datetime(2026, 9, 22, 17, tzinfo=ZONE)
WEEK, DAY = STARTS - timedelta(days=7), STARTS - timedelta(days=1)
ADDRESS = "lisbeth@oplaeg.example"


@pytest.fixture(autouse=True)
def first_of_september() -> Iterator[None]:
    with clock.frozen_at(datetime(2026, 9, 1, 12, tzinfo=ZONE)):
        yield


@pytest.fixture
def evening(organiser: User) -> Occurrence:
    """In three weeks; Lisbeth speaks, and somebody whose address nobody knows."""
    pool = make_pool(organiser, 5, starts_in=STARTS - clock.now())
    add_speaker(by=organiser, event=pool.occurrence.event, name="Lisbeth", email=ADDRESS)
    add_speaker(by=organiser, event=pool.occurrence.event, name="Ole")
    return pool.occurrence


def at(moment: datetime) -> int:
    """How many messages there are once the house has looked at that moment, twice."""
    with clock.frozen_at(moment):
        remind_speakers()
        remind_speakers()
    return OutboxMessage.objects.filter(kind=SPEAKER_REMINDED).count()


def holds(message: OutboxMessage) -> bool:
    message.loaded = None
    return kinds.get(message.kind).still_holds(message)


def test_a_week_and_a_day_before_once_each_and_to_those_with_an_address(evening: Occurrence) -> None:
    just = timedelta(minutes=1)
    assert [at(one) for one in (WEEK - just, WEEK, WEEK + just, DAY - just, DAY, STARTS)] == [0, 1, 1, 1, 2, 2]
    said = {(one.kind, one.address) for one in OutboxMessage.objects.all()}
    assert said == {("groups.speaker_reminded", ADDRESS)}
    assert all(holds(one) for one in OutboxMessage.objects.all())


def test_it_says_when_and_never_what_it_is_about(evening: Occurrence) -> None:
    at(DAY)
    (message,) = OutboxMessage.objects.filter(kind=SPEAKER_REMINDED)
    for language, words in (("da", "Husk"), ("nb", "Husk"), ("en", "Remember")):
        message.language = language
        said = text_of(message)
        assert said.subject.startswith(words) and "22" in said.body
        assert "hukommelse" not in (said.subject + said.body).lower() and "Smedjen" not in said.body


def test_a_moved_date_is_reminded_of_anew_and_a_called_off_one_of_nothing(evening: Occurrence, organiser: User) -> None:
    assert at(DAY) == 1
    (message,) = OutboxMessage.objects.filter(kind=SPEAKER_REMINDED)
    later = STARTS + timedelta(days=10)
    with clock.frozen_at(DAY):
        moved = changing_dates.reschedule(
            by=organiser, date=evening, version=1, starts_at=later, ends_at=later + timedelta(hours=2),
            venue=evening.venue, room=None, says="",
        )  # fmt: skip
    assert not holds(message)
    assert at(later - timedelta(days=1)) == 2
    changing_dates.call_off(by=organiser, date=moved, version=2, says="")
    assert not any(holds(one) for one in OutboxMessage.objects.filter(kind=SPEAKER_REMINDED))
    assert at(later - timedelta(hours=5)) == 2


def test_who_is_taken_off_the_programme_hears_nothing(evening: Occurrence, organiser: User) -> None:
    at(DAY)
    (message,) = OutboxMessage.objects.filter(kind=SPEAKER_REMINDED)
    remove_speaker(by=organiser, speaker=Speaker.objects.select_related("event").get(name="Lisbeth"))
    assert not holds(message)


def test_nobody_is_reminded_of_a_draft(evening: Occurrence) -> None:
    evening.event.publication, evening.event.published_at = "draft", None
    evening.event.save()
    assert at(DAY) == 0
