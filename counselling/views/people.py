"""Somebody staff know: who it is, the code that gives them an account, and two records that are one person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counselling.actions import claims, contacts
from counselling.actions.people import look_up
from counselling.forms.merging_refusals import words_for
from counselling.forms.people import ClaimForm, JoinForm
from counselling.forms.refusals import TOO_MANY_TRIES
from counselling.forms.staff_book import LookUpForm
from counselling.models import Case, ConflictOfInterest
from counselling.views.staff_shared import STAFF, user_of
from portal.accounts import limits
from portal.accounts.actions import merge_people
from portal.accounts.actions.merging import preview
from portal.accounts.decorators import roles_required
from portal.accounts.models import User
from portal.refusals import Refused


def known(pk: UUID) -> User:
    """Somebody who was not joined with another person; 404 for everybody else."""
    person: User = get_object_or_404(User.objects.active(), pk=pk)
    return person


@require_GET
@roles_required(*STAFF)
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who somebody is and what can be done for them."""
    one = known(pk)
    file = contacts.open_person(by=user_of(request), person=one)
    context = {"person": one, "file": file, "caller": file.caller, "warnings": file.warnings}
    return render(request, "counselling/people/person.html", context)


@require_POST
@roles_required(*STAFF)
def person_code(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the code and show it this once, to be read aloud."""
    one = known(pk)
    try:
        made, code = claims.make_claim_code(by=user_of(request), person=one)
    except Refused as refused:
        messages.error(request, words_for(refused))
        return redirect("counselling:person", pk=pk)
    spelled = dict(word.split("=") for word in str(claims_words()).split())
    letters = [(letter, spelled[letter]) for letter in code if letter != " "]
    context = {"person": one, "made": made, "code": code, "letters": letters}
    return render(request, "counselling/people/code.html", context)


def claims_words() -> str:
    """How each letter of a code is said on a bad line."""
    return _(
        "A=Anna F=Frederic I=Ida J=John K=Karen L=Louis M=Mary O=Oliver R=Robert T=Thomas U=Ursula V=Victor"
        " X=Xerxes Z=Zebra"
    )


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def person_other(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which other record is the same person? Looked up by number or address."""
    one, form = known(pk), LookUpForm(request.POST or None)
    found: list[User] | None = None
    if request.method == "POST" and form.is_valid():
        found = look_up(by=user_of(request), email=form.email(), phone=form.phone())
        found = [other for other in found if other != one]
    context = {"person": one, "form": form, "found": found}
    return render(request, "counselling/people/other.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def person_join(request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
    """The two side by side; POST makes them one."""
    by, people = user_of(request), [known(pk), known(other)]
    if ConflictOfInterest.objects.of_worker(by).about(people).exists():
        return render(request, "counselling/people/barred.html", {"person": people[0]}, status=403)
    cases = list(Case.objects.open().of_people(people))
    form, status = JoinForm(request.POST or None, people=people, cases=cases), 200
    if request.method == "POST" and form.is_valid():
        keep, gone = form.who_stays()
        try:
            merge_people(by=by, keep=keep, gone=gone, choices={"case": form.cleaned_data.get("case", "")})
        except Refused as refused:
            form.refuse(words_for(refused))
            status = 409
        else:
            messages.success(request, _("The two are one person now."))
            return redirect("counselling:person", pk=keep.pk)
    return join_page(request, people, form, 422 if form.errors and status == 200 else status)


def join_page(request: HttpRequest, people: list[User], form: JoinForm, status: int) -> HttpResponse:
    """What either has, and the choice."""
    left, right = people
    context = {"left": left, "right": right, "form": form}
    context["lines"] = preview(by=user_of(request), left=left, right=right)
    return render(request, "counselling/people/join.html", context, status=status)


@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """A relative writes the code from the phone: talks, course and profile become theirs."""
    form, status = ClaimForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        user = user_of(request)
        if not limits.allows(request, "claim_code", key=str(user.pk)):
            form.refuse(TOO_MANY_TRIES, "code")
            return render(request, "counselling/people/claim.html", {"form": form}, status=429)
        try:
            claims.claim(by=user, code=form.cleaned_data["code"])
        except Refused as refused:
            form.refuse(words_for(refused), "code")
            status = 409
        else:
            messages.success(request, _("Welcome. Your talks with us are here now."))
            return redirect("counselling:appointments")
    status = 422 if form.errors and status == 200 else status
    return render(request, "counselling/people/claim.html", {"form": form}, status=status)
