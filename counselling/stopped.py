"""Which talks stand in a service stop, as its plan shows them."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from counselling.models import Appointment
from portal.calendar.models import Resource, ServiceStop
from portal.calendar.models.stops import OWN_SERVICE
from portal.calendar.stopping import Area, Touched
from portal.directory.models import Unit
from relatives.models import RelativeProfile


def finder(mode: str) -> Callable[[ServiceStop, datetime], list[Touched]]:
    """Finds the talks of one way to meet."""

    def find(stop: ServiceStop, now: datetime) -> list[Touched]:
        talks = list(Appointment.objects.stopped_by(stop, now).in_mode(mode).for_list())
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
