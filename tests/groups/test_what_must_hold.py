"""What the database refuses of evenings, places, seats and sign-ups, whatever the code does."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction
from psycopg.types.range import TimestamptzRange

from groups.models import (
    Attendee,
    Campaign,
    Event,
    EventImage,
    EventLetter,
    LetterCopy,
    Occurrence,
    Registration,
    SeatPool,
    Speaker,
    Venue,
)
from groups.models.registrations import ONE_LIVE_GUEST, ONE_LIVE_PERSON
from portal import clock
from portal.accounts.models import User
from tests.factories.evenings import sign_up

pytestmark = pytest.mark.django_db


def refuses(name: str, rows: "models.QuerySet[models.Model]", **values: object) -> None:
    """Changing these rows so runs into the constraint of this name."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**values)


def refuses_new(name: str, row: models.Model) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("event_has_a_discreet_title_unless_open", {"sensitivity": "discreet"}),
        ("event_is_scheduled_for_a_moment", {"publication": "scheduled"}),
        ("event_was_published_at_a_moment", {"publication": "published", "published_at": None}),
        ("event_party_is_one_to_six", {"max_party": 7}),
        ("event_publication_is_known", {"publication": "lost"}),
        ("event_sensitivity_is_known", {"sensitivity": "loud", "discreet_title": "x"}),
    ],
)
def test_an_event_is_whole(pool: SeatPool, name: str, values: dict[str, object]) -> None:
    refuses(name, Event.objects.all(), **values)


def test_sign_up_to_an_event_closes_after_it_opens(pool: SeatPool) -> None:
    now = clock.now()
    window = {"registration_opens_at": now, "registration_closes_at": now - timedelta(hours=1)}
    refuses("event_registration_closes_after_it_opens", Event.objects.all(), **window)


def test_a_theme_week_ends_after_it_starts() -> None:
    today = clock.today()
    week = Campaign(slug="uge", title="Pårørendeugen", starts_on=today, ends_on=today - timedelta(days=1))
    refuses_new("campaign_ends_after_it_starts", week)


def test_a_picture_is_described_or_decoration_and_never_both(pool: SeatPool) -> None:
    event = pool.occurrence.event
    bare = {"event": event, "content": b"x", "width": 1, "height": 1, "digest": "x"}
    refuses_new("image_is_described_or_decoration", EventImage(**bare))
    refuses_new("image_is_described_or_decoration", EventImage(**bare, alt="En sal", is_decorative=True))


def test_a_date_is_bounded_known_and_alone_at_its_time(pool: SeatPool) -> None:
    date = pool.occurrence
    dates = Occurrence.objects.filter(pk=date.pk)
    refuses("occurrence_period_is_bounded", dates, period=TimestamptzRange(date.starts_at, None))
    refuses("occurrence_status_is_known", dates, status="perhaps")
    refuses_new("event_has_one_date_at_a_time", Occurrence(event=date.event, period=date.period, zone=date.zone))


def test_a_speaker_is_named_once(pool: SeatPool) -> None:
    event = pool.occurrence.event
    Speaker.objects.create(event=event, name="Lisbeth")
    refuses_new("a_speaker_is_named_once", Speaker(event=event, name="Lisbeth"))


def test_what_is_not_known_of_a_place_is_said(pool: SeatPool) -> None:
    refuses("venue_access_is_known_or_said_to_be_unknown", Venue.objects.all(), lift="")


def test_seats_are_of_a_known_kind_once_for_a_date(pool: SeatPool) -> None:
    refuses("pool_channel_is_known", SeatPool.objects.all(), channel="roof")
    refuses_new("a_date_has_one_pool_of_a_kind", SeatPool(occurrence=pool.occurrence, capacity=1))


def test_a_sign_up_is_whole(pool: SeatPool, relative: User) -> None:
    row = sign_up(pool, relative)
    mine = Registration.objects.filter(pk=row.pk)
    refuses("registration_is_a_persons_or_a_guests", mine, guest_index="abc")
    refuses("party_is_one_to_six", mine, seats=2)
    refuses("party_is_one_to_six", mine, wanted=7)
    refuses("registration_expires_exactly_while_held_or_offered", mine, expires_at=clock.now())
    refuses("registration_expires_exactly_while_held_or_offered", mine, state="held")
    refuses("registration_in_the_queue_has_its_moment", mine, state="waiting")
    refuses("registration_state_is_known", mine, state="maybe")


def test_a_person_and_a_guest_are_signed_up_once_for_a_date(pool: SeatPool, relative: User) -> None:
    sign_up(pool, relative)
    guest = sign_up(pool, None)
    now = clock.now()
    same = {"pool": pool, "state": "confirmed", "form_key": uuid4(), "created_at": now, "changed_at": now}
    refuses_new(ONE_LIVE_PERSON, Registration(**same, person=relative))
    assert ONE_LIVE_PERSON == "person_is_signed_up_once_for_a_date"
    refuses_new(ONE_LIVE_GUEST, Registration(**same, guest_index=guest.guest_index))
    assert ONE_LIVE_GUEST == "guest_is_signed_up_once_for_a_date"


def test_who_comes_has_a_number_and_came_or_stayed_away(pool: SeatPool, relative: User) -> None:
    row = sign_up(pool, relative)
    refuses_new("an_attendee_has_a_number_of_their_own", Attendee(registration=row, number=0))
    refuses("nobody_came_and_stayed_away", Attendee.objects.all(), came_at=clock.now(), stayed_away=True)


def test_a_letter_goes_to_a_known_circle_and_a_party_has_one_copy(
    pool: SeatPool, relative: User, organiser: User
) -> None:
    row = sign_up(pool, relative)
    date = pool.occurrence
    letter = EventLetter.objects.create(
        event=date.event, occurrence=date, to="all", text="Hej", sent_at=clock.now(), form_key=uuid4()
    )
    refuses("letter_is_to_a_known_circle", EventLetter.objects.all(), to="world")
    LetterCopy.objects.create(letter=letter, registration=row)
    refuses_new("a_party_has_one_copy_of_a_letter", LetterCopy(letter=letter, registration=row))
