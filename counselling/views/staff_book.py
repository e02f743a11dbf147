"""Booking for somebody on the phone, in two pages: who, then what and when."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from counselling.access import is_counsellor_of
from counselling.actions.booking import book_for_someone
from counselling.actions.people import look_up, make_person
from counselling.addresses_kept import address_in, forget_address, keep_address_in
from counselling.choices import Mode
from counselling.forms.relative import PickTimeForm
from counselling.forms.staff_book import CONTACT_TEXT, LookUpForm, PersonForm, TalkForm
from counselling.forms.staff_refusals import words_for
from counselling.forms.visits import AddressForm
from counselling.models import Appointment, MeetingType
from counselling.rules.talks import Refusal
from counselling.staff_times import grouped_by_day
from counselling.times import nearest
from counselling.views.staff_shared import STAFF, user_of
from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import User
from portal.calendar.models import Resource
from portal.design.forms import FormKeyMixin
from portal.design.words import moment_words
from portal.refusals import Refused


class BookForm(FormKeyMixin, PickTimeForm):
    """The time, the key that makes a double press one talk, and why the ceiling is passed when it is."""

    over_ceiling = forms.CharField(
        label=gettext_lazy("Why is it booked anyway?"),
        help_text=gettext_lazy(
            "Only needed when the counsellor has no room. At least 10 letters; it stands in the log."
        ),
        required=False,
        max_length=300,
    )


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def book_for(request: HttpRequest) -> HttpResponse:
    """Who is it? Look the person up; who asked to be rung comes with the number and name they gave."""
    form = LookUpForm(request.POST or None)
    found: list[User] | None = None
    person_form = None
    if request.method == "POST" and form.is_valid():
        found = look_up(by=user_of(request), email=form.email(), phone=form.phone())
        known = {"name": request.POST.get("name", ""), "email": form.email(), "phone": form.phone()}
        person_form = PersonForm(initial={**known, "form_key": uuid4()})
    return who_page(request, form, found, person_form, status=422 if form.errors else 200)


@require_http_methods(["POST"])
@roles_required(*STAFF)
def book_for_new(request: HttpRequest) -> HttpResponse:
    """Write down somebody nobody knows yet, and go on."""
    form = PersonForm(request.POST)
    if form.is_valid():
        try:
            person = make_person(by=user_of(request), wish=form.wish(), form_key=form.key)
        except Refused as refused:
            known = refused.reason is Refusal.PERSON_KNOWN
            form.refuse(words_for(refused) if known else CONTACT_TEXT[refused.reason], "email" if known else None)  # type: ignore[index]  # the other app's reasons
        else:
            return redirect("counselling:book_for_time", pk=person.pk)
    return who_page(request, LookUpForm(), [], form, status=422)


def who_page(
    request: HttpRequest, form: LookUpForm, found: list[User] | None, person_form: PersonForm | None, status: int
) -> HttpResponse:
    """The page that asks who it is."""
    failed = person_form if person_form is not None and person_form.is_bound else form
    context = {"look_up_form": form, "found": found, "person_form": person_form, "form": failed}
    return render(request, "counselling/staff/book_who.html", context, status=status)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def book_for_time(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What and when; the choices stand in the address, choosing a time books it."""
    person: User = get_object_or_404(User.objects.active(), pk=pk)
    talk_form = talk_form_for(request, Resource.objects.of_person(user_of(request)).first())
    talk_form.address = address_in(request, str(pk))
    if "street" in request.POST:
        return address_given(request, person, talk_form)
    form = BookForm(request.POST or None)
    ready = talk_form.is_valid() and not talk_form.lacks_address
    if request.method != "POST" or not ready or not form.is_valid():
        return time_page(request, person, talk_form, form, status=422 if form.errors else 200)
    start, _resource = form.cleaned_data["time"]
    wish, by = talk_form.wish(), user_of(request)
    try:
        made = book_for_someone(
            by=by,
            person=person,
            wish=wish,
            starts_at=start,
            form_key=form.key,
            over_ceiling=form.cleaned_data["over_ceiling"],
        )
    except Refused as refused:
        form.refuse(words_for(refused), "over_ceiling" if refused.reason is Refusal.CEILING_REACHED else None)
        return time_page(request, person, talk_form, form, status=409, lost=start)
    return booked(request, made, person)


def address_given(request: HttpRequest, person: User, talk_form: TalkForm) -> HttpResponse:
    """Keep where a home visit goes, sealed in the session, and show the times that leave room for the way."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return time_page(request, person, talk_form, BookForm(), status=422, address_form=form)
    keep_address_in(request, form.address(), str(person.pk))
    return redirect(request.get_full_path())


def booked(request: HttpRequest, made: Appointment, person: User) -> HttpResponse:
    """Say what was booked; to the talk's page, or to one's own day when it stands in a colleague's calendar."""
    words = {"name": person, "moment": moment_words(made.starts_at), "counsellor": made.counsellor.name}
    said = _("Booked: {name}, {moment}, with {counsellor}. A receipt is on its way.")
    forget_address(request)
    messages.success(request, said.format(**words))
    if is_counsellor_of(user_of(request), made) or user_of(request).has_role("team_lead"):
        return redirect("counselling:talk", pk=made.pk)
    return redirect("counselling:day")


def talk_form_for(request: HttpRequest, own: Resource | None) -> TalkForm:
    """The choices in the address, or sensible first ones: the first type, by phone, with oneself."""
    types = list(MeetingType.objects.active())
    kinds = (Resource.Kind.COUNSELLOR, Resource.Kind.INTERPRETER)
    resources = list(Resource.objects.active().of_kind(*kinds).for_list())
    data: dict[str, Any] = {
        "type": types[0].slug if types else "",
        "mode": types[0].modes[0] if types else "",
        "counsellor": str(own.pk) if own in resources else "any",
        "company": "alone",
    }
    data.update(request.GET.items())
    return TalkForm(data, types=types, resources=resources)


def time_page(
    request: HttpRequest,
    person: User,
    talk_form: TalkForm,
    form: forms.Form,
    *,
    status: int,
    lost: Any = None,
    address_form: AddressForm | None = None,
) -> HttpResponse:
    """The page with the choices on top and the free times below."""
    now, ready = clock.now(), talk_form.is_valid() and not talk_form.lacks_address
    groups = grouped_by_day(talk_form.wish(), now, first=talk_form.first_day()) if ready else []
    context = {
        "person": person,
        "talk_form": talk_form,
        "form": address_form or form,
        "book_form": form,
        "address_form": address_form or address_form_for(talk_form),
        "groups": groups,
        "ready": ready,
        "nearest": nearest(talk_form.wish(), lost, now) if lost and ready else [],
        "query": request.GET.urlencode(),
        "is_full": ready and talk_form.wish().would_be_over,
    }
    return render(request, "counselling/staff/book_time.html", context, status=status)


def address_form_for(talk_form: TalkForm) -> AddressForm | None:
    """The question where a home visit goes, with what was answered; None for other talks."""
    if not talk_form.is_valid() or talk_form.cleaned_data["mode"] != Mode.HOME_VISIT:
        return None
    return AddressForm(initial=vars(talk_form.address) if talk_form.address else None)
