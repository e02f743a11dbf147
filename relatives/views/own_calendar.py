"""The page where a person gets, renews and closes their calendar address; and what a calendar fetches there."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import clock
from portal.accounts import limits
from portal.design.forms import sent
from portal.refusals import Refused
from relatives import actions, rules
from relatives.forms import REFUSAL_TEXT, CalendarFeedForm
from relatives.models import CalendarFeed, RelativeProfile
from relatives.own_calendar import OwnCalendar, opened
from relatives.views.settings import person_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """What the address is for; POST makes a new one, which is shown on this answer only."""
    user = person_of(request)
    kept = CalendarFeed.objects.of(user)
    form = CalendarFeedForm(sent(request), initial={"says_titles": bool(kept and kept.says_titles)})
    profile = RelativeProfile.objects.of(user)
    context = {"form": form, "feed": kept, "is_private": rules.text_level(profile) == "place"}
    if request.method == "POST" and form.is_valid():
        try:
            secret = actions.renew_feed(by=user, says_titles=form.cleaned_data["says_titles"])
        except Refused as refused:
            form.refuse(REFUSAL_TEXT[rules.Refusal(refused.reason)])
            return render(request, "relatives/calendar.html", {**context, "is_refused": True}, status=409)
        address = settings.SITE_URL + reverse("relatives:calendar_feed", args=[secret])
        shown = {"address": address, "one_tap": "webcal" + address[address.index(":") :]}
        return render(request, "relatives/calendar_address.html", shown)
    context["is_refused"] = rules.may_feed_a_calendar(profile) is not None
    return render(request, "relatives/calendar.html", context)


@require_POST
def calendar_close(request: HttpRequest) -> HttpResponse:
    """The address is dead from now on."""
    actions.close_feed(by=person_of(request))
    messages.success(request, _("The calendar address is closed. What was subscribed gets no more updates."))
    return redirect("relatives:calendar")


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The file itself: 404 for a wrong or old secret, 304 when nothing changed, 429 when asked too often."""
    hashed = actions.secret_hash(secret)
    feed = opened(hashed)
    action, key = ("calendar_feed", hashed) if feed else ("calendar_miss", "")
    if not limits.allows(request, action, key, counts_reading=True):
        return HttpResponse(status=429, headers={"Retry-After": "600"})
    if feed is None:
        raise Http404
    found = OwnCalendar(feed, clock.now())
    headers = {"ETag": found.tag(), "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
    if request.headers.get("If-None-Match", "").removeprefix("W/") == headers["ETag"]:
        return HttpResponseNotModified(headers=headers)
    response = HttpResponse(found.body(), content_type="text/calendar; charset=utf-8", headers=headers)
    patch_cache_control(response, private=True, no_cache=True)
    return response
