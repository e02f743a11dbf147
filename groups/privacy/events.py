"""Events, dates and places: public by nature; a speaker is a person who agreed to stand on the programme."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from groups.models import Occurrence, OnlineAccess, Speaker
from groups.privacy.over import ended
from portal.privacy.registry import Basis, Field, Period, each, none, ordinary, secret, technical

WORK = "as long as the event stands in the archive"
AFTER = "30 days after the last date"
WAY_IN = "14 days after the date"

FIELDS: dict[str, dict[str, Field]] = {
    "Venue": each(
        none(),
        "id name street postcode town arrival step_free hearing_loop accessible_wc lift parking public_transport "
        "is_active version",
    ),
    "Campaign": each(none(), "id slug title summary starts_on ends_on hosts is_published version"),
    "Event": {
        **each(
            none(),
            "id slug kind audience publication publish_at published_at unpublish_at sensitivity title discreet_title "
            "summary body easy_read language attendance registration registration_opens_at registration_closes_at "
            "max_party questions may_ask_respite may_ask_transport is_captioned has_sign_interpreter topics campaign "
            "co_organiser host is_template retention_days series_rule created_at version",
        ),
        **each(ordinary(WORK, Basis.CONSENT, export=False), "contact_name contact_phone contact_email"),
        "organiser": technical(WORK),
        "changed_by": technical(WORK),
    },
    "EventImage": each(none(), "event content width height alt is_decorative digest"),
    "Occurrence": each(none(), "id event uid period zone venue room status status_says sequence version head_count"),
    "OnlineAccess": {"occurrence": none(), "address": secret(WAY_IN)},
    "Speaker": {
        **each(technical(WORK), "id event resource position"),
        **each(ordinary(WORK, Basis.CONSENT, export=False), "name title"),
        "email": ordinary(AFTER, Basis.CONSENT, export=False),
    },
    "SeatPool": each(none(), "id occurrence channel capacity overbook min_to_run waiting_limit taken"),
}
OWNERS: dict[str, tuple[str, ...]] = {}


def old_ways_in(before: datetime) -> models.QuerySet[Any]:
    """Links of meetings that are over."""
    return OnlineAccess.objects.filter(ended(before, "occurrence__"))


def told_for_the_last_time(before: datetime) -> models.QuerySet[Any]:
    """Speakers whose event has no date left: their address was kept to tell them of changes."""
    dates = Occurrence.objects.filter(event=OuterRef("event"))
    rows = Speaker.objects.exclude(email="").filter(Exists(dates))
    return rows.exclude(Exists(dates.exclude(ended(before))))


PERIODS = (
    Period("groups.ways_in", "Links to take part online", timedelta(days=14), old_ways_in),
    Period(
        "groups.speakers", "Addresses of those who spoke", timedelta(days=30), told_for_the_last_time,
        clear=("email",),
    ),
)  # fmt: skip
