"""What a first visit costs over the wire: at most 150 KiB, the next page at most 20 KiB."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

KIB = 1024
ASSET = re.compile(r'(?:href|src)="/static/([^"#?]+)')


def built(name: str) -> Path:
    found = finders.find(name)
    assert found, f"{name} is missing: run `npm run build`"
    return Path(found)


def weight(name: str) -> int:
    """Bytes over the wire: fonts are compressed already, the rest goes through brotli (quality 11, as WhiteNoise)."""
    content = built(name).read_bytes()
    return len(content) if name.endswith((".woff2", ".png")) else len(brotli.compress(content))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["front:front", "front:talk", "counselling:book", "account_login"])
def test_the_first_visit_is_light(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content
    assets = set(ASSET.findall(page.decode()))
    assert "css/portal.css" in assets
    icons_in_the_sheet = {
        f"img/svg-icons/{icon.name}" for icon in built("img/icons.svg").parent.glob("svg-icons/*.svg")
    }
    total = len(brotli.compress(page, quality=4)) + sum(weight(asset) for asset in assets | icons_in_the_sheet)
    assert total <= 150 * KIB, f"{total / KIB:.0f} KiB"


@pytest.mark.django_db
def test_the_next_page_is_lighter_still(client: Client) -> None:
    def visit(name: str) -> tuple[int, set[str]]:
        page = client.get(reverse(name), headers={"accept-encoding": "gzip"}).content
        return len(page), set(ASSET.findall(gzip.decompress(page).decode()))

    _, first = visit("front:front")
    for name in ("front:talk", "front:privacy", "counselling:book", "counselling:call_me", "account_login"):
        sent, assets = visit(name)
        total = sent + sum(weight(asset) for asset in assets - first)
        assert total <= 20 * KIB, f"{name}: {total / KIB:.1f} KiB, new: {assets - first}"


def test_fonts_are_the_latin_ones_and_come_from_here() -> None:
    sheet = built("css/portal.css").read_text()
    addresses = re.findall(r"url\(([^)]+)\)", sheet)
    assert addresses
    assert all(address.strip("\"'").startswith("../") for address in addresses)
    assert all(
        (settings.BASE_DIR / "static_built" / "css" / address.strip("\"'")).resolve().exists() for address in addresses
    )
