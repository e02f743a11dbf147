"""The secret calendar feed, the counsellor's own page, and the photo that is drawn anew."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from PIL import Image

from counselling.actions import calls, keeping, profiles
from counselling.feed import initials
from counselling.models import CounsellorProfile
from counselling.wishes import Wish
from tests.factories.talks import make_talk, make_type, next_weekday

pytestmark = pytest.mark.django_db
FIELDS = {"name": "Mette Krogh", "languages": ["da"], "is_public": "on", "photo_alt": "Mette smiler"}


@pytest.fixture
def feed(counsellor, mette):
    """The feed as a calendar fetches it, without signing in."""
    address = reverse("counselling:feed", args=[profiles.renew_feed(by=counsellor, resource=mette)])
    return lambda **headers: Client().get(address, headers=headers)


def picture(kind="PNG", size=(900, 600), **saved):
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **saved)
    return file.getvalue()


def send(client, content, **fields):
    file = SimpleUploadedFile("me.jpg", content, content_type="image/jpeg")
    return client.post(reverse("counselling:profile"), FIELDS | fields | {"photo": file})


def events(answer):
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_the_feed_shows_initials_and_times_and_nothing_else(feed, relative, talk, talk_type, mette):
    wish = Wish(meeting_type=talk_type, mode="phone")
    calls.book_nameless_talk(wish=wish, starts_at=next_weekday(at_hour=14), form_key=uuid4())
    answer = feed()
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar") and "METHOD:PUBLISH" in text
    assert sorted(str(event["SUMMARY"]) for event in events(answer)) == ["R.O.B.", "–"]
    assert "Rasmus" not in text and "Connor" not in text and "LOCATION" not in text and "ATTENDEE" not in text


def test_initials_come_from_names_only():
    assert (initials("Mette Krogh"), initials(""), initials("  "), initials("4 Åse")) == ("M.K.", "–", "–", "Å.")


def test_the_feed_spans_two_weeks_back_and_eight_ahead(feed, relative, talk, at):
    at(talk.ends_at + timedelta(days=13))
    assert len(events(feed())) == 1
    at(talk.ends_at + timedelta(days=15))
    assert events(feed()) == []
    at(talk.starts_at - timedelta(weeks=8, hours=1))
    assert events(feed()) == []


def test_an_unchanged_feed_is_not_sent_again_and_a_cancelled_talk_leaves_it(feed, relative, talk):
    tag = feed()["ETag"]
    assert feed(if_none_match=tag).status_code == 304
    keeping.cancel_appointment(by=relative, appointment=talk, actor="relative")
    answer = feed(if_none_match=tag)
    assert answer.status_code == 200 and events(answer) == []


def test_a_request_that_waits_for_a_yes_is_tentative(feed, relative, mette):
    make_talk(relative, make_type("hjemme", needs_approval=True))
    assert str(events(feed())[0]["STATUS"]) == "TENTATIVE"


def test_wrong_closed_and_former_counsellors_feeds_are_not_found(feed, counsellor, mette, talk):
    assert Client().get(reverse("counselling:feed", args=["nonsense"])).status_code == 404
    counsellor.is_active = False
    counsellor.save()
    assert feed().status_code == 404
    counsellor.is_active = True
    counsellor.save()
    profiles.revoke_feed(by=counsellor, resource=mette)
    assert feed().status_code == 404


def test_the_address_is_shown_once_and_never_in_the_page_again(client_for, counsellor, mette):
    client = client_for(counsellor)
    shown = client.post(reverse("counselling:feed_renew")).content.decode()
    assert "/abonnement/" in shown
    assert "/abonnement/" not in client.get(reverse("counselling:profile")).content.decode()


def test_a_photo_is_drawn_anew_as_a_square_without_what_the_camera_wrote(client_for, counsellor, mette):
    exif = Image.Exif()
    exif[0x010E] = "Hjemme hos mor"
    answer = send(client_for(counsellor), picture("JPEG", exif=exif))
    assert answer.status_code == 302
    kept = bytes(CounsellorProfile.objects.get().photo)
    with Image.open(BytesIO(kept)) as drawn:
        assert (drawn.format, drawn.size, dict(drawn.getexif())) == ("JPEG", (480, 480), {})
    assert b"Hjemme hos mor" not in kept


def test_the_photo_is_public_while_the_counsellor_is(client_for, counsellor, mette):
    send(client_for(counsellor), picture())
    address = reverse("counselling:photo", args=[mette.pk])
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    CounsellorProfile.objects.update(is_public=False)
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg onload=alert(1)>", "Vi kan ikke læse filen som et billede"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 200, "Vi kan ikke læse filen som et billede"),
        (b"0" * (8 * 1024 * 1024 + 1), "Filen er for stor"),
    ],
)
def test_a_file_that_is_no_picture_or_too_large_is_refused_in_words(client_for, counsellor, mette, content, words):
    answer = send(client_for(counsellor), content)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not CounsellorProfile.objects.get().photo


def test_a_photo_needs_words(client_for, counsellor, mette):
    answer = send(client_for(counsellor), picture(), photo_alt=" ")
    assert answer.status_code == 422 and "Skriv, hvad fotoet viser." in answer.content.decode()
