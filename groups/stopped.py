"""Which evenings stand in a service stop, as its plan shows them."""

from datetime import datetime

from django.utils.translation import gettext as _

from groups.models import Occurrence, Registration, Venue
from portal.calendar.models import ServiceStop
from portal.calendar.stopping import Area, Touched


def find(stop: ServiceStop, now: datetime) -> list[Touched]:
    """The evenings as the plan shows them."""
    found = []
    dates = Occurrence.objects.stopped_by(stop, now)
    parties = Registration.objects.parties_by_date([date.pk for date in dates])
    for date in dates:
        access = getattr(date, "online_access", None)
        where = date.venue.name if date.venue else _("place not known yet")
        found.append(
            Touched(
                key=date.pk,
                version=date.version,
                starts_at=date.starts_at,
                says=f"{date.event.title} · {where}",
                people=parties.get(date.pk, 0),
                link=access.address if access else "",
            )
        )
    return found


def areas() -> list[Area]:
    """The places evenings are held at."""
    return [Area(venue.pk, venue.name) for venue in Venue.objects.active()]
