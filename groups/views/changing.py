"""Changing one's sign-up, signed in and by the link in a message. GET shows, POST saves; nothing typed is lost."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from groups.actions.changing_sign_ups import change_party
from groups.forms.change_refusals import ANY_TEXT
from groups.forms.changing import ChangeForm
from groups.models import Registration
from groups.own_sign_up import shown
from groups.rules.changing import ChangeRefusal
from groups.views.organising import user_of
from groups.views.sign_ups import by_link
from portal.refusals import Refused

ASKS_TO_KEEP = {ChangeRefusal.NO_ROOM_FOR_MORE, ChangeRefusal.NO_MORE_AFTER_CLOSING}


@never_cache
def my_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For the person it belongs to, signed in."""
    row = get_object_or_404(Registration.objects.of_person(user_of(request)), pk=pk)
    back = reverse("groups:my_sign_up", args=[pk])
    return changed(request, row, {"layout": "layouts/member.html", "back": back}, is_link=False)


@by_link
def link_change(request: HttpRequest, token: str, row: Registration) -> HttpResponse:
    """For somebody who came from a message."""
    back = reverse("groups:sign_up_link", args=[token])
    return changed(request, row, {"layout": "layouts/public.html", "back": back}, is_link=True)


def changed(request: HttpRequest, row: Registration, more: dict[str, Any], *, is_link: bool) -> HttpResponse:
    """Save and go back to the sign-up; a refusal is said above what was typed."""
    form = ChangeForm(request.POST or None, row=row, is_link=is_link)
    if request.method != "POST" or not form.is_valid():
        return page(request, row, form, more)
    version, party = form.cleaned_data["version"], form.new_party()
    try:
        change_party(by=row.person, registration=row, version=version, party=party)
    except Refused as refused:
        now = Registration.objects.for_link().get(pk=row.pk)
        form.renew(now.version)
        form.refuse(ANY_TEXT[refused.reason], "seats" if refused.reason in ASKS_TO_KEEP else None)
        keep = refused.details["has"] if refused.reason in ASKS_TO_KEEP else 0
        return page(request, now, form, {**more, "keep": keep}, status=409)
    messages.success(request, _("Your sign-up is changed. You get a message about it."))
    return redirect(more["back"])


def page(
    request: HttpRequest, row: Registration, form: ChangeForm, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The form, or in a sentence why there is nothing to change."""
    now = shown(row)
    said = ANY_TEXT[now["why_unchangeable"]] if now["why_unchangeable"] else ""
    context = {**now, **more, "form": form, "said": said, "path": request.path}
    return render(request, "groups/sign_ups/change.html", context, status=status)
