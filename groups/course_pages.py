"""What the pages of courses show: my own state in each, how many of each unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from groups.models import Completion, Course, CourseNeed, CoursePage, PageRead
from groups.rules.courses import Coverage
from portal.design.charts import Bar

if TYPE_CHECKING:
    from portal.accounts.models import User


@dataclass(frozen=True)
class Taken:
    """A course and what I have done of it."""

    course: Course
    completion: Completion | None
    holds: bool


def taken_by(user: "User", courses: Sequence[Course], today: date) -> list[Taken]:
    """Each course with one's own completion. One query."""
    mine = Completion.objects.of_person_by_course(user, courses)
    found = []
    for course in courses:
        row = mine.get(course.pk)
        holds = row is not None and (row.valid_until is None or row.valid_until >= today)
        found.append(Taken(course, row, holds))
    return found


@dataclass(frozen=True)
class PageState:
    """A page, and whether I have read it."""

    page: CoursePage
    is_read: bool


def pages_for(user: "User", course: Course) -> list[PageState]:
    """The pages in order. Two queries."""
    read = PageRead.objects.pages_of(user, course)
    return [PageState(page, page.pk in read) for page in course.pages.all()]


@dataclass(frozen=True)
class NeedRow:
    """A unit's need with how many have completed."""

    need: CourseNeed
    coverage: Coverage


def coverage_of(courses: Sequence[Course], today: date) -> dict[Course, list[NeedRow]]:
    """Unit by unit, for each course. Two queries whatever their number."""
    done = Completion.objects.per_unit([course.pk for course in courses], today)
    found: dict[Course, list[NeedRow]] = {course: [] for course in courses}
    by_key = {course.pk: course for course in courses}
    for need in CourseNeed.objects.of_courses(courses):
        number = need.counted + done.get((need.course_id, need.unit_id), 0)
        found[by_key[need.course_id]].append(NeedRow(need, Coverage(need.unit.name, need.staff, number)))
    return found


def bars_of(rows: Sequence[NeedRow]) -> list[Bar]:
    """The picture: how much of each unit."""
    return [bar_of(row.coverage) for row in rows]


def bar_of(one: Coverage) -> Bar:
    """A unit's bar, with all who work there as its line."""
    return Bar(one.unit, one.done, _("{done} of {staff}").format(done=one.done, staff=one.staff), one.staff)
