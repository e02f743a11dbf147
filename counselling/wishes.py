"""What a relative has chosen on the way to a time: plain values, carried in the address until the time is held."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from counselling.choices import Company, Mode, Purpose
from counselling.models import Appointment, CounsellorProfile, MeetingType
from portal import clock
from portal.calendar.models import FreeDay, FreeTime, FreeTimesQuery, Resource

INTERPRETER = "interpreter"
ROOM = "room"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One talk somebody wants: what, how, with whom. Without counsellor: whoever is free."""

    meeting_type: MeetingType
    mode: str
    counsellor_id: UUID | None = None
    interpreter_language: str = ""
    company: str = Company.ALONE
    companion_name: str = ""
    wants_respite: bool = False
    moves: Appointment | None = None
    is_staff: bool = False
    person_id: UUID | None = None  # who it is for, once we know: nobody they must not meet is asked

    def query(self, starts_on: date, ends_on: date, now: datetime) -> FreeTimesQuery | None:
        """The question for free times on local days [starts_on, ends_on]; None when nobody could serve it.

        Staff may go below the notice and use every rule's times; relatives only what is kept for their purpose.
        """
        meeting_type = self.meeting_type
        counsellors = self.candidates
        interpreters = self.interpreters() if self.interpreter_language else None
        rooms = self.rooms() if self.mode == Mode.IN_PERSON else None
        if not counsellors or (interpreters == [] and not self.speakers) or rooms == []:
            return None
        return FreeTimesQuery(
            resource_ids=counsellors,
            starts_on=starts_on,
            ends_on=ends_on,
            duration_minutes=meeting_type.duration_minutes,
            buffer_after_minutes=meeting_type.buffer_after_minutes,
            step_minutes=meeting_type.step_minutes,
            mode=self.mode,
            purposes=tuple(Purpose.values) if self.is_staff else (meeting_type.purpose, Purpose.ANY),
            now=now,
            min_notice_minutes=0 if self.is_staff else int(meeting_type.notice(self.mode) / timedelta(minutes=1)),
            horizon_days=meeting_type.horizon_days,
            also_needs=interpreters,
            alone_ids=self.speakers,
            room_ids=rooms,
            except_held_for=self.moves.pk if self.moves else None,
        )

    def free_times(self, starts_on: date, ends_on: date, now: datetime) -> list[FreeTime]:
        """The free times on these local days, in order; one query (three with a room, four with an interpreter)."""
        query = self.query(starts_on, ends_on, now)
        times = Resource.objects.free_times(query) if query else []
        return [time for time in times if time.start != self.has_already]

    def free_days(self, starts_on: date, ends_on: date, now: datetime) -> list[FreeDay]:
        """The days with free times and how many, in order."""
        query = self.query(starts_on, ends_on, now)
        days = Resource.objects.free_days(query) if query else []
        if self.has_already is None:
            return days
        own = self.has_already.astimezone(clock.zone()).date()
        left = {on: len({time.start for time in self.free_times(own, own, now)}) if on == own else n for on, n in days}
        return [FreeDay(on, count) for on, count in left.items() if count]

    @property
    def has_already(self) -> datetime | None:
        """The time a talk that moves has now: free, since it does not stand in its own way, but no new time."""
        return self.moves.starts_at if self.moves else None

    @cached_property
    def candidates(self) -> list[UUID]:
        """Whose times are asked for, who speaks the language first; one who left is passed over by the question."""
        if self.counsellor_id is not None and self.person_id is None:
            return [self.counsellor_id]
        return sorted(self.counsellors(), key=lambda key: key not in self.speakers)

    @cached_property
    def speakers(self) -> frozenset[UUID]:
        """The counsellors who speak the language wished for: with them no interpreter is taken from somebody else."""
        return CounsellorProfile.objects.speakers(self.interpreter_language)

    def counsellors(self) -> list[UUID]:
        """The counsellor wished for, or all who take bookings; staff also find those whom relatives don't."""
        people = Resource.objects.active().of_kind(Resource.Kind.COUNSELLOR)
        if self.counsellor_id is not None:
            people = people.filter(pk=self.counsellor_id)
        elif not self.is_staff:
            people = people.filter(counsellor_profile__is_public=True)
        if self.person_id is not None:
            people = people.exclude(user__barred_from__person=self.person_id)
        return list(people.order_by("name").values_list("pk", flat=True))

    def interpreters(self) -> list[UUID]:
        """Interpreters of the language wished for."""
        known = Resource.objects.active().of_kind(Resource.Kind.INTERPRETER).speaking(self.interpreter_language)
        return list(known.order_by("name").values_list("pk", flat=True))

    def rooms(self) -> list[UUID]:
        """Rooms a talk can take place in."""
        return list(Resource.objects.active().of_kind(Resource.Kind.ROOM).order_by("name").values_list("pk", flat=True))
