"""What a relative has chosen on the way to a time: plain values, carried in the address until the time is held."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from counselling.addresses import Address
from counselling.choices import Company, Mode, Purpose
from counselling.models import Appointment, CounsellorProfile, MeetingType, TravelTime
from counselling.models.load import full_for
from counselling.models.visits import full_days
from portal import clock
from portal.calendar.models import FreeDay, FreeTime, FreeTimesQuery, Resource
from portal.calendar.models.resource import ResourceQuerySet
from portal.database.questions import Question

INTERPRETER = "interpreter"
ROOM = "room"


def who_may_meet(person: Any) -> ResourceQuerySet:
    """Counsellors at work but those whom a person must not meet, by name."""
    people = Resource.objects.active().of_kind(Resource.Kind.COUNSELLOR).exclude(user__barred_from__person=person)
    return people.order_by("name").only("pk")


# Asked for each page of times: docs/decisions/request-cost.md
ALL_FOR = Question(lambda person: who_may_meet(person).filter(counsellor_profile__is_public=True))
ONE_FOR = Question(lambda person, counsellor: who_may_meet(person).filter(pk=counsellor))


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
    adds_load: bool = True  # a talk that only gets another time, or has no name, adds none
    address: Address | None = None  # of a home visit

    def query(self, starts_on: date, ends_on: date, now: datetime) -> FreeTimesQuery | None:
        """The question for free times on local days [starts_on, ends_on]; None when nobody could serve it.

        Staff may go below the notice and use every rule's times; relatives only what is kept for their purpose, and
        first talks only with counsellors below their ceiling.
        """
        meeting_type = self.meeting_type
        counsellors = [key for key in self.candidates if key not in self.full]
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
            travel_minutes=self.travel,
            full_days=self.full_days(starts_on, ends_on, now),
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

    @cached_property
    def travel(self) -> dict[UUID, int]:
        """Minutes on the way to this visit by counsellor, the same there and back; nobody travels to other talks."""
        if self.mode != Mode.HOME_VISIT:
            return {}
        return TravelTime.objects.minutes_of(self.candidates, self.address.postcode if self.address else "")

    def full_days(self, starts_on: date, ends_on: date, now: datetime) -> list[tuple[UUID, date]]:
        """On which days which counsellors can make no more home visits; of no meaning for other talks."""
        if self.mode != Mode.HOME_VISIT:
            return []
        return full_days(self.candidates, starts_on, ends_on, now, but=self.moves.pk if self.moves else None)

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
    def full(self) -> frozenset[UUID]:
        """Who has no room for one more first talk. Follow-ups go on; staff may name somebody all the same."""
        by_hand = self.is_staff and self.counsellor_id is not None
        if self.meeting_type.purpose != Purpose.FIRST or not self.adds_load or self.moves is not None or by_hand:
            return frozenset()
        return full_for(self.meeting_type.weight, clock.now())

    @property
    def would_be_over(self) -> bool:
        """Whether staff name a counsellor who has no room: then they say why."""
        is_first = self.meeting_type.purpose == Purpose.FIRST and self.adds_load
        return is_first and self.counsellor_id in full_for(self.meeting_type.weight, clock.now())

    @property
    def are_all_full(self) -> bool:
        """Whether nobody who could be had has room: then there is the waiting list."""
        return bool(self.full and self.candidates) and self.full.issuperset(self.candidates)

    @cached_property
    def speakers(self) -> frozenset[UUID]:
        """The counsellors who speak the language wished for: with them no interpreter is taken from somebody else."""
        return CounsellorProfile.objects.speakers(self.interpreter_language)

    def counsellors(self) -> list[UUID]:
        """The counsellor wished for, or all who take bookings; staff also find those whom relatives don't."""
        if self.person_id is not None and not self.is_staff:
            one = self.counsellor_id
            found = ALL_FOR.all(self.person_id) if one is None else ONE_FOR.all(self.person_id, one)
            return [row.pk for row in found]
        people = Resource.objects.active().of_kind(Resource.Kind.COUNSELLOR).order_by("name").only("pk")
        if self.person_id is not None:
            people = who_may_meet(self.person_id)
        if self.counsellor_id is not None:
            people = people.filter(pk=self.counsellor_id)
        elif not self.is_staff:
            people = people.filter(counsellor_profile__is_public=True)
        return [row.pk for row in people]

    def interpreters(self) -> list[UUID]:
        """Interpreters of the language wished for."""
        known = Resource.objects.active().of_kind(Resource.Kind.INTERPRETER).speaking(self.interpreter_language)
        return list(known.order_by("name").values_list("pk", flat=True))

    def rooms(self) -> list[UUID]:
        """Rooms a talk can take place in."""
        return list(Resource.objects.active().of_kind(Resource.Kind.ROOM).order_by("name").values_list("pk", flat=True))
