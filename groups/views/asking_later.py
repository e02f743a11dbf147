"""Asking for respite or a lift after the sign-up, changing it, and no longer needing it. GET shows, POST acts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from groups import help_later
from groups.actions import asking_later as actions
from groups.forms.asking_help import WishForm
from groups.forms.help_refusals import ANY_TEXT
from groups.models import HelpRequest, Registration
from groups.models.respite import KINDS
from groups.own_sign_up import shown
from groups.views.sign_ups import by_link
from portal.refusals import Refused


@never_cache
def my_help(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """For the person it belongs to, signed in."""
    row = get_object_or_404(Registration.objects.of_person(request.user), pk=pk)  # type: ignore[arg-type]
    more = {"layout": "layouts/member.html", "is_mine": True, "back": reverse("groups:my_sign_up", args=[pk])}
    return wished(request, row, kind, more)


@by_link
def link_help(request: HttpRequest, token: str, row: Registration, kind: str) -> HttpResponse:
    """For somebody who came from a message."""
    more = {"layout": "layouts/public.html", "back": reverse("groups:sign_up_link", args=[token])}
    return wished(request, row, kind, more)


def wished(request: HttpRequest, row: Registration, kind: str, more: dict[str, Any]) -> HttpResponse:
    """Do what was pressed and go back to the sign-up; a no is said above what was typed."""
    if kind not in KINDS:
        raise Http404
    wish = help_later.open_wish(row, kind)
    is_off, is_link = request.POST.get("act") == "withdraw", "is_mine" not in more
    form = WishForm(None if is_off else request.POST or None, kind=kind, row=wish, is_link=is_link)
    if request.method != "POST" or not (is_off or form.is_valid()):
        return page(request, row, form, more)
    try:
        said = withdrawn(row, wish) if is_off else written(row, wish, form)
    except Refused as refused:
        now = Registration.objects.for_link().get(pk=row.pk)
        if not is_off:
            found = help_later.open_wish(now, kind)
            form.renew(found.version if found else 0)
            form.refuse(ANY_TEXT[refused.reason])
        return page(request, now, form, {**more, "said": ANY_TEXT[refused.reason]}, status=409)
    messages.success(request, said)
    return redirect(more["back"])


def withdrawn(row: Registration, wish: HelpRequest | None) -> str:
    """It is not needed; pressed twice, it still is not."""
    if wish is not None:
        actions.withdraw_wish(by=row.person, row=wish)
    return _("We no longer look for anybody. You still have your sign-up.")


def written(row: Registration, wish: HelpRequest | None, form: WishForm) -> str:
    """Asked for, or said differently."""
    if wish is None:
        asked = actions.ask_later(by=row.person, registration=row, wish=form.wish())
    else:
        version = form.cleaned_data["version"]
        asked = actions.reword(by=row.person, row=wish, version=version, wish=form.wish())
    return _("We ask for you.") if asked.answer_by else _("We ask for you as soon as you have a place.")


def page(
    request: HttpRequest, row: Registration, form: WishForm, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The question, or in a sentence why it can't be asked; with ?withdraw it asks once more before it is stopped."""
    context = {**shown(row), **help_later.context_of(row, form.kind), "form": form, "path": request.path, **more}
    if context["refusal"] and "said" not in more:
        context["said"] = ANY_TEXT[context["refusal"]]
    context["asks_withdraw"] = "withdraw" in request.GET and context["may_withdraw"]
    return render(request, "groups/sign_ups/help.html", context, status=status)
