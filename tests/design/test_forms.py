"""The template pack: labels, hints, errors with links, groups as fieldsets."""

from uuid import UUID

from bs4 import BeautifulSoup, Tag
from crispy_forms.utils import render_crispy_form
from django import forms
from django.utils import translation

from portal.design.forms import DateInput, DayMonthYearInput, FormKeyMixin, PortalForm

MODES = [("phone", "På telefon"), ("video", "På video")]


class Wishes(FormKeyMixin, PortalForm):
    """One field of each kind."""

    name = forms.CharField(label="Dit navn", help_text="Så vi ved, hvad vi skal kalde dig.")
    mode = forms.ChoiceField(label="Hvordan?", choices=MODES, widget=forms.RadioSelect)
    languages = forms.MultipleChoiceField(
        label="Sprog", choices=[("da", "Dansk")], widget=forms.CheckboxSelectMultiple, required=False
    )
    day = forms.DateField(label="Dag", widget=DateInput)
    weekday = forms.ChoiceField(label="Ugedag", choices=[("1", "Mandag")])
    text = forms.CharField(label="Fortæl", widget=forms.Textarea, required=False)
    born = forms.CharField(label="Født", widget=DayMonthYearInput, required=False)
    read = forms.BooleanField(label="Jeg har læst det")


def rendered(form: forms.Form) -> BeautifulSoup:
    with translation.override("da"):
        return BeautifulSoup(render_crispy_form(form), "html.parser")


def one(page: BeautifulSoup | Tag, css: str) -> Tag:
    found = page.select(css)
    assert len(found) == 1, (css, len(found))
    return found[0]


def test_every_input_has_a_label_of_its_own() -> None:
    page = rendered(Wishes())
    labelled = {label["for"] for label in page.select("label")}
    inputs = {field["id"] for field in page.select("input:not([type=hidden]), select, textarea")}
    assert inputs
    assert inputs == labelled


def test_ids_are_unique() -> None:
    ids = [element["id"] for element in rendered(Wishes({})).select("[id]")]
    assert len(ids) == len(set(ids))


def test_radios_and_checkboxes_stand_in_a_fieldset_with_their_question() -> None:
    page = rendered(Wishes())
    radio = one(page, "#id_mode_0")
    fieldset = radio.find_parent("fieldset")
    assert fieldset is not None
    assert one(fieldset, "legend").get_text(strip=True) == "Hvordan?"
    assert radio["class"] == ["form-radio"]


def test_a_hint_describes_its_field_and_an_optional_field_says_so() -> None:
    page = rendered(Wishes())
    assert one(page, "#id_name")["aria-describedby"] == "id_name_helptext"
    assert one(page, "#id_name_helptext").get_text() == "Så vi ved, hvad vi skal kalde dig."
    assert "(frivilligt)" in one(page, "label[for=id_text]").get_text()


def test_an_error_is_named_by_its_question_and_told_at_the_field() -> None:
    page = rendered(Wishes({"mode": "phone"}))
    error = one(page, "#id_name_error")
    assert "Dit navn" in error.get_text()
    field = one(page, "#id_name")
    assert field["aria-invalid"] == "true"
    assert "id_name_error" in str(field["aria-describedby"])


def test_the_summary_takes_focus_and_links_to_the_first_input_of_each_question() -> None:
    page = rendered(Wishes({}))
    summary = one(page, ".error-summary")
    assert summary["role"] == "alert"
    assert summary["tabindex"] == "-1"
    targets = [str(link["href"]) for link in summary.select("a")]
    assert targets == ["#id_name", "#id_mode_0", "#id_day", "#id_weekday", "#id_read"]
    assert all(page.select(target) for target in targets)


def test_a_refusal_stands_on_top_of_the_form() -> None:
    form = Wishes({})
    form.is_valid()
    form.refuse("Tiden er lige taget.")
    first = one(rendered(form), ".error-summary").select("li")[0]
    assert first.get_text(strip=True) == "Tiden er lige taget."
    assert not form.is_valid()


def test_a_refusal_can_be_told_at_one_field() -> None:
    form = Wishes({})
    form.is_valid()
    form.refuse("Dagen er gået.", field="day")
    assert "Dagen er gået." in form.errors["day"]


def test_what_was_typed_is_shown_again_and_escaped() -> None:
    page = rendered(Wishes({"name": '"><script>', "text": "</textarea>"}))
    assert one(page, "#id_name")["value"] == '"><script>'
    assert one(page, "#id_text").get_text().strip() == "</textarea>"
    assert not page.select("script")


def test_each_showing_of_a_form_has_a_key_of_its_own_and_keeps_it() -> None:
    shown = [one(rendered(Wishes()), "[name=form_key]")["value"] for _ in range(2)]
    assert shown[0] != shown[1]
    assert one(rendered(Wishes({"form_key": shown[0]})), "[name=form_key]")["value"] == shown[0]


def test_a_form_without_a_usable_key_still_works() -> None:
    class Short(FormKeyMixin, PortalForm):
        pass

    for sent in ({}, {"form_key": "nonsense"}):
        form = Short(sent)
        assert form.is_valid()
        assert isinstance(form.key, UUID)
