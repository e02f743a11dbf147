"""What stands in a counsellor's calendar while they are away, and who of the colleagues could take each talk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from counselling.allocating import candidates, topics_of, words_of
from counselling.choices import Purpose
from counselling.models import Appointment, ConflictOfInterest, CounsellorProfile, NamelessTalk, PhoneDuty
from counselling.models.visits import NOBODY
from counselling.rules import absences as rules
from counselling.rules.allocation import Need, propose
from counselling.visit_choices import LONGEST_WAY
from counselling.visit_ways import ways_to
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import ExternalBusy, Occupancy, Resource
from portal.worklist.models import Task
from relatives import rules as contact
from relatives.models import RelativeProfile

Spans = list[tuple[datetime, datetime]]
FARTHEST = timedelta(minutes=LONGEST_WAY)
OUTSIDE = {contact.Channel.EMAIL, contact.Channel.SMS}


@dataclass(frozen=True)
class Affected:
    """One talk, and what could be done with it."""

    talk: Appointment
    is_urgent: bool
    is_reachable: bool  # by e-mail or SMS
    has_email: bool
    colleagues: list[Resource]  # the one to ask first stands first
    why: dict[UUID, str]  # what speaks for each of them, in words

    @property
    def proposed(self) -> str:
        """What the page ticks from the start: move:<calendar>, offer or ring."""
        kind = rules.proposed(
            has_colleague=bool(self.colleagues), is_reachable=self.is_reachable, is_urgent=self.is_urgent
        )
        return f"move:{self.colleagues[0].pk}" if kind == "move" else kind


@dataclass(frozen=True)
class Hit:
    """All that an absence touches."""

    talks: list[Affected]
    nameless: list[tuple[NamelessTalk, list[Resource]]]
    duty: list[PhoneDuty]
    tasks: int

    @property
    def urgent(self) -> int:
        """How many can't wait."""
        return sum(one.is_urgent for one in self.talks)

    @property
    def without_email(self) -> int:
        """How many can't be reached by e-mail."""
        return sum(not one.has_email for one in self.talks)

    @property
    def keys(self) -> list[tuple[UUID, int]]:
        """Each talk with its version."""
        return [(one.talk.pk, one.talk.version) for one in self.talks] + [(one.pk, 0) for one, _free in self.nameless]


def talks_within(resource: Resource, start: datetime, end: datetime, now: datetime) -> list[Appointment]:
    """The live talks that have not begun and stand in the period."""
    rows = Appointment.objects.of_resource(resource.pk).live().filter(starts_at__gt=now, starts_at__lt=end)
    rows = rows.filter(ends_at__gt=start).exclude(status="checked_in").order_by("starts_at")
    return list(rows.select_related("meeting_type", "booked_by", "counsellor__user", "interpreter", "room", "case"))


def hit_by(resource: Resource, start: datetime, end: datetime, now: datetime) -> Hit:
    """What an absence touches; a constant number of queries, whatever stands there."""
    talks = talks_within(resource, start, end, now)
    unnamed = NamelessTalk.objects.of_resource(resource.pk).live().filter(starts_at__gt=now, starts_at__lt=end)
    nameless = list(unnamed.filter(ends_at__gt=start).select_related("meeting_type"))
    free = free_colleagues(resource, talks, nameless, now)
    ranked = by_load(talks, nameless, free, now)
    profiles = RelativeProfile.objects.of_people([talk.booked_by_id for talk in talks])
    duty = list(PhoneDuty.objects.from_moment(now).filter(user=resource.user, starts_at__lt=end, ends_at__gt=start))
    tasks = Task.objects.open().filter(assigned_to=resource.user, due_at__lt=end).count()
    found = []
    for talk in talks:
        profile = profiles.get(talk.booked_by_id)
        channels = set(contact.channels_for(profile, now, contact.Purpose.CHANGE)) if profile else {"email"}
        found.append(
            Affected(
                talk=talk,
                is_urgent=rules.is_urgent(purpose=talk.meeting_type.purpose, starts_at=talk.starts_at, now=now),
                is_reachable=bool(channels & OUTSIDE) and bool(talk.booked_by.email or "sms" in channels),
                has_email=contact.Channel.EMAIL in channels and bool(talk.booked_by.email),
                colleagues=[one for one, _why in ranked[talk.pk]],
                why={one.pk: why for one, why in ranked[talk.pk]},
            )
        )
    return Hit(found, [(one, [free for free, _why in ranked[one.pk]]) for one in nameless], duty, tasks)


def colleagues_of(resource: Resource) -> list[Resource]:
    """The other counsellors with a calendar in use, by name."""
    rows = Resource.objects.active().of_kind(Resource.Kind.COUNSELLOR).exclude(pk=resource.pk)
    rows = rows.filter(user__is_active=True, user__role_assignments__role="counsellor")
    return list(rows.select_related("user").order_by("name"))


