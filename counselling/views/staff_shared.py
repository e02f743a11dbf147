"""What the staff's pages share: who asks, which talk, where to go back to."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from counselling.forms.staff_refusals import words_for
from counselling.models import Appointment
from portal.accounts.models import Role, User
from portal.refusals import Refused

STAFF = (Role.COUNSELLOR, Role.TEAM_LEAD)
FIRST_YEAR, LAST_YEAR = 2000, 2199


def user_of(request: HttpRequest) -> User:
    """Who asks; these pages are never open to anonymous people."""
    assert isinstance(request.user, User)
    return request.user


def managed_talk(request: HttpRequest, pk: UUID) -> Appointment:
    """A talk this person works with; 404 for every other."""
    talks = Appointment.objects.managed_by(user_of(request)).for_list().with_company()
    talk: Appointment = get_object_or_404(talks, pk=pk)
    return talk


def day_from(text: str) -> date:
    """A day in an address; 404 when it is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Http404
    return day


def version_in(request: HttpRequest) -> int:
    """The version the page was judged from; -1 (always stale) when the form lost it."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page of ours the form came from, or the usual one."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    hosts, secure = {request.get_host()}, request.is_secure()
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, hosts, require_https=secure)
    return wanted if is_ours else otherwise


def carry_out(
    request: HttpRequest,
    talk: Appointment,
    action: Callable[[], object],
    said: str,
    refused_page: Callable[[HttpRequest, Appointment, str], HttpResponse],
) -> HttpResponse:
    """Do one thing to a talk, say so and go back; when refused, show the talk as it is now and say why (409)."""
    try:
        action()
    except Refused as refused:
        return refused_page(request, managed_talk(request, talk.pk), words_for(refused))
    messages.success(request, said)
    return redirect(way_back(request, reverse("counselling:talk", args=[talk.pk])))
