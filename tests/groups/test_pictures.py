"""A picture is written anew, described or decoration, and never too large to look at."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from groups import pictures
from groups.actions.pictures import remove_picture, set_picture
from groups.models import Event, EventImage
from groups.rules.events import EventRefusal
from portal.accounts.models import User
from portal.refusals import Refused
from tests.factories.evenings import make_draft


def a_photo(width: int = 2000, height: int = 1000, kind: str = "JPEG", orientation: int = 1) -> bytes:
    """A photograph with a place and a phone's name hidden in it."""
    image = Image.new("RGB", (width, height), "navy")
    exif = image.getexif()
    exif[0x0112], exif[0x010F] = orientation, "SENTINEL-PHONE"
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def test_what_a_camera_hides_is_gone_and_the_picture_stands_upright() -> None:
    data = a_photo(orientation=6)
    assert b"SENTINEL-PHONE" in data
    made = pictures.rewritten(data)
    assert b"SENTINEL" not in made.content and (made.width, made.height) == (800, 1600)
    assert Image.open(io.BytesIO(made.content)).format == "JPEG"


@pytest.mark.parametrize("data", [b"", b"<svg onload=x>", b"GIF89a", a_photo()[:300], b"\x89PNG\r\n\x1a\n" + b"x" * 50])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(pictures.NotAPicture):
        pictures.rewritten(data)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    out = io.BytesIO()
    Image.new("1", (8000, 5001)).save(out, "PNG")
    with pytest.raises(pictures.TooLarge):
        pictures.rewritten(out.getvalue())


@pytest.mark.django_db
def test_a_picture_says_what_it_shows_or_is_decoration(organiser: User) -> None:
    event = make_draft(organiser)

    def put(**given: Any) -> EventImage:
        version = Event.objects.get(pk=event.pk).version
        return set_picture(by=organiser, event=event, version=version, **given)

    def refused(work: Callable[[], Any]) -> str:
        with pytest.raises(Refused) as error:
            work()
        return str(error.value.reason)

    assert refused(lambda: put(data=a_photo())) == EventRefusal.PICTURE_NEEDS_WORDS
    assert refused(lambda: put(data=b"x", alt="En sal")) == EventRefusal.PICTURE_UNREADABLE
    assert refused(lambda: put(data=None, alt="En sal")) == EventRefusal.PICTURE_UNREADABLE
    assert refused(lambda: put(data=b"x" * (pictures.LARGEST_FILE + 1), alt="x")) == EventRefusal.PICTURE_TOO_LARGE
    first = put(data=a_photo(), alt="En sal")
    again = put(data=None, is_decorative=True)
    assert (again.digest, again.alt, again.is_decorative) == (first.digest, "", True)
    remove_picture(by=organiser, event=event, version=Event.objects.get(pk=event.pk).version)
    assert not EventImage.objects.exists()
