"""Theme weeks: the programme everybody sees, and how organisers make it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from groups.actions.theme_weeks import change_week, show_week, start_week
from groups.feeds import rss_of
from groups.forms.event_refusals import words_for
from groups.forms.theme_weeks import WeekForm
from groups.models import Campaign, Event
from groups.programme import Programme, calendar_of, programme_of
from groups.views.organising import STAFF, form_page, tried, user_of, version_in
from groups.views.public import reader
from portal import clock
from portal.accounts.decorators import roles_required
from portal.design.models import Municipality
from portal.refusals import Refused


def seen(request: HttpRequest, slug: str) -> tuple[Campaign, Programme]:
    """A week everybody may see, with its programme; 404 for a draft."""
    week = get_object_or_404(Campaign.objects.published(), slug=slug)
    house = Municipality.objects.current().name
    asked = request.GET.get("host", "")[:120]
    return week, programme_of(week, reader(request), clock.now(), house=house, host=asked)


@login_not_required
@require_safe
def week(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme day by day, of all hosts or of one. Printed, it is a programme on paper."""
    found, programme = seen(request, slug)
    context = {"week": found, "days": programme.days, "hosts": programme.hosts, "host": request.GET.get("host", "")}
    return render(request, "groups/public/week.html", context)


@login_not_required
@require_safe
def week_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The week as a calendar."""
    response = HttpResponse(calendar_of(*seen(request, slug)), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="program.ics"'
    return response


@login_not_required
@require_safe
def week_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The week for a news reader."""
    found, programme = seen(request, slug)
    dates = [one for day in programme.days for one in day.dates]
    rss = rss_of(dates, title=found.title, path=request.path, about=found.summary or found.title)
    return HttpResponse(rss, content_type="application/rss+xml; charset=utf-8")


@require_GET
@roles_required(*STAFF)
def weeks(request: HttpRequest) -> HttpResponse:
    """All weeks, drafts too."""
    return render(request, "groups/organise/weeks.html", {"weeks": list(Campaign.objects.for_list())})


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def week_new(request: HttpRequest) -> HttpResponse:
    """Begin one."""
    form = WeekForm(request.POST or None)
    made: list[Campaign] = []
    is_filled_in = request.method == "POST" and form.is_valid()
    by = user_of(request)
    if is_filled_in and tried(form, lambda: made.append(start_week(by=by, values=form.values(), form_key=form.key))):
        return redirect("groups:organised_week", pk=made[0].pk)
    said = {"heading": _("New theme week"), "button": _("Make it"), "back": reverse("groups:weeks")}
    return form_page(request, form, **said)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def week_words(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change its words, days and hosts."""
    found = get_object_or_404(Campaign, pk=pk)
    form = WeekForm(request.POST or None, initial=WeekForm.shown(found))
    if request.method == "POST" and form.is_valid():
        version, values = form.cleaned_data["version"], form.values()
        if tried(form, lambda: change_week(by=user_of(request), week=found, version=version, values=values)):
            messages.success(request, _("Saved."))
            return redirect("groups:organised_week", pk=pk)
    said = {"heading": _("The theme week"), "button": _("Save"), "back": reverse("groups:organised_week", args=[pk])}
    return form_page(request, form, lead=found.title, **said)


@require_GET
@roles_required(*STAFF)
def organised_week(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One week with all its events, drafts too."""
    return week_page(request, get_object_or_404(Campaign, pk=pk))


def week_page(request: HttpRequest, found: Campaign, refused: str = "", status: int = 200) -> HttpResponse:
    """A week as it is now."""
    events = list(Event.objects.visible_to(user_of(request)).of_week(found))
    context = {"week": found, "events": events, "refused": refused}
    return render(request, "groups/organise/week.html", context, status=status)


@require_POST
@roles_required(*STAFF)
def week_show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let everybody see it, or take it off."""
    found = get_object_or_404(Campaign, pk=pk)
    is_shown = request.POST.get("show") == "1"
    try:
        show_week(by=user_of(request), week=found, version=version_in(request), is_shown=is_shown)
    except Refused as refused:
        return week_page(request, Campaign.objects.get(pk=pk), refused=words_for(refused), status=409)
    messages.success(request, _("Everybody can see the programme.") if is_shown else _("It is taken off the site."))
    return redirect("groups:organised_week", pk=pk)
