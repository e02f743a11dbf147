"""Somebody or something whose time is given away: a counsellor, a facilitator, an interpreter, a room."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.accounts.models import Role, User
from portal.calendar.models.free_times import (
    FreeDay,
    FreeTime,
    FreeTimesQuery,
    Span,
    find_free_days,
    find_free_times,
    find_planned,
)
from portal.calendar.models.taken import Taken, find_taken
from portal.keys import new_key


def municipal_zone() -> str:
    """The name of the municipality's time zone, the default of every resource."""
    return settings.TIME_ZONE


class ResourceQuerySet(models.QuerySet["Resource"]):
    """Reads of resources, and the free times computed from their rules."""

    def active(self) -> "ResourceQuerySet":
        """Resources that may still be given away."""
        return self.filter(is_active=True)

    def of_kind(self, *kinds: str) -> "ResourceQuerySet":
        """Resources of these kinds."""
        return self.filter(kind__in=kinds)

    def of_person(self, user: User) -> "ResourceQuerySet":
        """The resource a person is (one or none)."""
        return self.filter(user_id=user.pk)

    def people(self) -> "ResourceQuerySet":
        """Those whose week is their own: counsellors and facilitators."""
        return self.of_kind(Resource.Kind.COUNSELLOR, Resource.Kind.FACILITATOR)

    def colleagues_without(self) -> models.QuerySet[User]:
        """Counsellors who have no calendar yet."""
        people: models.QuerySet[User] = User.objects.with_role(Role.COUNSELLOR)
        return people.filter(resource__isnull=True).order_by("name")

    def speaking(self, language: str) -> "ResourceQuerySet":
        """Resources that speak a language (code, as in 'ar')."""
        return self.filter(languages__contains=[language])

    def for_list(self) -> "ResourceQuerySet":
        """In the order people read lists: by kind, active first, by name."""
        return self.select_related("user").order_by("kind", "-is_active", "name")

    def free_times(self, query: FreeTimesQuery) -> list[FreeTime]:
        """Every free time that the query asks for, by start, then resource. One SQL query."""
        return find_free_times(query)

    def taken(self, resource: "Resource", first: date, last: date, now: datetime) -> Taken:
        """All that takes a resource's time on these days, and which days are closed. One SQL query."""
        return find_taken(resource.pk, resource.unit_ref, first, last, now)

    def planned(self, resource_ids: Sequence[UUID], first: date, last: date) -> dict[UUID, list[Span]]:
        """What each resource's own plan offers on the days, whatever is booked. One SQL query."""
        return find_planned(resource_ids, first, last, datetime.combine(first - timedelta(days=1), time(), UTC))

    def planned_from(
        self, resource_ids: Sequence[UUID], first: date, last: date, now: datetime, *, for_any_talk: bool = False
    ) -> dict[UUID, list[Span]]:
        """The same from now on: all of it, or only what today stands open for any talk. One SQL query."""
        return find_planned(resource_ids, first, last, now, part="open" if for_any_talk else "plan")

    def changeable_by(self, user: User) -> "ResourceQuerySet":
        """The calendars a person may change: their own; a team lead every one."""
        return self.all() if user.has_role(Role.TEAM_LEAD) else self.of_person(user)

    def free_days(self, query: FreeTimesQuery) -> list[FreeDay]:
        """The days that have free times, with the number of different starts. One SQL query."""
        return find_free_days(query)


class Resource(models.Model):
    """A person or a room that can be in one place at a time. A person is one resource, whatever they do."""

    class Kind(models.TextChoices):
        """What the resource is."""

        COUNSELLOR = "counsellor", _("Counsellor")
        FACILITATOR = "facilitator", _("Facilitator")
        INTERPRETER = "interpreter", _("Interpreter")
        ROOM = "room", _("Room")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=120)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="resource"
    )
    unit_ref = models.UUIDField(null=True, blank=True)  # portal.directory's unit; no key between siblings
    zone = models.CharField(max_length=40, default=municipal_zone)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    place = models.CharField(max_length=200, blank=True)  # where a room is, in words for a visitor
    postcode = models.CharField(max_length=4, blank=True, default="", db_default="")  # where a person sets off from
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    mailbox = models.EmailField(blank=True, default="", db_default="")  # gets a neutral invitation to each meeting
    is_active = models.BooleanField(default=True)
    availability_version = models.PositiveIntegerField(default=0)  # grows with every change; forms carry it
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["counsellor", "facilitator", "interpreter", "room"]),
                name="resource_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="counsellor") | models.Q(user__isnull=False),
                name="counsellor_is_a_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="room") | models.Q(user__isnull=True), name="room_is_not_a_person"
            ),
            models.CheckConstraint(
                condition=models.Q(postcode="") | models.Q(postcode__regex=r"^[0-9]{4}$"),
                name="resource_postcode_has_four_digits",
            ),
            models.UniqueConstraint(
                fields=["kind", "name"], condition=models.Q(kind="room"), name="room_has_a_name_of_its_own"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tzinfo(self) -> ZoneInfo:
        """The zone in which this resource's rules are written."""
        return ZoneInfo(self.zone)