def free_colleagues(
    resource: Resource, talks: Sequence[Appointment], nameless: Sequence[NamelessTalk], now: datetime
) -> dict[UUID, list[Resource]]:
    """For each talk the colleagues who work then, are free, speak the language, have no conflict. Six queries.

    To a home visit the way there and back counts too, and how many visits the day holds: five more, however many.
    """
    asked: list[Appointment | NamelessTalk] = [*talks, *nameless]
    people = colleagues_of(resource)
    if not asked or not people:
        return {talk.pk: [] for talk in asked}
    keys, zone = [one.pk for one in people], clock.zone()
    ways = ways_to(talks, people, now)
    first, last = min(talk.starts_at for talk in asked) - FARTHEST, max(map(free_until, asked)) + FARTHEST
    days = first.astimezone(zone).date(), last.astimezone(zone).date()
    planned = Resource.objects.planned(keys, *days)
    blocked: dict[UUID, Spans] = {key: [] for key in keys}
    taken = Occupancy.objects.blocking(now).touching(first, last).of_resources(keys)
    busy = ExternalBusy.objects.touching(first, last).filter(resource_id__in=keys)
    for row in [*taken, *busy]:
        blocked[row.resource_id].append((row.period.lower, row.period.upper))
    barred = set(
        ConflictOfInterest.objects.filter(
            worker__in=[one.user_id for one in people], person__in=[talk.booked_by_id for talk in talks]
        ).values_list("worker_id", "person_id")
    )
    speaks = dict(CounsellorProfile.objects.filter(resource__in=keys).values_list("resource_id", "languages"))
    return {
        talk.pk: [
            one
            for one in people
            if is_free(talk, ways.to(talk, one), planned[one.pk], blocked[one.pk])
            and ways.has_room(talk, one)
            and (not isinstance(talk, Appointment) or suits(one, talk, barred, speaks.get(one.pk, [])))
        ]
        for talk in asked
    }


def is_free(talk: Appointment | NamelessTalk, way: timedelta, planned: Spans, blocked: Spans) -> bool:
    """Whether somebody works while the talk lasts, with the way there and back, and has nothing else then."""
    begins, ends = talk.starts_at - way, talk.ends_at + way
    works = any(begin <= begins and ends <= end for begin, end in planned)
    return works and not any(begin < free_until(talk) + way and begins < end for begin, end in blocked)


def by_load(
    talks: Sequence[Appointment],
    nameless: Sequence[NamelessTalk],
    free: dict[UUID, list[Resource]],
    now: datetime,
) -> dict[UUID, list[tuple[Resource, str]]]:
    """Each talk's free colleagues, whom to ask first: language, who knows the person, who knows the subject, then the
    lowest share of what they can carry; with why, in words. One query. Who has no profile yet comes last.
    """
    asked: list[Appointment | NamelessTalk] = [*talks, *nameless]
    if not any(free.values()):
        return {talk.pk: [] for talk in asked}
    known = candidates(now, [NOBODY, *(talk.booked_by_id for talk in talks)])
    found = {}
    for talk in asked:
        here = {one.user_id: one for one in free[talk.pk]}
        ranked = propose(need_of_talk(talk), [each for _user, each in known if each.worker_id in here])
        first = [(here.pop(one.candidate.worker_id), words_of(one)) for one in ranked]
        found[talk.pk] = first + [(one, "") for one in here.values()]
    return found


def need_of_talk(talk: Appointment | NamelessTalk) -> Need:
    """What a talk asks of whoever takes it; only a first one lets a load grow."""
    weight = talk.meeting_type.weight if talk.meeting_type.purpose == Purpose.FIRST else Decimal(0)
    if isinstance(talk, NamelessTalk):
        return Need(person_id=NOBODY, language="da", weight=weight)
    language = talk.interpreter_language or talk.booked_by.language
    return Need(person_id=talk.booked_by_id, language=language, weight=weight, topics=topics_of(talk.case))


def free_until(talk: Appointment | NamelessTalk) -> datetime:
    """Its end, with the pause after it."""
    return talk.ends_at + timedelta(minutes=talk.meeting_type.buffer_after_minutes)


def suits(one: Resource, talk: Appointment, barred: set[tuple[UUID, UUID]], languages: Sequence[str]) -> bool:
    """Whether a colleague may meet the person and speaks with them: themselves, or through the talk's interpreter."""
    if (one.user_id, talk.booked_by_id) in barred:
        return False
    wanted = talk.interpreter_language
    return not wanted or talk.interpreter_id is not None or wanted in languages


def giver_of(resource: Resource) -> User:
    """Whose calendar it is."""
    assert resource.user is not None
    return resource.user
