"""No message ever says whom, what or with whom: sentinels in every field of a thousand talks, sought in every text."""

import random
from datetime import timedelta
from itertools import cycle, product
from uuid import uuid4

import pytest

from counselling import announcing, kinds
from counselling.choices import Company, Mode
from counselling.models import Appointment, MeetingType
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Resource
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of

pytestmark = pytest.mark.django_db

TALKS = 1000
LANGUAGES = ("da", "nb", "en")
CHANNELS = ("email", "sms", "inbox", "letter")
SECRET = "HEMMELIGT"  # what stands in every field; "HEMMELIGTplace" is the only one that may ever show
PLACE = f"{SECRET}place"


def a_talk(chance: random.Random) -> Appointment:
    """An unsaved talk whose every text is a sentinel."""
    start = clock.now() + timedelta(minutes=chance.randrange(600, 80_000))
    names = {f"{part}_{code}": f"{SECRET}{part}" for part in ("name", "summary") for code in LANGUAGES}
    status = chance.choice(["booked", "pending", "declined", "cancelled"])
    return Appointment(
        id=uuid4(),
        uid=uuid4(),
        meeting_type=MeetingType(slug=f"{SECRET}slug", **names, modes=list(Mode.values)),
        mode=chance.choice(Mode.values),
        starts_at=start,
        ends_at=start + timedelta(minutes=45),
        counsellor=Resource(kind="counsellor", name=f"{SECRET}counsellor"),
        room=Resource(kind="room", name=f"{SECRET}room"),
        interpreter=Resource(kind="interpreter", name=f"{SECRET}interpreter"),
        interpreter_language="so",
        company=chance.choice(Company.values),
        status=status,
        version=chance.randrange(1, 9),
        booked_by=User(name=f"{SECRET}relative", email=f"{SECRET.lower()}@borger.example"),
        place=PLACE,
        video_link=f"https://video.example/{SECRET}",
        cancel_reason=f"{SECRET}reason",
        decline_reason=f"{SECRET}reason",
    )


def message_about(talk: Appointment, kind: str, language: str, channel: str, level: str) -> OutboxMessage:
    """A planned message about a talk."""
    message = OutboxMessage(
        kind=kind,
        key=str(uuid4()),
        channel=channel,
        language=language,
        about=talk.pk,
        version=talk.version,
        context={"step": "day", "level": level},
    )
    message.loaded = talk
    return message


def leaks(text: str, level: str) -> bool:
    """Whether a text shows a sentinel that is not allowed at this level."""
    return SECRET.lower() in (text.replace(PLACE, "") if level == "place" else text).lower()


def test_no_text_and_no_calendar_file_shows_a_sentinel():
    chance = random.Random(20261103)
    combinations = cycle(product(LANGUAGES, CHANNELS, ("neutral", "place")))
    tried = set()
    for _talk in range(TALKS):
        talk = a_talk(chance)
        language, channel, level = next(combinations)
        for kind in kinds.LABELS:
            message = message_about(talk, kind, language, channel, level)
            text = text_of(message)
            assert not leaks(text.subject + text.body, level), f"{kind} {language} {channel} {level}: {text}"
            assert SECRET not in text.subject
            file = kinds.calendar_file_of(message) if kind in kinds.WITH_CALENDAR_FILE else b""
            assert not leaks((file or b"").decode(), level), f"{kind} {language}"
            tried.add((kind, language, channel, level))
    assert len(tried) == len(kinds.LABELS) * len(LANGUAGES) * len(CHANNELS) * 2


def test_an_sms_has_no_link_and_fits_its_language():
    talk = a_talk(random.Random(1))
    for kind, language in product(kinds.LABELS, LANGUAGES):
        text = text_of(message_about(talk, kind, language, "sms", "neutral"))
        assert "http" not in text.body and text.body and "\n\n" not in text.body, f"{kind} {language}"


def test_the_place_is_said_only_where_the_relative_alone_reads():
    talk = a_talk(random.Random(2))
    said = text_of(message_about(talk, announcing.RECEIPT, "da", "email", "place")).body
    neutral = text_of(message_about(talk, announcing.RECEIPT, "da", "email", "neutral")).body
    assert PLACE in said and PLACE not in neutral
