"""Courses, as organisers keep them: what each is, its sessions and pages, how many of each unit have completed it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.actions import courses as actions
from groups.course_pages import bars_of, coverage_of
from groups.forms.courses import CourseForm, CoursePageForm, NeedForm, SessionsForm
from groups.forms.event_refusals import words_for
from groups.models import Course, CourseNeed, CoursePage, Occurrence
from groups.views.organising import STAFF, form_page, tried, user_of
from portal import clock
from portal.accounts.decorators import roles_required
from portal.design.forms import PortalForm, sent
from portal.refusals import Refused

form_methods = require_http_methods(["GET", "HEAD", "POST"])
organisers = roles_required(*STAFF)


def saved(
    request: HttpRequest, form: PortalForm, action: Callable[[], object], *, heading: str, back: str
) -> HttpResponse:
    """One form for one action: done and back, or shown with what is wrong."""
    if request.method == "POST" and form.is_valid() and tried(form, action):
        messages.success(request, _("Saved."))
        return redirect(back)
    return form_page(request, form, heading=heading, button=_("Save"), back=back)


def kept_url(course: Course) -> str:
    """The course's page for organisers."""
    return reverse("groups:course_kept", args=[course.pk])


@require_safe
@organisers
def courses_kept(request: HttpRequest) -> HttpResponse:
    """All courses, which of them lack relatives as a topic, and how far each has come."""
    courses = list(Course.objects.for_list())
    covered = coverage_of(courses, clock.today())
    rows = [
        (course, sum(row.coverage.done for row in covered[course]), sum(row.coverage.staff for row in covered[course]))
        for course in courses
    ]
    return render(request, "groups/courses/kept_list.html", {"rows": rows})


@require_safe
@organisers
def course_kept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One course with its units, sessions and pages."""
    course = get_object_or_404(Course, pk=pk)
    rows = coverage_of([course], clock.today())[course]
    context = {
        "course": course,
        "rows": rows,
        "bars": bars_of(rows),
        "pages": list(course.pages.all()),
        "sessions": list(course.events.order_by("title")),
        "behind": Occurrence.objects.sessions_behind(course.pk, clock.now()),
    }
    return render(request, "groups/courses/kept.html", context)


@form_methods
@organisers
def course_new(request: HttpRequest) -> HttpResponse:
    """A new course."""
    form = CourseForm(sent(request), initial={"version": 1})
    by, back = user_of(request), reverse("groups:courses_kept")
    return saved(
        request, form, lambda: actions.start_course(by=by, values=form.values()), heading=_("New course"), back=back
    )


@form_methods
@organisers
def course_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it is about."""
    course = get_object_or_404(Course, pk=pk)
    form = CourseForm(sent(request), initial=CourseForm.shown(course))

    def action() -> None:
        version = form.cleaned_data["version"]
        actions.change_course(by=user_of(request), course=course, version=version, values=form.values())

    return saved(request, form, action, heading=course.title, back=kept_url(course))


@form_methods
@organisers
def course_sessions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which events count."""
    course = get_object_or_404(Course, pk=pk)
    initial = {"version": course.version, "events": list(course.events.values_list("pk", flat=True))}
    form = SessionsForm(sent(request), initial=initial)

    def action() -> None:
        given = form.cleaned_data
        actions.choose_sessions(
            by=user_of(request), course=course, version=given["version"], events=list(given["events"])
        )

    return saved(request, form, action, heading=_("Sessions of the course"), back=kept_url(course))


@form_methods
@organisers
def course_page_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more page."""
    course = get_object_or_404(Course, pk=pk)
    form = CoursePageForm(sent(request))

    def action() -> None:
        actions.write_page(by=user_of(request), course=course, page=None, **form.cleaned_data)

    return saved(request, form, action, heading=_("New page"), back=kept_url(course))


@form_methods
@organisers
def course_page_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a page says."""
    page = get_object_or_404(CoursePage.objects.select_related("course"), pk=pk)
    form = CoursePageForm(sent(request), initial=CoursePageForm.shown(page))

    def action() -> None:
        actions.write_page(by=user_of(request), course=page.course, page=page, **form.cleaned_data)

    return saved(request, form, action, heading=page.title, back=kept_url(page.course))


@require_POST
@organisers
def course_page_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a page away."""
    page = get_object_or_404(CoursePage.objects.select_related("course"), pk=pk)
    actions.drop_page(by=user_of(request), page=page)
    messages.success(request, _("The page is gone."))
    return redirect(kept_url(page.course))


@form_methods
@organisers
def course_need(request: HttpRequest, pk: UUID, need: UUID | None = None) -> HttpResponse:
    """A unit that needs the course: a new one, or its numbers."""
    course = get_object_or_404(Course, pk=pk)
    row = get_object_or_404(CourseNeed, pk=need, course=course) if need else None
    form = NeedForm(sent(request), initial=NeedForm.shown(row) if row else None)

    def action() -> None:
        actions.keep_need(by=user_of(request), course=course, need=row, **form.cleaned_data)

    return saved(request, form, action, heading=_("A unit that needs the course"), back=kept_url(course))


@require_POST
@organisers
def course_came(request: HttpRequest, pk: UUID, date: UUID) -> HttpResponse:
    """Everybody who came that day has completed the course."""
    course, found = get_object_or_404(Course, pk=pk), get_object_or_404(Occurrence, pk=date)
    try:
        number = actions.note_session(by=user_of(request), course=course, date_=found)
    except Refused as refused:
        messages.error(request, words_for(refused))
    else:
        said = ngettext(
            "{number} person came and has completed it.", "{number} people came and have completed it.", number
        )
        messages.success(request, said.format(number=number))
    return redirect(kept_url(course))
