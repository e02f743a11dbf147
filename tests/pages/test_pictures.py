"""The documents' pictures: few enough to look through, and every job has one."""

import re

from tests.pages.catalogue import PAGES
from tests.screenshots.__main__ import FOLDER, MOST_PICTURES, ROOT, wanted
from tests.screenshots.story import TOLD

SIZES = ("phone", "desktop")
MAIN_JOBS = {
    "book-3-when": "phone",
    "my-page": "phone",
    "counsellor-day": "desktop",
    "counsellor-cases": "desktop",
    "counsellor-notes": "desktop",
    "log-a-call": "desktop",
    "waiting-list": "desktop",
    "lead-load": "desktop",
    "evenings": "phone",
    "organiser-board": "desktop",
}


def planned() -> set[str]:
    """The files that `make screenshots` writes."""
    pages = {f"{look.picture}-{size}" for look in PAGES for size in SIZES if wanted(look, size, [], every=False)}
    return pages | {f"{name}-phone" for name in TOLD}


def test_the_pictures_are_as_few_as_the_rule_says() -> None:
    assert 30 < len(planned()) <= MOST_PICTURES, sorted(planned())


def test_every_main_job_has_its_picture() -> None:
    assert {f"{name}-{size}" for name, size in MAIN_JOBS.items()} <= planned()


def test_the_readme_shows_pictures_that_are_taken() -> None:
    shown = set(re.findall(rf"{FOLDER.relative_to(ROOT)}/([\w-]+)\.png", (ROOT / "README.md").read_text()))
    assert shown and shown <= planned(), sorted(shown - planned())
