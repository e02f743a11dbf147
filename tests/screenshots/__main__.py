"""`make screenshots`, or `python -m tests.screenshots [--every-page FOLDER] [NAME …]`.

docs/screenshots gets relatives' pages as a phone shows them and staff's as a desk does. With --every-page each page of
the catalogue is taken in both sizes into another folder, to be looked at after a change of the design.
"""

import argparse
import os
import sys
import time
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, sync_playwright

from tests.screenshots.house import ROOT, House, house

if TYPE_CHECKING:
    from tests.pages.catalogue import Look
    from tests.screenshots.camera import Camera

FOLDER = ROOT / "docs" / "screenshots"
ALSO_ON_A_DESK = {"front"}
ALSO_IN_A_HAND = {"counsellor-day"}
MOST_BYTES = 4 * 1024 * 1024
MOST_PICTURES = 40


def wanted(look: "Look", size: str, names: list[str], *, every: bool) -> bool:
    """Whether this page has a picture of this size."""
    name = name_of(look)
    if every:
        return not names or name in names
    is_ours = size == "phone" if is_for_relatives(look) else size == "desktop"
    also = ALSO_ON_A_DESK if size == "desktop" else ALSO_IN_A_HAND
    return bool(look.picture) and (is_ours or name in also) and (not names or name in names)


def is_for_relatives(look: "Look") -> bool:
    """Relatives and those who are nobody yet have the portal in their hand."""
    from tests.pages.catalogue import NOBODY, RELATIVE

    return look.who in {NOBODY, RELATIVE}


def name_of(look: "Look") -> str:
    """The file's name; a page without a place in the documents is named by its address."""
    return look.picture or look.name.replace(":", "-").replace("_", "-")


def walk(browser: Browser, at: House, camera: "Camera", size: str, looks: "list[Look]") -> None:
    """Every page of one size, one window per person."""
    from tests.pages.demo import window
    from tests.screenshots.camera import SIZES

    for who, theirs in groupby(sorted(looks, key=lambda look: look.who), key=lambda look: look.who):
        with window(browser, at.url, who, SIZES[size]) as page:
            for look in theirs:
                answer = page.goto(at.url + look.path())
                if answer is None or answer.status != look.status:
                    raise SystemExit(f"{look.title} answers {answer.status if answer else 'nothing'}.")
                camera.shoot(page, name_of(look), size)


def take(at: House, folder: Path, names: list[str], *, every: bool) -> "list[Path]":
    """All pictures."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop lives in this thread; nothing here is async
    django.setup()
    from tests.journeys.conftest import ARGUMENTS, CHROMIUM
    from tests.pages.catalogue import PAGES
    from tests.screenshots import story
    from tests.screenshots.camera import Camera

    camera = Camera(folder)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for size in ("phone", "desktop"):
            walk(browser, at, camera, size, [look for look in PAGES if wanted(look, size, names, every=every)])
            if (every or size == "phone") and (not names or "story" in names):
                story.tell(browser, at, camera, size)
        browser.close()
    return camera.written


def main() -> None:
    """Take them, remove pictures of pages that are gone, say how much it is."""
    reader = argparse.ArgumentParser(prog="make screenshots")
    reader.add_argument("--every-page", type=Path)
    reader.add_argument("names", nargs="*")
    asked = reader.parse_args()
    began = time.monotonic()
    with house() as at:
        written = take(at, asked.every_page or FOLDER, asked.names, every=bool(asked.every_page))
    if not asked.every_page and not asked.names:
        for gone in set(FOLDER.glob("*.png")) - set(written):
            gone.unlink()
    size = sum(path.stat().st_size for path in written)
    print(f"{len(written)} pictures, {size / 1024:.0f} kB, {time.monotonic() - began:.0f} s")
    if not asked.every_page and (size > MOST_BYTES or len(written) > MOST_PICTURES):
        sys.exit("The documents' pictures are too many or too large.")


if __name__ == "__main__":
    main()
