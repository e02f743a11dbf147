"""What a relative can book, and with whom."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from counselling.case_choices import CaseTopic
from counselling.choices import Mode, Purpose
from counselling.models.load import load_expressions
from counselling.visit_choices import MOST_VISITS, USUAL_VISITS
from portal.calendar.models import Resource
from portal.database.questions import Question
from portal.keys import new_key

if TYPE_CHECKING:
    from portal.accounts.models import User

DEFAULT_QUESTIONS_COUNT = 3


class MeetingTypeQuerySet(models.QuerySet["MeetingType"]):
    """Reads of meeting types."""

    def bookable(self) -> "MeetingTypeQuerySet":
        """What relatives may book themselves, in the order the team lead chose."""
        return self.filter(is_active=True, is_self_bookable=True).order_by("position", "slug")

    def named(self, slug: str) -> "MeetingType | None":
        """The type with this slug, or None when relatives can't book it."""
        return BOOKABLE_TYPE.first(slug)

    def for_list(self) -> "MeetingTypeQuerySet":
        """Every type, active ones first."""
        return self.order_by("-is_active", "position", "slug")

    def active(self) -> "MeetingTypeQuerySet":
        """What staff may book for somebody: those only staff book too."""
        return self.filter(is_active=True).order_by("position", "slug")


class MeetingType(models.Model):
    """A kind of conversation: how long, how, how soon and how far ahead it can be booked. Minutes and days."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    slug = models.SlugField(unique=True)
    name_da = models.CharField(max_length=80)
    name_nb = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    summary_da = models.CharField(max_length=300, blank=True)
    summary_nb = models.CharField(max_length=300, blank=True)
    summary_en = models.CharField(max_length=300, blank=True)
    questions = models.JSONField(default=list, blank=True)  # up to three of {"da": …, "nb": …, "en": …}
    modes = ArrayField(models.CharField(max_length=12, choices=Mode.choices))
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.FIRST)
    duration_minutes = models.PositiveSmallIntegerField(default=45)
    buffer_after_minutes = models.PositiveSmallIntegerField(default=15)
    step_minutes = models.PositiveSmallIntegerField(default=30)
    min_notice_minutes = models.PositiveIntegerField(default=24 * 60)
    min_notice_phone_minutes = models.PositiveIntegerField(default=2 * 60)
    horizon_days = models.PositiveSmallIntegerField(default=56)
    move_notice_minutes = models.PositiveIntegerField(default=24 * 60)
    max_open_per_person = models.PositiveSmallIntegerField(default=2)
    is_self_bookable = models.BooleanField(default=True)
    needs_approval = models.BooleanField(default=False)
    decide_within_hours = models.PositiveSmallIntegerField(default=24)
    weight = models.DecimalField(max_digits=4, decimal_places=2, default=1)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = MeetingTypeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(duration_minutes__gt=0), name="meeting_type_has_a_length"),
            models.CheckConstraint(condition=Q(step_minutes__gt=0), name="meeting_type_has_a_step"),
            models.CheckConstraint(condition=Q(horizon_days__gt=0), name="meeting_type_can_be_booked_ahead"),
            models.CheckConstraint(condition=~Q(modes=[]), name="meeting_type_has_a_mode"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in the language of the page."""
        return str(getattr(self, f"name_{get_language() or 'da'}", self.name_da))

    @property
    def summary(self) -> str:
        """One line about it in the language of the page."""
        return str(getattr(self, f"summary_{get_language() or 'da'}", self.summary_da))

    @property
    def mode_words(self) -> str:
        """The ways it can be held, in words."""
        return ", ".join(str(Mode(mode).label) for mode in self.modes)

    @property
    def questions_in_language(self) -> list[str]:
        """The questions asked after booking, in the language of the page."""
        language = get_language() or "da"
        return [str(words.get(language) or words.get("da", "")) for words in self.questions]

    @property
    def duration(self) -> timedelta:
        """How long the conversation lasts."""
        return timedelta(minutes=self.duration_minutes)

    def notice(self, mode: str) -> timedelta:
        """How long before its start it must be booked; shorter on the phone."""
        minutes = self.min_notice_phone_minutes if mode == Mode.PHONE else self.min_notice_minutes
        return timedelta(minutes=minutes)


