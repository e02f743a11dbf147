"""Which talks, and which times being booked, stand in a service stop."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from counselling.choices import Mode, Status
from counselling.models import Appointment, Hold
from portal.calendar.models import Resource, ServiceStop
from portal.calendar.models.stops import OWN_SERVICE
from portal.calendar.stopping import Area, Touched
from portal.directory.models import Unit
from relatives.models import RelativeProfile

IN_PERSON = frozenset({Mode.IN_PERSON, Mode.HOME_VISIT})


def of_areas(stop: ServiceStop) -> Q:
    """Those whose counsellor belongs to a unit the stop names; all when it names none."""
    if not stop.areas:
        return Q()
    named = Q(counsellor__unit_ref__in=stop.areas)
    return named | Q(counsellor__unit_ref=None) if OWN_SERVICE in stop.areas else named


def talks_in(stop: ServiceStop, now: datetime) -> QuerySet[Appointment]:
    """Live talks in person that have not begun and lie in the stop."""
    rows = Appointment.objects.live().filter(of_areas(stop), mode__in=IN_PERSON, starts_at__gt=now)
    rows = rows.filter(starts_at__lt=stop.ends_at, ends_at__gt=stop.starts_at).exclude(status=Status.CHECKED_IN)
    return rows.order_by("starts_at")


def held_in(stop: ServiceStop) -> QuerySet[Hold]:
    """Times in person that somebody keeps while filling in."""
    rows = Hold.objects.filter(of_areas(stop), mode__in=IN_PERSON)
    return rows.filter(starts_at__lt=stop.ends_at, ends_at__gt=stop.starts_at)


def strays_in(stop: ServiceStop, now: datetime) -> QuerySet[Appointment]:
    """Talks in person in a stop that were made after it."""
    return talks_in(stop, now).filter(created_at__gte=stop.made_at)


def finder(mode: str) -> Callable[[ServiceStop, datetime], list[Touched]]:
    """Finds the talks of one way to meet."""

    def find(stop: ServiceStop, now: datetime) -> list[Touched]:
        talks = list(talks_in(stop, now).filter(mode=mode).select_related("booked_by", "counsellor", "meeting_type"))
        profiles = RelativeProfile.objects.of_people([talk.booked_by_id for talk in talks])
        return [touched(talk, profiles.get(talk.booked_by_id)) for talk in talks]

    return find


def touched(talk: Appointment, profile: RelativeProfile | None) -> Touched:
    """A talk as the plan shows it."""
    has_phone = profile is not None and profile.has_phone
    return Touched(
        key=talk.pk,
        version=talk.version,
        starts_at=talk.starts_at,
        says=f"{talk.booked_by} · {talk.meeting_type.name} · {talk.counsellor.name}",
        people=1,
        note="" if has_phone else _("No phone number. The counsellor gets a task to find one."),
    )


def areas() -> list[Area]:
    """The units whose counsellors can be stopped, our own service first."""
    refs = set(Resource.objects.active().of_kind(Resource.Kind.COUNSELLOR).values_list("unit_ref", flat=True))
    found = []
    if None in refs:
        own = Unit.objects.counselling()
        found.append(Area(OWN_SERVICE, own.name if own else _("Counselling service")))
    units = Unit.objects.for_list().in_bulk([ref for ref in refs if ref])
    return found + [Area(unit.pk, unit.name) for unit in units.values()]
