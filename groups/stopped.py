"""Which evenings stand in a service stop."""

from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from groups.choices import Attendance, OccurrenceStatus, Publication
from groups.models import Occurrence, Venue
from groups.models.registrations import LIVE
from portal.calendar.models import ServiceStop
from portal.calendar.stopping import Area, Touched


def dates_in(stop: ServiceStop, now: datetime) -> list[Occurrence]:
    """Dates where people meet, that take place and have not begun; drafts are nobody's yet. One query."""
    met = ~Q(event__attendance=Attendance.ONLINE) & ~Q(status=OccurrenceStatus.MOVED_ONLINE)
    rows = Occurrence.objects.taking_place(now).filter(met, period__startswith__gt=now)
    rows = rows.filter(event__publication__in=[Publication.PUBLISHED, Publication.SCHEDULED])
    rows = rows.filter(period__overlap=stop.period)
    if stop.areas:
        rows = rows.filter(venue_id__in=stop.areas)
    signed_up = Count("pools__registrations", filter=Q(pools__registrations__state__in=LIVE))
    return list(rows.select_related("event", "venue", "online_access").annotate(parties=signed_up))


def find(stop: ServiceStop, now: datetime) -> list[Touched]:
    """The evenings as the plan shows them."""
    found = []
    for date in dates_in(stop, now):
        parties: int = date.parties  # type: ignore[attr-defined]  # counted with it
        access = getattr(date, "online_access", None)
        where = date.venue.name if date.venue else _("place not known yet")
        found.append(
            Touched(
                key=date.pk,
                version=date.version,
                starts_at=date.starts_at,
                says=f"{date.event.title} · {where}",
                people=parties,
                link=access.address if access else "",
            )
        )
    return found


def areas() -> list[Area]:
    """The places evenings are held at."""
    return [Area(venue.pk, venue.name) for venue in Venue.objects.active()]
