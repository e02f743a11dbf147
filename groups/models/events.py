"""Theme evenings, after-work meetings, cafés, courses: what they are about, when and where."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import Exists, F, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Lower

from groups.choices import (
    Attendance,
    Audience,
    EventKind,
    OccurrenceStatus,
    Publication,
    RegistrationMode,
    Sensitivity,
)
from groups.models import finding
from groups.models.co_organisers import STAFF as WHO_ORGANISES
from groups.models.co_organisers import CoOrganiser
from groups.models.keeping import FEWEST_DAYS
from groups.models.open_events import OpenEventQuerySet
from groups.models.session_dates import SessionDates
from groups.models.theme_weeks import Campaign
from groups.models.venues import Venue
from portal import clock
from portal.calendar.models import Resource
from portal.calendar.models.periods import bounded_period
from portal.keys import new_key

if TYPE_CHECKING:
    from groups.models.seats import SeatPool
    from portal.accounts.models import User

STAFF = WHO_ORGANISES


class EventQuerySet(OpenEventQuerySet["Event"]):
    """Reads of events. Drafts are for their organisers; staff events for staff; closed ones for those in them."""

    def visible_to(self, user: "User") -> "EventQuerySet":
        """What an organiser works with: every event of the house; a co-organiser's own come from their rows."""
        return self.all() if user.has_role(*STAFF) else self.none()

    def published(self, now: datetime) -> "EventQuerySet":
        """What stands on the site at a moment: published, and not past the moment it is taken down."""
        shown = Q(unpublish_at=None) | Q(unpublish_at__gt=now)
        return self.filter(shown, publication=Publication.PUBLISHED)

    def open_to(self, user: "User | None") -> "EventQuerySet":
        """What a reader may find: staff events only for staff, closed ones for nobody by searching."""
        found = self.exclude(sensitivity=Sensitivity.CLOSED)
        is_staff = user is not None and user.is_staff_member
        return found if is_staff else found.exclude(audience=Audience.STAFF)

    def due_to_appear(self, now: datetime) -> "EventQuerySet":
        """Those whose moment to be published has come."""
        return self.filter(publication=Publication.SCHEDULED, publish_at__lte=now)

    def due_to_go(self, now: datetime) -> "EventQuerySet":
        """Those whose moment to be taken down has come."""
        return self.filter(publication=Publication.PUBLISHED, unpublish_at__lte=now)

    def to_read_for(self, user: "User") -> "EventQuerySet":
        """What a colleague wrote and this person may read and let out."""
        waiting = Q(publication=Publication.IN_REVIEW) | Q(publication=Publication.PUBLISHED, changed_by__isnull=False)
        return self.visible_to(user).filter(waiting).exclude(changed_by=user)

    def on_board(self, now: datetime) -> "EventQuerySet":
        """With the next and the last date, the seats and those taken; what was put away stays away. One query."""
        dates = Occurrence.objects.filter(event=OuterRef("pk"))
        ahead = dates.filter(period__endswith__gt=now).exclude(status=OccurrenceStatus.CANCELLED).order_by("period")
        seats = ahead.annotate(room_for=Sum("pools__capacity"), has=Sum("pools__taken"), least=Sum("pools__min_to_run"))
        last, starts_at = dates.order_by("-period"), Lower("period", output_field=models.DateTimeField())
        rows = (
            self.exclude(publication=Publication.ARCHIVED)
            .filter(is_template=False)
            .annotate(
                next_at=Subquery(ahead.annotate(at=starts_at).values("at")[:1]),
                last_at=Subquery(last.annotate(at=starts_at).values("at")[:1]),
                next_seats=Subquery(seats.values("room_for")[:1]),
                next_taken=Subquery(seats.values("has")[:1]),
                next_least=Subquery(seats.values("least")[:1]),
                last_status=Subquery(last.values("status")[:1]),
            )
        )
        return rows.order_by(F("next_at").asc(nulls_first=True), "title")

    def with_dates_ahead(self, now: datetime) -> "EventQuerySet":
        """Those with a date that is not over."""
        return self.filter(Exists(Occurrence.objects.ahead(now).filter(event=OuterRef("pk"))))

    def templates(self) -> "EventQuerySet":
        """What new events are begun from."""
        return self.filter(is_template=True).exclude(publication=Publication.ARCHIVED).order_by("title")

    def of_week(self, week: Campaign) -> "EventQuerySet":
        """What an organiser sees of a theme week: every event, drafts too, by its next date."""
        rows = self.filter(campaign=week, is_template=False).exclude(publication=Publication.ARCHIVED)
        return rows.annotate(first_at=Min(Lower("occurrences__period"))).order_by(F("first_at").asc(nulls_last=True))

    def with_speakers(self) -> "EventQuerySet":
        """With who speaks, and the theme week it is part of."""
        return self.select_related("campaign").prefetch_related("speakers")

    def of_kinds(self, *kinds: str) -> "EventQuerySet":
        """Those of some kinds, by title."""
        return self.filter(kind__in=kinds).exclude(publication=Publication.ARCHIVED).order_by("title")

    def named(self, slug: str) -> "Event | None":
        """The event with this address, or None."""
        return self.filter(slug=slug).first()


