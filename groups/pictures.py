"""A picture is never kept as it came: it is decoded, turned upright, made no larger than needed, and written anew.

What a camera hides in a file (place, time, the phone's name) is gone with it.
"""

import io
from dataclasses import dataclass
from hashlib import sha256

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_EDGE = 1600
FORMATS = ("JPEG", "PNG", "WEBP")


class NotAPicture(ValueError):
    """It can't be read as one."""


class TooLarge(ValueError):
    """Too many bytes or pixels: a picture that would fill the memory of the server."""


@dataclass(frozen=True)
class Picture:
    """A picture of ours."""

    content: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        """Of its bytes: its address changes when it does."""
        return sha256(self.content).hexdigest()


def rewritten(data: bytes) -> Picture:
    """The picture written anew as JPEG. Raises NotAPicture or TooLarge. Pixels are counted before they are decoded."""
    if len(data) > LARGEST_FILE:
        raise TooLarge
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise TooLarge
            upright = ImageOps.exif_transpose(opened)
            flat = upright.convert("RGBA")
            flat.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    except Image.DecompressionBombError as error:
        raise TooLarge from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombWarning) as error:
        if isinstance(error, TooLarge):
            raise
        raise NotAPicture from error
    paper = Image.new("RGB", flat.size, "white")  # what shines through becomes white
    paper.paste(flat, mask=flat.getchannel("A"))
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=84, optimize=True, progressive=True)
    return Picture(out.getvalue(), paper.width, paper.height)
