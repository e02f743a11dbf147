"""Takes a picture of a page: all of it, in few colours, small enough for a README."""

import io
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from tests.pages.demo import PHONE, WIDE

SIZES: dict[str, dict[str, Any]] = {"phone": PHONE, "desktop": WIDE}
TALLEST = {"phone": 2600, "desktop": 2400}  # CSS pixels; what lies below is said by the page above
COLOURS = 255
APART = 9  # in one of red, green and blue; Pillow looks a colour up in steps of 8


class Camera:
    """Writes into one folder and remembers what it wrote."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written: list[Path] = []
        folder.mkdir(parents=True, exist_ok=True)

    def shoot(self, page: Page, name: str, size: str) -> Path:
        """One picture: <name>-<size>.png."""
        page.evaluate("document.activeElement && document.activeElement.blur()")
        page.wait_for_load_state("networkidle")
        extent = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": extent[0], "height": min(extent[1], TALLEST[size])}
        taken = page.screenshot(full_page=True, clip=clip, animations="disabled")  # type: ignore[arg-type]
        path = self.folder / f"{name}-{size}.png"
        small(taken).save(path, optimize=True)
        self.written.append(path)
        return path


def small(png: bytes) -> Image.Image:
    """The same picture in its 255 commonest colours: a third of the bytes, and nobody sees it."""
    with Image.open(io.BytesIO(png)) as picture:
        plain = picture.convert("RGB")
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in commonest(plain) for part in colour])
    return plain.quantize(palette=palette, dither=Image.Dither.NONE)


def commonest(plain: Image.Image) -> list[tuple[int, int, int]]:
    """The colours that are seen most and can be told apart, white and a small green dot among them."""
    counted = plain.getcolors(plain.width * plain.height) or []
    chosen: list[tuple[int, int, int]] = []
    for _count, colour in sorted(counted, reverse=True):  # type: ignore[type-var]  # pixels of RGB are tuples
        if all(max(abs(a - b) for a, b in zip(colour, other, strict=True)) >= APART for other in chosen):  # type: ignore[arg-type]
            chosen.append(colour)  # type: ignore[arg-type]
        if len(chosen) == COLOURS:
            break
    return chosen
