"""What is known of getting into a place, in the words of pages and posters."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from groups.choices import YesNoUnknown
from groups.models import Venue
from groups.models.venues import FACTS


def fact_words() -> dict[str, str]:
    """Each fact by what people call it."""
    return {
        "step_free": _("Without steps"),
        "hearing_loop": _("Hearing loop"),
        "accessible_wc": _("Accessible toilet"),
        "lift": _("Lift"),
        "parking": _("Parking"),
        "public_transport": _("Bus or train close by"),
    }


def facts_of(venue: Venue) -> list[tuple[str, str]]:
    """All facts of a place with what is known: also that we don't know yet."""
    words = fact_words()
    return [(words[fact], getattr(venue, f"get_{fact}_display")()) for fact in FACTS]


def there_is(venue: Venue) -> list[str]:
    """What a place has, for where there is little room."""
    words = fact_words()
    return [words[fact] for fact in FACTS if getattr(venue, fact) == YesNoUnknown.YES]


def there_is_not(venue: Venue) -> list[str]:
    """What it has not: somebody would come in vain."""
    words = fact_words()
    return [words[fact] for fact in FACTS if getattr(venue, fact) == YesNoUnknown.NO]


def venues_of(dates: Iterable[Any]) -> list[dict[str, Any]]:
    """Each place of some dates once, with what is known of getting in."""
    places = {one.date.venue.pk: one.date.venue for one in dates if one.date.venue}
    return [{"venue": place, "facts": facts_of(place)} for place in places.values()]
