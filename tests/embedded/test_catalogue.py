"""The message catalogue: merging parts, reading sources, and what the check finds."""

import gettext
from pathlib import Path

import pytest

from portal.management import catalogue

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    """An empty folder of catalogues."""
    (tmp_path / "locale" / "da" / "parts").mkdir(parents=True)
    return tmp_path / "locale"


def part(locale: Path, name: str, text: str) -> None:
    """One part of the Danish catalogue."""
    (locale / "da" / "parts" / f"{name}.po").write_text(HEAD + text, encoding="utf-8")


def source(tmp_path: Path, name: str, text: str) -> dict[catalogue.Key, catalogue.Source]:
    """What is extracted from one file of a project."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return catalogue.extract(tmp_path)


def compiled(locale: Path) -> gettext.GNUTranslations:
    """The compiled Danish catalogue."""
    with (locale / "da" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_parts_are_merged_with_contexts_and_plurals(locale: Path) -> None:
    part(locale, "one", 'msgid "May"\nmsgstr "Må"\n')
    part(locale, "two", 'msgctxt "month"\nmsgid "May"\nmsgstr "maj"\n\nmsgid "May"\nmsgstr "Må"\n')
    part(
        locale,
        "three",
        'msgid "%(n)s place"\nmsgid_plural "%(n)s places"\nmsgstr[0] "en plads"\nmsgstr[1] "%(n)s pladser"\n',
    )
    assert catalogue.compile_language("da", locale) == []
    danish = compiled(locale)
    assert (danish.gettext("May"), danish.pgettext("month", "May")) == ("Må", "maj")
    assert danish.ngettext("%(n)s place", "%(n)s places", 4) == "%(n)s pladser"


def test_the_same_parts_give_the_same_file_and_leave_it_alone(locale: Path) -> None:
    part(locale, "one", 'msgid "Yes"\nmsgstr "Ja"\n')
    catalogue.compile_language("da", locale)
    made = (locale / "da" / "LC_MESSAGES" / "django.mo").stat().st_mtime_ns
    catalogue.compile_language("da", locale)
    assert (locale / "da" / "LC_MESSAGES" / "django.mo").stat().st_mtime_ns == made


def test_two_translations_of_one_message_are_refused_with_both_files(locale: Path) -> None:
    part(locale, "one", 'msgid "Book"\nmsgstr "Book"\n')
    part(locale, "two", 'msgid "Book"\nmsgstr "Bestil"\n')
    [error] = catalogue.compile_language("da", locale)
    assert "one.po" in error
    assert "two.po" in error
    assert compiled(locale).gettext("Book") == "Book"


def test_two_translations_within_one_part_are_refused_too(locale: Path) -> None:
    part(locale, "one", 'msgid "Book"\nmsgstr "Book"\n\nmsgid "Book"\nmsgstr "Bestil"\n')
    assert len(catalogue.compile_language("da", locale)) == 1


def test_an_empty_entry_never_hides_a_translation(locale: Path) -> None:
    part(locale, "one", 'msgid "Yes"\nmsgstr ""\n')
    part(locale, "two", 'msgid "Yes"\nmsgstr "Ja"\n')
    assert catalogue.compile_language("da", locale) == []
    assert compiled(locale).gettext("Yes") == "Ja"


def test_a_file_that_is_no_catalogue_is_named(locale: Path) -> None:
    part(locale, "broken", 'msgid "Yes\n')
    with pytest.raises(SystemExit, match=r"broken\.po can't be read"):
        catalogue.compile_language("da", locale)


def test_strings_are_found_in_python(tmp_path: Path) -> None:
    found = source(
        tmp_path,
        "portal/forms.py",
        'A = _("one " "two")\nB = pgettext_lazy("url", "book/")\nC = ngettext("%(n)d a", "%(n)d b", 3)\nD = _(A)\n',
    )
    assert set(found) == {("", "one two"), ("url", "book/"), ("", "%(n)d a")}
    assert found["", "%(n)d a"].plural == "%(n)d b"
    assert found["url", "book/"].places == ["portal/forms.py:2"]


def test_strings_are_found_in_templates_as_django_looks_them_up(tmp_path: Path) -> None:
    found = source(
        tmp_path,
        "templates/front/front.html",
        '{% load i18n %}\n   {% translate "Hello" %} it\'s (\n {% blocktranslate trimmed count n=c with who=b %}\n'
        "   One place\n   for {{ who }}\n {% plural %}\n   {{ n }} places\n {% endblocktranslate %}\n"
        '<a title="{% translate "May" context "month" %}">{{ _("Inline")|upper }}</a>\n'
        "{% blocktranslate %}100 % of\n{{ who }}{% endblocktranslate %}\n",
    )
    assert set(found) == {
        ("", "Hello"),
        ("", "One place for %(who)s"),
        ("month", "May"),
        ("", "Inline"),
        ("", "100 %% of\n%(who)s"),
    }
    assert found["", "One place for %(who)s"].plural == "%(n)s places"
    assert found["month", "May"].places == ["templates/front/front.html:9"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("", "has no translation"),
        ('msgid "Hello {name}"\nmsgstr ""\n', "has no translation"),
        ('#, fuzzy\nmsgid "Hello {name}"\nmsgstr "Hej {name}"\n', "is fuzzy"),
        ('msgid "Hello {name}"\nmsgstr "Hej {navn}"\n', "has the fields ['navn'] where the source has ['name']"),
        ('msgid "Hello {name}"\nmsgstr "Hej"\n', "has the fields [] where the source has ['name']"),
        ('msgid "Hello {name}"\nmsgid_plural "Hellos"\nmsgstr[0] "Hej {name}"\nmsgstr[1] "Hej"\n', "has the plural"),
    ],
)
def test_the_check_names_what_must_be_mended_and_where_it_stands(
    tmp_path: Path, locale: Path, entry: str, words: str
) -> None:
    sources = source(tmp_path, "portal/forms.py", 'A = _("Hello {name}")\n')
    part(locale, "one", entry)
    [error], notes = catalogue.check_language("da", sources, locale)
    assert words in error
    assert notes == []
    assert "portal/forms.py:1" in error or "plural" in error


def test_the_singular_need_not_say_the_number_but_the_plural_must(tmp_path: Path, locale: Path) -> None:
    sources = source(tmp_path, "portal/forms.py", 'A = ngettext("%(n)d place", "%(n)d places", 2)\n')
    both = 'msgid "%(n)d place"\nmsgid_plural "%(n)d places"\nmsgstr[0] "en plads"\nmsgstr[1] "{}"\n'
    part(locale, "one", both.format("%(n)d pladser"))
    assert catalogue.check_language("da", sources, locale) == ([], [])
    part(locale, "one", both.format("flere pladser"))
    assert len(catalogue.check_language("da", sources, locale)[0]) == 1


def test_entries_nothing_uses_are_reported_unless_a_library_has_them(tmp_path: Path, locale: Path) -> None:
    part(locale, "one", 'msgid "Old"\nmsgstr "Gammel"\n\n# library: allauth\nmsgid "Sign In"\nmsgstr "Log ind"\n')
    (tmp_path / "portal").mkdir()
    errors, notes = catalogue.check_language("da", catalogue.extract(tmp_path), locale)
    assert errors == []
    assert len(notes) == 1
    assert '"Old"' in notes[0]


def test_extract_adds_each_missing_string_once_to_its_own_areas_part(tmp_path: Path, locale: Path) -> None:
    sources = source(
        tmp_path, "templates/counselling/book.html", '{% load i18n %}{% translate "Say \'hi\'" context "x" %}'
    )
    assert catalogue.add_missing("da", sources, locale) == 1
    assert catalogue.add_missing("da", sources, locale) == 0
    assert 'msgctxt "x"\nmsgid "Say \'hi\'"' in (locale / "da" / "parts" / "counselling.po").read_text()
