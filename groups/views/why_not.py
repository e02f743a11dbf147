"""The page "why not me?", signed in and by the link in a message. Only looked at: nothing is changed here."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from groups.models import Registration
from groups.own_sign_up import shown
from groups.views.organising import user_of
from groups.views.sign_ups import by_link
from groups.why_not import context_of


@never_cache
@require_safe
def my_why(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For the person it belongs to, signed in."""
    row = get_object_or_404(Registration.objects.of_person(user_of(request)), pk=pk)
    back = reverse("groups:my_sign_up", args=[pk])
    return page(request, row, {"layout": "layouts/member.html", "is_mine": True, "back": back})


@by_link
@require_safe
def link_why(request: HttpRequest, token: str, row: Registration) -> HttpResponse:
    """For somebody who came from a message."""
    return page(request, row, {"layout": "layouts/public.html", "back": reverse("groups:sign_up_link", args=[token])})


def page(request: HttpRequest, row: Registration, more: dict[str, Any]) -> HttpResponse:
    """The story of a sign-up that did not get in; one that did is shown as it is."""
    context = {**shown(row), **more}
    if not context["may_ask_why"]:
        return redirect(more["back"])
    return render(request, "groups/sign_ups/why_not.html", {**context, **context_of(row)})
