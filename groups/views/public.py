"""The public pages of evenings: the list, one event, its dates as calendar files, and the feeds."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from groups.choices import Sensitivity
from groups.event_page import context_of
from groups.feeds import calendar_of, rss_of
from groups.forms.finding import FindForm
from groups.models import Campaign, Event, Occurrence
from groups.months import month_page
from groups.shown import dates_ahead, place_words, public_event, shown
from groups.together_words import names_said, together_words
from portal import clock
from portal.accounts.models import User
from portal.design.models import Municipality
from portal.outbox import calendar_file


def reader(request: HttpRequest) -> User | None:
    """Who reads, if they are signed in."""
    return request.user if isinstance(request.user, User) else None


def event_of(request: HttpRequest, slug: str) -> Event:
    """A published event this reader may see; 404 for all others, as if it were not there."""
    event = public_event(slug, reader(request))
    if event is None:
        raise Http404
    return event


@login_not_required
@require_safe
def evenings(request: HttpRequest) -> HttpResponse:
    """What is ahead, the next first; narrowed by what somebody looks for."""
    form = FindForm(request.GET)
    asked = form.asked()
    found = dates_ahead(reader(request), clock.now(), asked)
    weeks = list(Campaign.objects.on_show(clock.today()))
    context = {"dates": found, "form": form, "is_narrowed": bool(asked), "weeks": weeks}
    return render(request, "groups/public/list.html", context)


@login_not_required
@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """The same as a picture of a month, and day by day on a phone."""
    form = FindForm(request.GET)
    asked = form.asked()
    page = month_page(reader(request), clock.now(), request.GET.get("month", ""), asked)
    before, after = page.month.before, page.month.after
    later = page.next_one.starts_at.astimezone(clock.zone()).date() if page.next_one else None
    context = {
        "page": page,
        "form": form,
        "is_narrowed": bool(asked),
        "before": form.address(month=before) if before else "",
        "after": form.address(month=after) if after else "",
        "later": form.address(month=later) if later else "",
    }
    return render(request, "groups/public/month.html", context)


@login_not_required
@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event: what it is about, its dates and their seats, the place and who speaks."""
    return render(request, "groups/public/event.html", context_of(event_of(request, slug), clock.now()))


@login_not_required
@require_safe
def date_file(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """One date for somebody's own calendar; never what a discreet event is about, nor where."""
    found = event_of(request, slug)
    date = get_object_or_404(Occurrence.objects.of_event(found.pk).for_page(), pk=pk)
    is_open = found.sensitivity == Sensitivity.OPEN
    is_called_off = shown(date, clock.now()).is_off
    content = calendar_file.make(
        uid=f"{date.uid}@{settings.MAIL_DOMAIN}",
        sequence=date.sequence,
        method="CANCEL" if is_called_off else "PUBLISH",
        start=date.starts_at,
        end=date.ends_at,
        summary=found.said_title,
        location=place_words(date) if is_open else "",
        description=together_words(names_said(found)),
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="aften.ics"'
    return response


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """RSS of what everybody may come to, the next first; the same for all readers."""
    title = f"{_('Evenings and meetings')} – {Municipality.objects.current().name}"
    found = dates_ahead(None, clock.now(), {})
    rss = rss_of(found, title=title, path=request.path, about=_("Evenings and meetings for relatives"))
    return HttpResponse(rss, content_type="application/rss+xml; charset=utf-8")


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """The same for a calendar that follows it: each date keeps its entry when it moves or is called off."""
    name = f"{_('Evenings and meetings')} – {Municipality.objects.current().name}"
    content = calendar_of(dates_ahead(None, clock.now(), {}), name=name)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="aftener.ics"'
    return response
