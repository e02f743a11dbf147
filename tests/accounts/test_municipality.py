"""How the municipality presents itself."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from portal.accounts import actions
from portal.accounts.forms import REFUSAL_TEXT
from portal.accounts.rules import Refusal
from portal.design.models import Municipality
from portal.refusals import Refused

pytestmark = pytest.mark.django_db
VALUES = {"name": "Egekøbing Kommune", "colour": "#17584f", "phone_main": "99 12 34 56"}


def picture(size: tuple[int, int] = (900, 300), kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#17584f").save(out, kind, comment=b"secret words")
    return out.getvalue()


@pytest.fixture
def page(administrator, client_for):
    return client_for(administrator)


def send(page, **values):
    return page.post(reverse("accounts:municipality"), {**VALUES, **values})


def test_name_and_numbers_are_saved(page) -> None:
    assert send(page, acute_numbers="Livslinien 70 201 201")["Location"] == reverse("accounts:municipality")
    saved = Municipality.objects.get()
    assert (saved.name, saved.phone_main, saved.acute_lines) == (
        VALUES["name"],
        "99 12 34 56",
        ["Livslinien 70 201 201"],
    )


@pytest.mark.parametrize("colour", ["#ffff00", "#88aaff"])
def test_a_colour_white_words_can_not_be_read_on_is_refused_and_everything_typed_is_kept(page, colour) -> None:
    refused = send(page, colour=colour, address="Torvet 1")
    assert refused.context["form"].errors["colour"] == [REFUSAL_TEXT[Refusal.TOO_PALE]]
    assert "Torvet 1" in refused.content.decode()
    assert not Municipality.objects.filter(colour=colour).exists()


@pytest.mark.parametrize("colour", ["red", "#12345", "#12345g", ""])
def test_what_is_no_colour_is_refused(page, colour) -> None:
    assert send(page, colour=colour).context["form"].errors["colour"]


def test_a_logo_is_drawn_anew(page) -> None:
    upload = picture()
    assert b"secret words" in upload
    send(page, logo=SimpleUploadedFile("logo.jpg", upload, "image/jpeg"), logo_alt="Et egetræ")
    kept = bytes(Municipality.objects.get().logo or b"")
    assert kept.startswith(b"\x89PNG") and b"secret words" not in kept
    assert Image.open(io.BytesIO(kept)).size == (600, 200)


def test_a_logo_needs_words(page) -> None:
    answer = send(page, logo=SimpleUploadedFile("logo.jpg", picture(), "image/jpeg"))
    assert answer.context["form"].errors["logo_alt"]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"<svg onload=alert(1)>", Refusal.NOT_A_PICTURE),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 200, Refusal.NOT_A_PICTURE),
        (picture(kind="GIF"), Refusal.NOT_A_PICTURE),
        (picture((2001, 10)), Refusal.PICTURE_TOO_BIG),
        (b"x" * 1_000_001, Refusal.PICTURE_TOO_BIG),
    ],
)
def test_what_is_no_logo_is_refused(administrator, content, refusal) -> None:
    with pytest.raises(Refused) as refused:
        actions.change_municipality(by=administrator, values={}, logo=content)
    assert refused.value.reason is refusal


def test_a_logo_stays_until_it_is_taken_away(page) -> None:
    send(page, logo=SimpleUploadedFile("logo.png", picture(kind="PNG"), "image/png"), logo_alt="Et egetræ")
    send(page, logo_alt="Et egetræ")
    assert Municipality.objects.get().logo
    send(page, remove_logo="on")
    assert not Municipality.objects.get().logo
