"""Courses, as a colleague takes them: what there is, the sessions that will do, the pages to read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groups.actions.courses import learned_elsewhere, read_page, say_workplace
from groups.course_pages import pages_for, taken_by
from groups.forms.courses import WorkplaceForm
from groups.forms.event_refusals import words_for
from groups.models import Course, CoursePage, Occurrence, Workplace
from groups.rich_text import clean
from groups.views.organising import form_page, tried, user_of
from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role
from portal.design.forms import sent
from portal.refusals import Refused

everybody_here = roles_required(*Role.values)


@require_safe
@everybody_here
def courses(request: HttpRequest) -> HttpResponse:
    """What colleagues can learn, and what I have completed."""
    user = user_of(request)
    rows = taken_by(user, list(Course.objects.on_offer()), clock.today())
    workplace = Workplace.objects.of_person(user)
    return render(request, "groups/courses/list.html", {"rows": rows, "workplace": workplace})


@require_http_methods(["GET", "HEAD", "POST"])
@everybody_here
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """One course (GET); I have completed it elsewhere (POST)."""
    found = get_object_or_404(Course.objects.on_offer(), slug=slug)
    user = user_of(request)
    if request.method == "POST":
        try:
            learned_elsewhere(by=user, course=found)
        except Refused as refused:
            messages.error(request, words_for(refused))
        else:
            messages.success(request, _("Noted: you have completed the course."))
        return redirect("groups:course", slug=slug)
    context = {
        "taken": taken_by(user, [found], clock.today())[0],
        "pages": pages_for(user, found),
        "sessions": Occurrence.objects.sessions_ahead(found.pk, clock.now()),
    }
    return render(request, "groups/courses/course.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@everybody_here
def course_page(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """A page (GET); I have read it, on to the next (POST)."""
    pages = CoursePage.objects.on_offer(slug)
    page = get_object_or_404(pages, position=position)
    following = pages.after(position)
    if request.method == "POST":
        try:
            done = read_page(by=user_of(request), page=page)
        except Refused as refused:
            messages.error(request, words_for(refused))
            return redirect("groups:courses")
        if done is not None and following is None:
            messages.success(request, _("You have read every page. The course is completed."))
        if following is not None:
            return redirect("groups:course_page", slug=slug, position=following.position)
        return redirect("groups:course", slug=slug)
    context = {"page": page, "body": clean(page.body), "following": following}
    return render(request, "groups/courses/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@everybody_here
def workplace(request: HttpRequest) -> HttpResponse:
    """Where I work."""
    user = user_of(request)
    known = Workplace.objects.of_person(user)
    initial = {"unit": known.unit_id if known else None}
    form = WorkplaceForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["unit"]
        if tried(form, lambda: say_workplace(by=user, unit=chosen)):
            messages.success(request, _("Saved."))
            return redirect("groups:courses")
    return form_page(request, form, heading=_("Where you work"), button=_("Save"), back=reverse("groups:courses"))
