"""A number or a text out of bounds gets our own sentence with the bounds, in the page's language."""

import pytest
from django import forms
from django.utils import translation

from portal.design.forms import PortalForm


class Seats(PortalForm):
    seats = forms.IntegerField(label="Seats", min_value=2, max_value=1200)
    least = forms.IntegerField(label="Least", min_value=1, required=False)
    hours = forms.DecimalField(label="Hours", min_value=0, max_value=48, decimal_places=2, required=False)
    name = forms.CharField(label="Name", max_length=5, required=False)
    own = forms.IntegerField(
        label="Own", max_value=3, required=False, error_messages={"max_value": "Three.", "invalid": "A number, please."}
    )


def errors(language: str, **typed: str) -> dict[str, list[str]]:
    with translation.override(language):
        return {name: list(found) for name, found in Seats({"seats": "2", **typed}).errors.items()}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", "Skriv et tal fra 2 til 1200."),
        ("nb", "Skriv et tall fra 2 til 1200."),
        ("en", "Write a number from 2 to 1200."),
    ],
)
def test_a_number_out_of_bounds_says_both_bounds(language: str, words: str) -> None:
    assert errors(language, seats="1")["seats"] == [words]
    assert errors(language, seats="1201")["seats"] == [words]


def test_other_limits_have_words_too() -> None:
    typed = {"least": "0", "hours": "1.555", "name": "for lang", "seats": "halvanden"}
    assert errors("da", **typed) == {
        "seats": ["Skriv et helt tal."],
        "least": ["Skriv et tal, der mindst er 1."],
        "hours": ["Skriv højst 2 decimaler."],
        "name": ["Skriv højst 5 tegn. Du har skrevet 8."],
    }


def test_a_forms_own_words_stay() -> None:
    assert errors("da", own="4")["own"] == ["Three."]
    assert errors("da", own="x")["own"] == ["A number, please."]
