"""A counsellor's own page to relatives, their photo, and the calendar feed."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from counselling.actions.profiles import change_profile, renew_feed, revoke_feed, secret_hash
from counselling.feed import Feed
from counselling.forms.staff_profile import ProfileForm
from counselling.models import CounsellorProfile
from counselling.views.staff_shared import user_of
from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role
from portal.calendar.models import Resource

FIELDS = ("name", "about_da", "about_nb", "about_en", "languages", "photo_alt", "is_public")


def own_calendar(request: HttpRequest) -> Resource:
    """The counsellor's own resource; 404 before the team lead has made one."""
    own = Resource.objects.of_kind(Resource.Kind.COUNSELLOR).of_person(user_of(request)).first()
    if own is None:
        raise Http404
    return own


@require_http_methods(["GET", "POST"])
@roles_required(Role.COUNSELLOR)
def profile(request: HttpRequest) -> HttpResponse:
    """Change how relatives meet you."""
    resource, user = own_calendar(request), user_of(request)
    kept = CounsellorProfile.objects.of_person(user) or CounsellorProfile(resource=resource, name=resource.name)
    initial = {name: getattr(kept, name) for name in FIELDS}
    form = ProfileForm(request.POST or None, request.FILES or None, initial=initial, has_photo=bool(kept.photo))
    if request.method == "POST" and form.is_valid():
        change_profile(by=user, resource=resource, wish=form.wish())
        messages.success(request, _("Your page is saved."))
        return redirect("counselling:profile")
    status = 422 if form.errors else 200
    return render(request, "counselling/staff/profile.html", {"form": form, "profile": kept}, status=status)


@require_POST
@roles_required(Role.COUNSELLOR)
def feed_renew(request: HttpRequest) -> HttpResponse:
    """Make a new secret address; it is shown on this answer only."""
    resource, user = own_calendar(request), user_of(request)
    secret = renew_feed(by=user, resource=resource)
    address = request.build_absolute_uri(reverse("counselling:feed", args=[secret]))
    return render(request, "counselling/staff/feed.html", {"address": address})


@require_POST
@roles_required(Role.COUNSELLOR)
def feed_revoke(request: HttpRequest) -> HttpResponse:
    """Close the secret address."""
    revoke_feed(by=user_of(request), resource=own_calendar(request))
    messages.success(request, _("The calendar address is closed. What was subscribed gets no more updates."))
    return redirect(reverse("counselling:profile") + "#feed")


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The feed itself, for calendars: 404 for a wrong or old secret, 304 when nothing changed."""
    known = CounsellorProfile.objects.with_feed(secret_hash(secret))
    if known is None:
        raise Http404
    found = Feed(known, clock.now())
    tag = found.tag()
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    headers = {"ETag": tag, "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
    response = HttpResponse(found.body(), content_type="text/calendar; charset=utf-8", headers=headers)
    patch_cache_control(response, private=True, no_cache=True)
    return response


@login_not_required
@require_safe
def photo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A counsellor's photo, for as long as relatives can find them."""
    found = CounsellorProfile.objects.photographed(pk)
    if found is None or not found.photo:
        raise Http404
    response = HttpResponse(bytes(found.photo), content_type="image/jpeg")
    patch_cache_control(response, public=True, max_age=3600)
    return response
