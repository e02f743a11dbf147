"""How the municipality presents itself, changed by its administrator."""

import io
import warnings
from typing import Any

from django.db import transaction
from PIL import Image, UnidentifiedImageError

from portal import clock
from portal.accounts.models import User
from portal.accounts.rules import Refusal, judge_colour
from portal.audit import actions as audit
from portal.design.models import Municipality
from portal.refusals import Refused

FIELDS = (
    "name",
    "short_name",
    "logo_alt",
    "colour",
    "phone_main",
    "phone_hours",
    "phone_hours_nb",
    "phone_hours_en",
    "counselling_phone",
    "acute_numbers",
    "address",
)
BIGGEST_BYTES = 1_000_000
BIGGEST_SIDE = 2000  # pixels, as uploaded
SHOWN_SIZE = (640, 200)  # pixels, as kept: twice what any page shows
FORMATS = ["PNG", "JPEG", "WEBP"]


def drawn_anew(upload: bytes) -> bytes:
    """The picture as a fresh PNG: nothing of the uploaded file but its pixels is kept.

    Refuses what is no picture, or too big to be a logo.
    """
    if len(upload) > BIGGEST_BYTES:
        raise Refused(Refusal.PICTURE_TOO_BIG)
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(upload), formats=FORMATS) as picture:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if max(picture.size) > BIGGEST_SIDE:
                raise Refused(Refusal.PICTURE_TOO_BIG)
            fresh = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused(Refusal.NOT_A_PICTURE) from error
    fresh.thumbnail(SHOWN_SIZE)
    out = io.BytesIO()
    fresh.save(out, "PNG", optimize=True)
    return out.getvalue()


@transaction.atomic
def change_municipality(
    *, by: User, values: dict[str, Any], logo: bytes | None = None, remove_logo: bool = False
) -> Municipality:
    """Save name, colour, numbers and logo.

    Refuses a colour on which white words can't be read, and a file that is no picture.
    """
    Municipality.objects.get_or_create(pk=1)
    municipality = Municipality.objects.select_for_update().get(pk=1)
    for field in FIELDS:
        if field in values:
            setattr(municipality, field, values[field])
    if refusal := judge_colour(municipality.colour):
        raise Refused(refusal)
    if logo is not None:
        municipality.logo, municipality.logo_type = drawn_anew(logo), "image/png"
    elif remove_logo:
        municipality.logo, municipality.logo_type = None, ""
    municipality.updated_at = clock.now()
    municipality.save()
    audit.record("accounts.municipality_changed", by=by, obj=municipality)
    transaction.on_commit(Municipality.objects.forget)
    return municipality