class Event(models.Model):
    """Something people come to. Its text is written once, in its own language; dates, places and seats hang on it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.RELATIVES)
    publication = models.CharField(max_length=12, choices=Publication.choices, default=Publication.DRAFT)
    publish_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    unpublish_at = models.DateTimeField(null=True, blank=True)
    sensitivity = models.CharField(max_length=10, choices=Sensitivity.choices, default=Sensitivity.OPEN)
    title = models.CharField(max_length=120)
    discreet_title = models.CharField(max_length=120, blank=True)  # what messages and calendars say instead
    summary = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)  # rich text, cleaned by nh3 when saved and when shown
    easy_read = models.CharField(max_length=800, blank=True)
    language = models.CharField(max_length=5, default="da")
    attendance = models.CharField(max_length=12, choices=Attendance.choices, default=Attendance.IN_PERSON)
    registration = models.CharField(max_length=12, choices=RegistrationMode.choices, default=RegistrationMode.SIGN_UP)
    registration_opens_at = models.DateTimeField(null=True, blank=True)
    registration_closes_at = models.DateTimeField(null=True, blank=True)  # empty: until it starts
    max_party = models.PositiveSmallIntegerField(default=2)  # the person and whom they take along
    questions = models.JSONField(default=list, blank=True)  # up to three questions asked at sign-up
    may_ask_respite = models.BooleanField(default=False)
    may_ask_transport = models.BooleanField(default=False)
    is_captioned = models.BooleanField(default=False)
    has_sign_interpreter = models.BooleanField(default=False)
    topics = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # need or role, no diagnosis first
    campaign = models.ForeignKey(Campaign, on_delete=models.SET_NULL, null=True, blank=True, related_name="events")
    co_organiser = models.ForeignKey(
        CoOrganiser, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    host = models.CharField(max_length=120, blank=True)  # who invites, when it is not the municipality alone
    contact_name = models.CharField(max_length=80, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    contact_email = models.EmailField(blank=True)
    organiser = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(  # who wrote what nobody else has read yet; empty once somebody has
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    retention_days = models.PositiveSmallIntegerField(null=True, blank=True)  # empty: as long as the municipality
    series_rule = models.CharField(max_length=200, blank=True)  # RFC 5545 RRULE its dates were made from
    is_template = models.BooleanField(default=False)  # new events are begun from it; it has no dates and is never out
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["publication", "publish_at"], name="event_by_publication")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sensitivity="open") | ~Q(discreet_title=""), name="event_has_a_discreet_title_unless_open"
            ),
            models.CheckConstraint(
                condition=Q(publication="scheduled", publish_at__isnull=False) | ~Q(publication="scheduled"),
                name="event_is_scheduled_for_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(publication="published") | Q(published_at__isnull=False),
                name="event_was_published_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(registration_opens_at__isnull=True)
                | Q(registration_closes_at__isnull=True)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                name="event_registration_closes_after_it_opens",
            ),
            models.CheckConstraint(condition=Q(max_party__gte=1, max_party__lte=6), name="event_party_is_one_to_six"),
            models.CheckConstraint(
                condition=Q(retention_days__isnull=True) | Q(retention_days__gte=FEWEST_DAYS),
                name="event_keeps_people_three_days_or_more",
            ),
            models.CheckConstraint(
                condition=Q(is_template=False) | Q(publication__in=["draft", "archived"]), name="template_is_never_out"
            ),
            models.CheckConstraint(condition=Q(publication__in=Publication.values), name="event_publication_is_known"),
            models.CheckConstraint(condition=Q(sensitivity__in=Sensitivity.values), name="event_sensitivity_is_known"),
        ]

    def __str__(self) -> str:
        return self.said_title

    @property
    def said_title(self) -> str:
        """What may be said outside the event's own page: the discreet title unless it is open."""
        return self.title if self.sensitivity == Sensitivity.OPEN else self.discreet_title


