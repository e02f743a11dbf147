"""Courses for staff: sessions that are worth the same, pages to learn from, who has completed, how many of a unit."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from groups.choices import Learned
from groups.models.events import Event, Occurrence
from portal.directory.models import Unit
from portal.keys import new_key

if TYPE_CHECKING:
    from portal.accounts.models import User

ONE_COMPLETION = "person_completes_a_course_once"
ONE_NEED = "unit_needs_a_course_once"
ONE_SLUG = "groups_course_slug_key"


class CourseQuerySet(models.QuerySet["Course"]):
    """Reads of courses. All staff may take them; organisers keep them."""

    def on_offer(self) -> "CourseQuerySet":
        """Those in use, by title."""
        return self.filter(is_active=True).order_by("title")

    def for_list(self) -> "CourseQuerySet":
        """Those in use first, by title."""
        return self.order_by("-is_active", "title")


class Course(models.Model):
    """What staff can learn: by coming to any one of its sessions, or by reading its pages, or elsewhere by a link."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=400)
    has_relatives_topic = models.BooleanField(default=False)  # A11: relatives are a topic in every relevant course
    elearning_url = models.URLField(max_length=400, blank=True)  # learned elsewhere; empty: on our own pages, or not
    months_valid = models.PositiveSmallIntegerField(null=True, blank=True)  # empty: for good
    is_active = models.BooleanField(default=True)
    events = models.ManyToManyField(Event, blank=True, related_name="courses")  # any date of any of them counts
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = CourseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(summary=""), name="course_says_what_it_is"),
            models.CheckConstraint(
                condition=Q(months_valid=None) | Q(months_valid__gte=1), name="course_is_valid_for_a_month_at_least"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CoursePageQuerySet(models.QuerySet["CoursePage"]):
    """Reads of pages."""

    def on_offer(self, slug: str) -> "CoursePageQuerySet":
        """The pages of a course in use, in order."""
        return self.filter(course__slug=slug, course__is_active=True).select_related("course")

    def after(self, position: int) -> "CoursePage | None":
        """The next one."""
        return self.filter(position__gt=position).first()


class CoursePage(models.Model):
    """A page of e-learning. Rich text as in an event, cleaned when saved and when shown."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="pages")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField()
    version = models.PositiveIntegerField(default=1)

    objects = CoursePageQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "position"], name="course_page_has_a_place", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PageReadQuerySet(models.QuerySet["PageRead"]):
    """Reads of what was read."""

    def pages_of(self, user: "User", course: Course) -> set[UUID]:
        """The pages of a course that somebody has read, by key."""
        return set(self.filter(page__course=course, person=user).values_list("page_id", flat=True))


class PageRead(models.Model):
    """Somebody has read a page: where they go on, and when all are read the course is completed."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    page = models.ForeignKey(CoursePage, on_delete=models.CASCADE, related_name="reads")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = PageReadQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "person"], name="page_is_read_once")]

    def __str__(self) -> str:
        return str(self.page_id)


class WorkplaceQuerySet(models.QuerySet["Workplace"]):
    """Reads of where people work."""

    def of_person(self, user: "User") -> "Workplace | None":
        """Where a colleague works, with the unit; None when they have not said."""
        return self.select_related("unit").filter(person=user).first()


class Workplace(models.Model):
    """Where a colleague works, as they said themselves: their completions count for that unit."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="workplace"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    objects = WorkplaceQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.unit)


class CourseNeedQuerySet(models.QuerySet["CourseNeed"]):
    """Reads of what units need."""

    def of_courses(self, courses: Iterable[Course]) -> "CourseNeedQuerySet":
        """Who needs any of these courses, unit by unit."""
        return self.filter(course__in=courses).select_related("unit").order_by("unit__name")


class CourseNeed(models.Model):
    """A unit whose staff should take a course, and how many they are."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="needs")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    staff = models.PositiveIntegerField()  # people who work there
    counted = models.PositiveIntegerField(default=0)  # who completed before, or without an account here: from lists
    version = models.PositiveIntegerField(default=1)

    objects = CourseNeedQuerySet.as_manager()

    class Meta:
        ordering = ["unit__name"]
        constraints = [
            models.UniqueConstraint(fields=["course", "unit"], name=ONE_NEED),
            models.CheckConstraint(condition=Q(staff__gte=1), name="unit_has_staff"),
            models.CheckConstraint(
                condition=Q(counted__lte=models.F("staff")), name="nobody_is_counted_who_does_not_work_there"
            ),
        ]

    def __str__(self) -> str:
        return str(self.staff)


class CompletionQuerySet(models.QuerySet["Completion"]):
    """Reads of completions: one's own, and counts per unit."""

    def of_person(self, user: "User") -> "CompletionQuerySet":
        """A colleague's own."""
        return self.filter(person=user)

    def of_person_by_course(self, user: "User", courses: Iterable[Course]) -> "dict[UUID, Completion]":
        """A colleague's own of these courses, by the course. One query."""
        return {row.course_id: row for row in self.of_person(user).filter(course__in=courses)}

    def valid_on(self, day: date) -> "CompletionQuerySet":
        """Those that hold on a day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day))

    def per_unit(self, courses: Iterable[UUID], day: date) -> dict[tuple[UUID, UUID | None], int]:
        """How many hold on a day, by course and unit. One query."""
        rows = self.valid_on(day).filter(course_id__in=list(courses)).values_list("course_id", "unit_id")
        return {(course, unit): number for course, unit, number in rows.annotate(number=models.Count("pk"))}


class Completion(models.Model):
    """Somebody has completed a course; again after it ran out, the same row."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="completions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    how = models.CharField(max_length=10, choices=Learned.choices)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "person"], name=ONE_COMPLETION),
            models.CheckConstraint(condition=Q(how__in=Learned.values), name="completion_says_how"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=models.F("on")), name="completion_holds_for_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.how} {self.on}"
