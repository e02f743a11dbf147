"""Courses for staff: kept by organisers, completed by coming to a session, reading the pages, or learning elsewhere."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef

from groups.choices import EventKind, Learned
from groups.models import Attendee, Completion, Course, CourseNeed, CoursePage, Event, Occurrence, PageRead, Workplace
from groups.models.courses import ONE_NEED, ONE_SLUG
from groups.rich_text import from_typed
from groups.rules import courses as rules
from groups.rules.courses import CourseRefusal
from groups.rules.events import plain_words
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.directory.models import Unit
from portal.keys import new_key
from portal.refusals import Refused, locking, violated_constraint

COUNTED = "nobody_is_counted_who_does_not_work_there"


def locked_course(course: Course, version: int) -> Course:
    """The course as it is now, locked. Refuses a stale page."""
    row = Course.objects.select_for_update().get(pk=course.pk)
    if row.version != version:
        raise Refused(CourseRefusal.COURSE_STALE)
    return row


@locking
def start_course(*, by: User, values: Mapping[str, object]) -> Course:
    """A new course."""
    row = Course(id=new_key(), created_at=clock.now(), **values)
    row.slug = plain_words(row.title) or "kursus"
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if violated_constraint(error) != ONE_SLUG:
            raise
        row.slug = f"{row.slug}-{row.pk.hex[-6:]}"
        row.save(force_insert=True)
    audit.record("groups.course_started", by=by, obj=row)
    return row


@locking
def change_course(*, by: User, course: Course, version: int, values: Mapping[str, object]) -> Course:
    """What it is about, how long it holds, whether it is in use. Refuses a stale page."""
    row = locked_course(course, version)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    audit.record("groups.course_changed", by=by, obj=row)
    return row


@locking
def choose_sessions(*, by: User, course: Course, version: int, events: Collection[Event]) -> Course:
    """Which events are its sessions: any date of any is worth the same. Refuses a stale page, and other kinds."""
    row = locked_course(course, version)
    if any(event.kind not in {EventKind.STAFF_TRAINING, EventKind.COURSE} for event in events):
        raise Refused(CourseRefusal.NOT_A_SESSION)
    row.events.set(events)
    row.version += 1
    row.save(update_fields=["version"])
    audit.record("groups.course_sessions_chosen", by=by, obj=row)
    return row


@locking
def write_page(*, by: User, course: Course, page: CoursePage | None, title: str, body: str) -> CoursePage:
    """A page of e-learning: a new one comes last."""
    Course.objects.select_for_update().get(pk=course.pk)
    row = page or CoursePage(course=course, position=last_place(course) + 1)
    row.title, row.body = title, from_typed(body)
    if page is not None:
        row.version += 1
    row.save()
    audit.record("groups.course_page_written", by=by, obj=row)
    return row


def last_place(course: Course) -> int:
    """The place of its last page; 0 without any."""
    return int(course.pages.aggregate(last=Max("position"))["last"] or 0)


@locking
def drop_page(*, by: User, page: CoursePage) -> None:
    """Take a page away; those after it move up. Who has read all others has completed."""
    Course.objects.select_for_update().get(pk=page.course_id)
    audit.record("groups.course_page_dropped", by=by, obj=page)
    course_id, gone = page.course_id, page.position
    page.delete()
    for row in CoursePage.objects.filter(course_id=course_id, position__gt=gone).order_by("position"):
        row.position -= 1
        row.save(update_fields=["position"])


@locking
def keep_need(*, by: User, course: Course, unit: Unit, staff: int, counted: int, need: CourseNeed | None) -> CourseNeed:
    """How many work in a unit that needs the course, and how many completed without an account here.

    Refuses a unit that stands there already, and more completed than work there.
    """
    row = need or CourseNeed(course=course)
    row.unit, row.staff, row.counted = unit, staff, counted
    row.version += 0 if need is None else 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        broken = violated_constraint(error)
        if broken == ONE_NEED:
            raise Refused(CourseRefusal.UNIT_COUNTED_TWICE) from error
        if broken == COUNTED:
            raise Refused(CourseRefusal.MORE_THAN_WORK_THERE) from error
        raise
    audit.record("groups.course_need_kept", by=by, obj=row)
    return row


@locking
def say_workplace(*, by: User, unit: Unit) -> Workplace:
    """Where I work. Completions from before count there too."""
    row, _made = Workplace.objects.update_or_create(person=by, defaults={"unit": unit, "said_at": clock.now()})
    Completion.objects.filter(person=by).update(unit=unit)
    audit.record("groups.workplace_said", by=by, obj=row, subject=by.pk)
    return row


def complete(
    course: Course, person: User, *, by: User, how: str, on: date, date_: Occurrence | None = None
) -> Completion:
    """Write it down in the caller's transaction: once for each person; a later one renews it, an earlier one not."""
    place = Workplace.objects.of_person(person)
    row = Completion.objects.select_for_update().filter(course=course, person=person).first()
    if row is not None and row.on >= on:
        return row
    row = row or Completion(id=new_key(), course=course, person=person)
    row.how, row.on, row.occurrence = how, on, date_
    row.unit_id = place.unit_id if place else None
    row.valid_until = rules.valid_until(on, course.months_valid)
    row.save()
    audit.record("groups.course_completed", by=by, obj=row, subject=person.pk)
    return row


@locking
def note_session(*, by: User, course: Course, date_: Occurrence) -> int:
    """Everybody who came to this date has completed the course. Pressed again, nobody is counted twice. How many came.

    Refuses a date that is ahead, or none of the course's.
    """
    row = Course.objects.select_for_update().get(pk=course.pk)
    if date_.starts_at > clock.now():
        raise Refused(CourseRefusal.SESSION_AHEAD)
    if not row.events.filter(pk=date_.event_id).exists():
        raise Refused(CourseRefusal.NOT_A_SESSION)
    came = Attendee.objects.filter(registration=OuterRef("registrations"), came_at__isnull=False)
    people = User.objects.filter(registrations__pool__occurrence=date_).filter(Exists(came)).distinct().order_by("pk")
    day = date_.starts_at.astimezone(clock.zone()).date()
    for person in people:
        complete(row, person, by=by, how=Learned.SESSION, on=day, date_=date_)
    return len(people)


@locking
def read_page(*, by: User, page: CoursePage) -> Completion | None:
    """I have read this page; when it was the last one left, the course is completed. Refuses a course out of use."""
    course = Course.objects.select_for_update().get(pk=page.course_id)
    if not course.is_active:
        raise Refused(CourseRefusal.COURSE_OUT_OF_USE)
    PageRead.objects.get_or_create(page=page, person=by, defaults={"at": clock.now()})
    pages: list[UUID] = list(course.pages.values_list("pk", flat=True))
    read = PageRead.objects.filter(page__course=course, person=by).values_list("page_id", flat=True)
    if not rules.are_all_read(pages, list(read)):
        return None
    return complete(course, by, by=by, how=Learned.PAGES, on=clock.today())


@locking
def learned_elsewhere(*, by: User, course: Course) -> Completion:
    """I have completed it where the link leads. Refuses a course without one, or out of use."""
    row = Course.objects.select_for_update().get(pk=course.pk)
    if not row.is_active:
        raise Refused(CourseRefusal.COURSE_OUT_OF_USE)
    if not row.elearning_url:
        raise Refused(CourseRefusal.NOTHING_ELSEWHERE)
    return complete(row, by, by=by, how=Learned.ELSEWHERE, on=clock.today())
