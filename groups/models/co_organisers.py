"""Co-organisers: who invites together with the municipality, what is agreed, and who there may write drafts.

A person of a partner is no colleague: they hold no role. What they may see follows from their row here, and from
nothing else (docs/decisions/partners.md).
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from groups.choices import DataRole
from groups.models.venues import Venue
from portal import clock
from portal.accounts.models import Role
from portal.directory.models import Organisation
from portal.keys import new_key

if TYPE_CHECKING:
    from groups.models.events import Event
    from portal.accounts.models import User

STAFF = (Role.ORGANISER, Role.TEAM_LEAD, Role.PLANNER)
SAME_ORGANISATION = "an_organisation_has_one_agreement"
INVITED_ONCE = "an_address_is_invited_once_by_a_partner"


class CoOrganiserQuerySet(models.QuerySet["CoOrganiser"]):
    """Reads of co-organisers."""

    def visible_to(self, user: "User") -> "CoOrganiserQuerySet":
        """All for organisers; for everybody else those they write drafts for."""
        return self.all() if user.has_role(*STAFF) else self.of_member(user)

    def of_member(self, user: "User") -> "CoOrganiserQuerySet":
        """Those a person writes drafts for now; a membership that ended opens nothing."""
        ours = CoOrganiserMember.objects.filter(user=user, ended_at=None).values("co_organiser")
        return self.filter(pk__in=ours).select_related("organisation").order_by(Lower("organisation__name"))

    def running(self, today: date) -> "CoOrganiserQuerySet":
        """Those whose agreement has begun and is not over, by name."""
        rows = self.filter(Q(until=None) | Q(until__gte=today), agreed_on__lte=today)
        return rows.select_related("organisation").order_by(Lower("organisation__name"))

    def apart_from(self, event: "Event") -> "CoOrganiserQuerySet":
        """Those an event is not made with yet."""
        return self.exclude(together__event=event)

    def for_list(self) -> "CoOrganiserQuerySet":
        """All of them by name, with how many people and drafts that wait each has."""
        people = models.Count("members", filter=Q(members__ended_at=None, members__user__isnull=False), distinct=True)
        waiting = models.Count("events", filter=Q(events__publication="in_review"), distinct=True)
        rows = self.select_related("organisation").annotate(people=people, waiting=waiting)
        return rows.order_by(Lower("organisation__name"))


class CoOrganiser(models.Model):
    """An organisation that invites together with us: since when, until when, and what it is to people's data."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day; empty: until further notice
    data_role = models.CharField(max_length=12, choices=DataRole.choices, default=DataRole.NONE)
    organiser = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")  # our contact
    version = models.PositiveIntegerField(default=1)

    objects = CoOrganiserQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name=SAME_ORGANISATION),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("agreed_on")), name="agreement_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(data_role__in=DataRole.values), name="partner_data_role_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def is_over(self, today: date) -> bool:
        """Whether the agreement's last day is past."""
        return self.until is not None and self.until < today


class CoOrganiserMemberQuerySet(models.QuerySet["CoOrganiserMember"]):
    """Reads of who writes for whom."""

    def of_partner(self, partner: CoOrganiser) -> "CoOrganiserMemberQuerySet":
        """Who writes for it or is asked to, and has not stopped."""
        rows = self.filter(co_organiser=partner, ended_at=None).select_related("user")
        return rows.order_by("invited_at", "id")

    def waiting_for(self, user: "User", now: datetime) -> "CoOrganiserMemberQuerySet":
        """Invitations to the address this person has proved to be theirs."""
        asked = self.filter(email=user.email, user=None, ended_at=None, expires_at__gt=now)
        return (
            (asked if user.email else self.none()).select_related("co_organiser__organisation").order_by("invited_at")
        )

    def to_tell(self, partners: Iterable[UUID], today: date) -> "CoOrganiserMemberQuerySet":
        """Who hears what becomes of a partner's things: who belongs to it, while the agreement runs."""
        running = CoOrganiser.objects.running(today).filter(pk__in=list(partners))
        rows = self.filter(co_organiser__in=running.values("pk"), ended_at=None, user__is_active=True)
        return rows.select_related("user").order_by("joined_at", "id")

    def here_for(self, user: "User", now: datetime) -> bool:
        """Whether a person belongs to a partner, or is asked to. One query."""
        asked = Q(email=user.email, user=None, expires_at__gt=now) if user.email else Q(pk=None)
        return self.filter(Q(user=user) | asked, ended_at=None).exists()

    def over(self, before: datetime) -> "CoOrganiserMemberQuerySet":
        """Those that ended, or were never taken up, before a moment."""
        return self.filter(Q(ended_at__lt=before) | Q(user=None, expires_at__lt=before))


class CoOrganiserMember(models.Model):
    """Somebody of a partner: asked at an address, joined once they signed in with it and said yes, until it ends."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    co_organiser = models.ForeignKey(CoOrganiser, on_delete=models.CASCADE, related_name="members")
    email = models.EmailField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    invited_at = models.DateTimeField(default=clock.now, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CoOrganiserMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["co_organiser", "email"], condition=Q(ended_at=None), name=INVITED_ONCE),
            models.UniqueConstraint(
                fields=["co_organiser", "user"], condition=Q(ended_at=None), name="a_person_writes_once_for_a_partner"
            ),
            models.CheckConstraint(
                condition=Q(user=None, joined_at=None) | Q(user__isnull=False, joined_at__isnull=False),
                name="who_writes_for_a_partner_has_joined",
            ),
        ]

    def __str__(self) -> str:
        return str(self.co_organiser)


class DraftWish(models.Model):
    """What a partner wishes for: when, where, for how many. An organiser makes the dates and seats from it."""

    event = models.OneToOneField("groups.Event", on_delete=models.CASCADE, primary_key=True, related_name="wish")
    when = models.CharField(max_length=200)
    venue = models.ForeignKey(Venue, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField(null=True, blank=True)  # empty: just come
    asked_for = models.CharField(max_length=600, blank=True)  # what we asked them to change, until it is sent in again

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seats=None) | Q(seats__gte=1, seats__lte=1000), name="partner_wishes_for_some_seats"
            ),
        ]

    def __str__(self) -> str:
        return self.when