class CounsellorProfileQuerySet(models.QuerySet["CounsellorProfile"]):
    """Reads of counsellors as relatives see them."""

    def available(self) -> "CounsellorProfileQuerySet":
        """Counsellors who take bookings, by name."""
        people = self.filter(resource__is_active=True, is_public=True).select_related("resource")
        return people.defer("photo").order_by("name")

    def may_meet(self, person_id: UUID | None) -> "CounsellorProfileQuerySet":
        """Without those who must not meet this person in the work (nobody is left out while we don't know who asks)."""
        return self if person_id is None else self.exclude(resource__user__barred_from__person=person_id)

    def working(self) -> "CounsellorProfileQuerySet":
        """Counsellors who can carry cases, whether relatives see them or not, by name; with their calendar's person."""
        people = self.filter(resource__is_active=True, resource__user__is_active=True)
        people = people.filter(resource__user__role_assignments__role="counsellor")
        return people.select_related("resource__user").defer("photo").order_by("name")

    def with_load(self, now: datetime) -> "CounsellorProfileQuerySet":
        """Each with load, capacity, presence, carried and first_talks (decimals), in the same query."""
        found = self
        for name, expression in load_expressions(now).items():
            found = found.annotate(**{name: expression})
        return found

    def bookable(self, resource_id: UUID) -> "CounsellorProfile | None":
        """A counsellor who takes bookings, or None when they no longer do."""
        return BOOKABLE_COUNSELLOR.first(resource_id)

    def names(self, resource_ids: Iterable[UUID]) -> dict[UUID, str]:
        """Their names by resource, one query."""
        return dict(self.filter(resource_id__in=list(resource_ids)).values_list("resource_id", "name"))

    def speakers(self, language: str) -> frozenset[UUID]:
        """The calendars of those who speak a language; nobody when no language is asked for. One query or none."""
        known = self.filter(languages__contains=[language]).values_list("resource_id", flat=True)
        return frozenset(known) if language else frozenset()

    def of_person(self, user: "User") -> "CounsellorProfile | None":
        """The profile of the counsellor a person is."""
        return self.filter(resource__user=user).select_related("resource").first()

    def with_feed(self, secret_hash: str) -> "CounsellorProfile | None":
        """The profile whose calendar feed a secret opens; closed when the counsellor left."""
        known = self.filter(feed_secret=secret_hash, resource__is_active=True, resource__user__is_active=True)
        return known.select_related("resource").defer("photo").first() if secret_hash else None

    def photographed(self, resource_id: UUID) -> "CounsellorProfile | None":
        """A public counsellor with a photo."""
        public = self.filter(resource_id=resource_id, is_public=True, resource__is_active=True)
        return public.filter(photo__isnull=False).first()


class CounsellorProfile(models.Model):
    """A counsellor as a relative meets them: name, photo, languages, a few lines."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    resource = models.OneToOneField(Resource, on_delete=models.CASCADE, related_name="counsellor_profile")
    name = models.CharField(max_length=120)
    about_da = models.CharField(max_length=400, blank=True)
    about_nb = models.CharField(max_length=400, blank=True)
    about_en = models.CharField(max_length=400, blank=True)
    languages = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    photo = models.BinaryField(null=True, blank=True, editable=True)
    photo_alt = models.CharField(max_length=160, blank=True)
    is_public = models.BooleanField(default=True)
    most_home_visits = models.PositiveSmallIntegerField(default=USUAL_VISITS, db_default=USUAL_VISITS)  # a day
    feed_secret = models.CharField(max_length=64, blank=True)  # hash of the ICS feed's secret; empty: no feed
    ceiling = models.DecimalField(
        max_digits=5, decimal_places=2, default=25, db_default=25
    )  # weight of cases, full time
    fte = models.DecimalField(max_digits=3, decimal_places=2, default=1, db_default=1)  # 1 is full time
    topics = ArrayField(  # what they know well, as the team lead says; counts in the proposals of who takes a case
        models.CharField(max_length=20, choices=CaseTopic.choices), default=list, db_default=[], blank=True
    )

    objects = CounsellorProfileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(photo__isnull=True) | ~Q(photo_alt=""), name="a_photo_is_described_in_words"
            ),
            models.CheckConstraint(condition=Q(ceiling__gt=0), name="a_ceiling_is_above_the_floor"),
            models.CheckConstraint(condition=Q(fte__gt=0, fte__lte=1), name="a_working_share_is_a_share"),
            models.CheckConstraint(
                condition=Q(most_home_visits__lte=MOST_VISITS), name="a_day_holds_up_to_eight_home_visits"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        """A few lines about the counsellor in the language of the page."""
        return str(getattr(self, f"about_{get_language() or 'da'}", self.about_da))


BOOKABLE_TYPE = Question(lambda slug: MeetingType.objects.bookable().order_by().filter(slug=slug))
BOOKABLE_COUNSELLOR = Question(
    lambda resource_id: CounsellorProfile.objects.available().order_by().filter(resource_id=resource_id)
)
