"""When respite or a lift was not possible: what somebody wants instead. GET shows, POST moves the seats."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from groups import links
from groups.actions.going_another_way import go_another_way
from groups.choices import WayOn
from groups.forms.help_refusals import ANY_TEXT
from groups.models import Registration
from groups.own_help import choices_of
from groups.own_sign_up import shown
from groups.rules.respite import RespiteRefusal
from groups.views.organising import user_of
from groups.views.sign_ups import by_link
from portal.refusals import Refused


@never_cache
def my_way(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For the person it belongs to, signed in."""
    row = get_object_or_404(Registration.objects.of_person(user_of(request)), pk=pk)
    back = reverse("groups:my_sign_up", args=[pk])
    return chosen(request, row, {"layout": "layouts/member.html", "is_mine": True, "back": back})


@by_link
def link_way(request: HttpRequest, token: str, row: Registration) -> HttpResponse:
    """For somebody who came from a message."""
    back = reverse("groups:sign_up_link", args=[token])
    return chosen(request, row, {"layout": "layouts/public.html", "back": back})


def chosen(request: HttpRequest, row: Registration, more: dict[str, Any]) -> HttpResponse:
    """Move, and show the sign-up as it is then; a refusal is said and the old place stays."""
    if request.method != "POST":
        return page(request, row, more)
    try:
        new = moved(row, request.POST.get("way", ""))
    except Refused as refused:
        now = Registration.objects.for_link().get(pk=row.pk)
        return page(request, now, {**more, "said": ANY_TEXT[refused.reason]}, status=409)
    messages.success(request, _("It is changed. This is your sign-up now."))
    if "is_mine" in more:
        return redirect("groups:my_sign_up", pk=new.pk)
    return redirect("groups:sign_up_link", token=links.sign(new))


def moved(row: Registration, way: str) -> Registration:
    """Do what a button says. Refuses what is no button, and what was chosen already in another way."""
    if way not in WayOn.values:
        raise Refused(RespiteRefusal.NOTHING_TO_CHOOSE)
    asked = choices_of(row)["asked"]
    if asked is None:
        raise Refused(RespiteRefusal.NOTHING_TO_CHOOSE)
    return go_another_way(by=row.person, row=asked, way=way)


def page(request: HttpRequest, row: Registration, more: dict[str, Any], status: int = 200) -> HttpResponse:
    """The ways on, or that there is nothing to choose."""
    context = {**shown(row), **choices_of(row), **more, "path": request.path}
    return render(request, "groups/sign_ups/another_way.html", context, status=status)