class OccurrenceQuerySet(SessionDates):
    """Reads of dates."""

    def ahead(self, now: datetime) -> "OccurrenceQuerySet":
        """Dates that are not over, the next one first."""
        return self.filter(period__endswith__gt=now).order_by(Lower("period"), "id")

    def live(self) -> "OccurrenceQuerySet":
        """Dates that take place (or will get a new date)."""
        return self.exclude(status=OccurrenceStatus.CANCELLED)

    def taking_place(self, now: datetime) -> "OccurrenceQuerySet":
        """Dates ahead that are neither called off nor without a time."""
        return self.ahead(now).exclude(status__in=[OccurrenceStatus.CANCELLED, OccurrenceStatus.POSTPONED])

    def on_site(self, now: datetime) -> "OccurrenceQuerySet":
        """Dates that take place, of events that are out, whoever they are for."""
        return self.taking_place(now).filter(event__in=Event.objects.published(now))

    def public(self, user: "User | None", now: datetime) -> "OccurrenceQuerySet":
        """Dates ahead of published events this reader may find, with event, place and seats."""
        events = Event.objects.published(now).open_to(user)
        return self.ahead(now).filter(event__in=events).for_page()

    def for_page(self) -> "OccurrenceQuerySet":
        """With all that a public page shows. Two queries."""
        return self.select_related("event", "venue").prefetch_related("pools")

    def found_by(self, asked: Mapping[str, Any]) -> "OccurrenceQuerySet":
        """Those that fit a search."""
        local = self.alias(part_hour=finding.LocalPart("HOUR"), part_day=finding.LocalPart("ISODOW"))
        found: OccurrenceQuerySet = local.filter(finding.conditions(asked))
        return found

    def beginning(self, since: datetime, until: datetime | None = None) -> "OccurrenceQuerySet":
        """Those that begin at a moment or later, and before another one."""
        rows = self.filter(period__startswith__gte=since)
        return rows if until is None else rows.filter(period__startswith__lt=until)

    def newly_open(self, now: datetime, since: datetime) -> "OccurrenceQuerySet":
        """Dates that take place, of open events everybody may come to that were published lately; with place."""
        open_ones = Event.objects.published(now).open_to(None).filter(sensitivity=Sensitivity.OPEN)
        events = open_ones.filter(published_at__gte=since)
        return self.taking_place(now).filter(event__in=events).select_related("event", "venue")

    def of_events_ahead(self, event_ids: Iterable[UUID], now: datetime) -> "OccurrenceQuerySet":
        """Dates that take place, of events that everybody may still read of by name."""
        open_ones = Event.objects.published(now).open_to(None).filter(sensitivity=Sensitivity.OPEN)
        return self.taking_place(now).filter(event__in=open_ones.filter(pk__in=list(event_ids))).select_related("event")

    def of_week(self, week: Campaign, user: "User | None", now: datetime) -> "OccurrenceQuerySet":
        """The programme of a theme week as this reader may see it: published events, their dates in those days."""
        zone = clock.zone()
        first = datetime.combine(week.starts_on, time.min, zone)
        last = datetime.combine(week.ends_on, time.max, zone)
        events = Event.objects.published(now).open_to(user).filter(campaign=week)
        rows = self.filter(event__in=events, period__startswith__gte=first, period__startswith__lte=last)
        return rows.order_by(Lower("period"), "id").for_page()

    def of_event(self, event_id: UUID) -> "OccurrenceQuerySet":
        """An event's dates in order."""
        return self.filter(event_id=event_id).order_by(Lower("period"), "id")

    def managed_by(self, user: "User") -> "OccurrenceQuerySet":
        """Dates of events an organiser works with."""
        rows = self.select_related("event", "venue", "room")
        return rows.filter(event__in=Event.objects.visible_to(user))

    def to_call_off(self, now: datetime) -> "list[Occurrence]":
        """Dates that could still take place: ahead, or put off until later."""
        return [one for one in self.live() if one.ends_at > now or one.status == OccurrenceStatus.POSTPONED]

    def for_organiser(self, event_id: UUID) -> "OccurrenceQuerySet":
        """An event's dates with places, links and seats. Two queries."""
        rows = self.of_event(event_id).select_related("venue", "room", "online_access", "event")
        return rows.prefetch_related("pools")


class Occurrence(models.Model):
    """One date of an event. Its UID in people's calendars stays the same; the sequence grows with each change."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="occurrences")
    uid = models.UUIDField(default=uuid4, unique=True)
    period = DateTimeRangeField()
    zone = models.CharField(max_length=40)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="occurrences")
    room = models.ForeignKey(Resource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=14, choices=OccurrenceStatus.choices, default=OccurrenceStatus.SCHEDULED)
    status_says = models.CharField(max_length=300, blank=True)  # why, in words for those who would have come
    sequence = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    head_count = models.PositiveSmallIntegerField(null=True, blank=True)  # how many came, where nobody signs up

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(Lower("period"), name="occurrence_by_start")]
        constraints = [
            bounded_period("occurrence_period_is_bounded"),
            models.CheckConstraint(condition=Q(status__in=OccurrenceStatus.values), name="occurrence_status_is_known"),
            models.UniqueConstraint(fields=["event", "period"], name="event_has_one_date_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.period.lower:%Y-%m-%d %H:%M}"

    @property
    def seats_of_each_kind(self) -> "list[SeatPool]":
        """Its seats, kind by kind."""
        return list(self.pools.all())

    @property
    def starts_at(self) -> datetime:
        """When it begins."""
        begins: datetime = self.period.lower
        return begins

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        ends: datetime = self.period.upper
        return ends
