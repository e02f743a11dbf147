"""The municipality's own colour, logo and numbers."""

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from portal.design import colours
from portal.design.models import DEFAULT_COLOUR, Municipality
from portal.refusals import violated_constraint


@pytest.mark.django_db
def test_the_pages_work_before_the_municipality_is_set_up(client: Client) -> None:
    assert client.get(reverse("front:front")).status_code == 200


@pytest.mark.django_db
def test_there_is_one_municipality() -> None:
    with pytest.raises(IntegrityError) as refused:
        Municipality.objects.create(id=2, name="Nabokøbing")
    assert violated_constraint(refused.value) == "there_is_one_municipality"


@pytest.mark.django_db
def test_name_numbers_and_acute_lines_are_on_every_public_page(client: Client) -> None:
    Municipality.objects.create(
        name="Egekøbing Kommune", counselling_phone="00 00 12 34", acute_numbers="Livslinien 70 201 201\n\n"
    )
    page = client.get(reverse("front:privacy")).content.decode()
    assert "Egekøbing Kommune" in page
    assert 'href="tel:00001234"' in page
    assert 'href="tel:112"' in page
    assert 'Livslinien <a class="phone " href="tel:70201201">70 201 201</a>' in page


@pytest.mark.django_db
def test_a_colour_of_its_own_comes_as_a_style_sheet_that_may_be_kept(client: Client) -> None:
    Municipality.objects.create(colour="#5B2A86")
    page = client.get(reverse("front:front")).content.decode()
    address = reverse("front:colour", args=["5b2a86"])
    assert address in page
    sheet = client.get(address)
    assert sheet["Content-Type"] == "text/css"
    assert "--primary:#5B2A86" in sheet.content.decode()
    assert "immutable" in sheet["Cache-Control"]
    assert client.get(reverse("front:colour", args=["123456"])).status_code == 404


@pytest.mark.django_db
def test_the_logo_is_shown_with_its_words(client: Client) -> None:
    assert client.get(reverse("front:logo", args=["0"])).status_code == 404
    there = Municipality.objects.create(logo=b"\x89PNG", logo_type="image/png", logo_alt="Et egetræ")
    address = reverse("front:logo", args=[there.logo_code])
    Municipality.objects.forget()
    page = client.get(reverse("front:front")).content.decode()
    assert f'src="{address}" alt="Et egetræ"' in page
    assert client.get(address).content == b"\x89PNG"


def test_contrast_is_measured_as_wcag_does() -> None:
    assert colours.contrast_with_white("#000000") == pytest.approx(21)
    assert colours.contrast_with_white("#ffffff") == pytest.approx(1)
    assert colours.contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)
    assert colours.contrast_with_white(DEFAULT_COLOUR) > colours.MINIMUM_CONTRAST


@pytest.mark.django_db
def test_when_the_phone_is_answered_is_said_in_the_pages_language(client: Client) -> None:
    Municipality.objects.create(
        phone_main="00 00 10 00", phone_hours="Hverdage kl. 9-15", phone_hours_en="Weekdays 9 to 15"
    )
    Municipality.objects.forget()
    said = {path: client.get(path).content.decode() for path in ("/", "/nb/", "/en/")}
    assert "Weekdays 9 to 15" in said["/en/"] and "Hverdage" not in said["/en/"]
    assert "Hverdage kl. 9-15" in said["/"] and "Hverdage kl. 9-15" in said["/nb/"]  # nothing Norwegian was written
