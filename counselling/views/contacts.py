"""A call nobody planned: log it, then go on from it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from counselling.actions import contacts
from counselling.actions.contacts import Caller
from counselling.forms.contact_refusals import words_for
from counselling.forms.contacts import CallBackForm, ContactForm, people_of
from counselling.models import Contact
from counselling.views.call_drafts import PRESSED, begun, log_page, not_kept
from counselling.views.staff_shared import STAFF, user_of
from portal.accounts.decorators import roles_required
from portal.accounts.models import User
from portal.design.words import day_words
from portal.refusals import Refused


def callers_in(request: HttpRequest, user: User) -> list[Caller] | None:
    """Who was found on the page the form came from; None when nobody was looked up yet."""
    if "looked_up" not in request.POST:
        return None
    people = User.objects.active().in_bulk(people_of(request.POST.getlist("found"), user))
    return contacts.callers(user, people.values())


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def log_call(request: HttpRequest) -> HttpResponse:
    """Note a call: the number finds who it is, everything else is filled already."""
    user = user_of(request)
    form = ContactForm(request.POST or None, callers=callers_in(request, user), by=user)
    if request.method != "POST":
        return begun(request)
    if pressed := PRESSED.get(request.POST.get("do", "")):
        return pressed(request, form)
    wants_look_up = "look_up" in request.POST or is_unknown_yet(request)
    if wants_look_up:
        return looked_up(request, form, user)
    if form.is_valid():
        try:
            seen = form.cleaned_data["draft_seen"]
            contact = contacts.log_contact(by=user, wish=form.wish(), form_key=form.key, draft_seen=seen)
        except Refused as refused:
            return not_kept(request, form, refused)
        messages.success(request, _("The call is noted."))
        return redirect("counselling:contact", pk=contact.pk)
    return log_page(request, form, status=422)


def is_unknown_yet(request: HttpRequest) -> bool:
    """Whether a number stands in the box that nobody has looked up: it is never dropped in silence."""
    number = request.POST.get("known_by", "").strip()
    return bool(number) and request.POST.get("looked_up", "").strip() != number


def looked_up(request: HttpRequest, form: ContactForm, user: User) -> HttpResponse:
    """Who that is, on the same page; what was typed stays."""
    form.is_valid()
    if "known_by" in form.errors:
        return log_page(request, form, status=422)
    sought = form.sought()
    found = contacts.who_rings(by=user, **sought) if any(sought.values()) else None
    fresh = ContactForm(None, callers=found, by=user)
    typed = {name: request.POST[name] for name in fresh.fields if name in request.POST and name != "person"}
    only_one = next(iter(fresh.people)) if len(fresh.people) == 1 else ""
    fresh.initial.update({**typed, "person": only_one})
    return log_page(request, fresh)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A logged call, and what can come of it; POST promises to ring again."""
    user = user_of(request)
    one: Contact = get_object_or_404(Contact.objects.visible_to(user).with_people(), pk=pk)
    form = CallBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        try:
            contacts.call_back_later(by=user, contact=one, on=on)
        except Refused as refused:
            form.refuse(words_for(refused), "on")
        else:
            messages.success(request, _("Noted: ring again {day}.").format(day=day_words(on)))
            return redirect("counselling:contact", pk=pk)
    file = contacts.open_contact(by=user, contact=one)
    context = {"contact": one, "file": file, "warnings": file.warnings, "form": form, "caller": file.caller}
    return render(request, "counselling/contacts/contact.html", context, status=422 if form.errors else 200)


@require_POST
@roles_required(*STAFF)
def contact_case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a case from the call."""
    user = user_of(request)
    one: Contact = get_object_or_404(Contact.objects.visible_to(user), pk=pk)
    try:
        contacts.open_case_from(by=user, contact=one)
    except Refused as refused:
        messages.error(request, words_for(refused))
    else:
        messages.success(request, _("The case is open."))
    return redirect("counselling:contact", pk=pk)
