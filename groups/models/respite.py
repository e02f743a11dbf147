"""Somebody to be with the near one meanwhile (respite), and a lift: asked with a sign-up, arranged by a desk."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from groups.choices import DeskKind, HelpState, WayOn
from groups.models.registrations import Registration
from portal.keys import new_key
from portal.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from portal.accounts.models import User

OPEN = ("asked", "being_arranged", "confirmed")
TO_ANSWER = ("asked", "being_arranged")
ONE_DESK_EVERYWHERE = "one_desk_is_for_everywhere"
DESK_NAME_ONCE = "desk_has_a_name_of_its_own"


class RespiteDeskQuerySet(models.QuerySet["RespiteDesk"]):
    """Reads of desks."""

    def working(self) -> "RespiteDeskQuerySet":
        """Those that take requests, with who works there."""
        return self.filter(is_active=True).prefetch_related("members").order_by("name")

    def in_use(self) -> "RespiteDeskQuerySet":
        """Those that take requests, as far as somebody who asks needs to know. One query."""
        return self.filter(is_active=True).order_by("name")

    def for_list(self) -> "RespiteDeskQuerySet":
        """All of them, those in use first."""
        return self.prefetch_related("members").order_by("-is_active", "name")

    def of_member(self, user: "User") -> "RespiteDeskQuerySet":
        """The desks somebody works at: nobody else reads what is asked there."""
        return self.filter(members=user)


class RespiteDesk(models.Model):
    """Who arranges respite and lifts in an area: the municipality's own visitation, or volunteers."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=DeskKind.choices)
    postcodes = ArrayField(models.CharField(max_length=4), default=list, blank=True)  # empty: everywhere else
    answer_days = models.PositiveSmallIntegerField(default=3)  # working days
    email = models.EmailField(blank=True)  # told there too; what is asked never stands in it
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="respite_desks", blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = RespiteDeskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], name=DESK_NAME_ONCE),
            models.UniqueConstraint(
                fields=["is_active"], condition=Q(is_active=True, postcodes=[]), name=ONE_DESK_EVERYWHERE
            ),
            models.CheckConstraint(condition=Q(kind__in=DeskKind.values), name="desk_kind_is_known"),
            models.CheckConstraint(
                condition=Q(answer_days__gte=1, answer_days__lte=20), name="desk_answers_within_twenty_days"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def people(self) -> "list[User]":
        """Who works there."""
        return list(self.members.all())


class RequestQuerySet(models.QuerySet[Any]):
    """Reads of what was asked."""

    def open(self) -> Self:
        """What somebody still has to do something about."""
        return self.filter(state__in=OPEN)

    def of_sign_ups(self, keys: Iterable[UUID]) -> Self:
        """What was asked with these sign-ups."""
        return self.filter(registration__in=list(keys))

    def latest_of(self, registration_id: UUID) -> "HelpRequest | None":
        """What was asked last with a sign-up, whatever became of it."""
        return self.filter(registration=registration_id).select_related("desk", "worker").order_by("asked_at").last()

    def at_desk(self, user: "User") -> Self:
        """What the desks of this person work on: asked by who has a place, and answered ones."""
        rows = self.filter(desk__members=user, answer_by__isnull=False)
        return rows.select_related("registration__pool__occurrence__event", "desk", "worker")

    def ahead(self, now: datetime) -> Self:
        """For dates that are not over, what must be answered first on top."""
        rows = self.filter(registration__pool__occurrence__period__endswith__gt=now)
        return rows.order_by("answer_by", "id")

    def waiting_at(self, user: "User", now: datetime) -> Self:
        """What the desks of this person must answer, of dates that are not over; for counting."""
        rows = self.filter(desk__members=user, answer_by__isnull=False, state__in=TO_ANSWER)
        return rows.filter(registration__pool__occurrence__period__endswith__gt=now)

    def late(self, now: datetime) -> Self:
        """Not answered when it should have been, and not yet told on."""
        return self.filter(state__in=TO_ANSWER, answer_by__lt=now, overdue_at__isnull=True)

    def over(self, now: datetime) -> Self:
        """Still open though the date is past. What is put off has no time, and is never over."""
        rows = self.open().filter(registration__pool__occurrence__period__endswith__lte=now)
        return rows.exclude(registration__pool__occurrence__status="postponed")


class HelpRequest(models.Model):
    """What both kinds have: a sign-up, a desk, where it stands, what was said. answer_by is empty while the party has
    no place: nobody is asked to arrange something for who may not come.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="%(class)ss")
    desk = models.ForeignKey(RespiteDesk, on_delete=models.PROTECT, related_name="%(class)ss")
    state = models.CharField(max_length=14, choices=HelpState.choices, default=HelpState.ASKED)
    what = EncryptedTextField(blank=True, default="")
    address = EncryptedTextField(blank=True, default="")
    said = EncryptedTextField(blank=True, default="")  # the desk's words to the person
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    overdue_at = models.DateTimeField(null=True, blank=True)  # when others were told that it is late
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    way_on = models.CharField(max_length=8, choices=WayOn.choices, blank=True)  # what the person chose instead
    version = models.PositiveIntegerField(default=1)

    objects = RequestQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["registration"], condition=Q(state__in=OPEN), name="%(class)s_is_asked_once"
            ),
            models.CheckConstraint(condition=Q(state__in=HelpState.values), name="%(class)s_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "not_possible", "done"]) | Q(answered_at__isnull=False),
                name="%(class)s_was_answered_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(way_on="") | Q(state="not_possible"), name="%(class)s_goes_on_when_not_possible"
            ),
        ]

    def __str__(self) -> str:
        return self.state

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in OPEN


class RespiteRequest(HelpRequest):
    """Somebody is to be with the near one while the person is away."""


class TransportRequest(HelpRequest):
    """A lift there and back."""


KINDS: dict[str, type[HelpRequest]] = {"respite": RespiteRequest, "lift": TransportRequest}


def kind_of(row: HelpRequest) -> str:
    """The word for it in addresses and keys."""
    return "respite" if isinstance(row, RespiteRequest) else "lift"
