"""Every template of ours: nothing inline, short enough, only icons that exist, only one h1 per page."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = sorted(settings.BASE_DIR.glob("templates/**/*.html"))
ICONS = set((settings.BASE_DIR / "portal" / "design" / "icons.txt").read_text().split())
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")|<style\b|\sstyle=|\son[a-z]+=\"|javascript:",
    re.I,
)
FOREIGN = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=\"(?:https?:)?//", re.I)
NAMED_ICON = re.compile(r"{%-?\s*icon\s+\"([a-z0-9-]+)\"")


def name_of(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_has_nothing_inline_and_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not INLINE.findall(text)
    assert not FOREIGN.findall(text)


def test_templates_are_short() -> None:
    long = {name_of(path): count for path in TEMPLATES if (count := len(path.read_text().splitlines())) > 120}
    assert not long


def test_every_icon_named_in_a_template_is_in_the_sheet() -> None:
    from portal.design.templatetags.dkfds import ICON_NAMES

    named = {name for path in TEMPLATES for name in NAMED_ICON.findall(path.read_text())}
    missing = {ICON_NAMES.get(name, name) for name in named} - ICONS
    assert not missing, "add them to portal/design/icons.txt and run `npm run build`"


def test_texts_written_anew_exist_in_every_language() -> None:
    folder = settings.BASE_DIR / "templates" / "front" / "prose"
    languages = {code for code, _ in settings.LANGUAGES}
    found: dict[str, set[str]] = {}
    for path in folder.glob("*.html"):
        name, language, _ = path.name.split(".")
        found.setdefault(name, set()).add(language)
    assert found
    assert all(written == languages for written in found.values()), found


def test_script_of_ours_uses_no_eval_and_no_markup_from_strings() -> None:
    for path in settings.BASE_DIR.glob("static/js/*.js"):
        text = path.read_text()
        assert not re.search(r"\beval\(|new Function|innerHTML|outerHTML|document\.write|insertAdjacentHTML", text), (
            path
        )


def test_each_fact_is_a_pair_of_its_own() -> None:
    """Without a div around each pair the style sheet has nothing to keep the words and their answer together with."""
    loose = {
        name_of(path)
        for path in TEMPLATES
        for facts in re.findall(r'<dl class="facts[^>]*>.*?</dl>', path.read_text(), re.DOTALL)
        if facts.count("<dt") != len(re.findall(r"<div[^>]*>\s*<dt", facts))
    }
    assert loose == set()
