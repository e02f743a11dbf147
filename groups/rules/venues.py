"""What may happen with a place. Pure."""

from enum import StrEnum


class VenueRefusal(StrEnum):
    """Why a place's action says no."""

    VENUE_NAME_TAKEN = "venue_name_taken"
    VENUE_STALE = "venue_stale"
