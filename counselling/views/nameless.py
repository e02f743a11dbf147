"""A talk on the phone without a name: a time, a code, a number to ring. We keep nothing else."""

from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from counselling.actions import calls
from counselling.choices import Mode
from counselling.forms.chosen import Choices
from counselling.forms.refusals import TOO_MANY_TRIES, words_for
from counselling.forms.relative import CodeForm, PickTimeForm
from counselling.models import MeetingType
from counselling.times import nearest, times_page
from counselling.wishes import Wish
from portal import clock
from portal.accounts import limits
from portal.refusals import Refused


def wish_without_name() -> Wish | None:
    """The first talk that can be held on the phone, with whoever is free."""
    kind = next((kind for kind in MeetingType.objects.bookable() if Mode.PHONE in kind.modes), None)
    return Wish(meeting_type=kind, mode=Mode.PHONE, adds_load=False) if kind else None


@login_not_required
@never_cache
def nameless(request: HttpRequest) -> HttpResponse:
    """What it is, the free times, and the one button. POST books and shows the code once."""
    wish = wish_without_name()
    form = PickTimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and wish is not None:
        return booked(request, wish, form)
    choices = Choices.read(request.GET)
    page = times_page(wish, choices, lambda other: request.path + other.query(), clock.now()) if wish else None
    context = {"page": page, "form": form, "hidden": [("form_key", str(uuid4()))]}
    return render(request, "counselling/nameless.html", context)


def booked(request: HttpRequest, wish: Wish, form: PickTimeForm) -> HttpResponse:
    """The code, shown once; the same press twice shows the same code. A lost time: the nearest ones."""
    start, _resource = form.cleaned_data["time"]
    key = form_key(request)
    if key is None:
        return redirect("counselling:nameless")
    try:
        talk, code = calls.book_nameless_talk(wish=wish, starts_at=start, form_key=key)
    except Refused as refused:
        context = {
            "words": words_for(refused.reason),
            "starts_at": start,
            "times": nearest(wish, start, clock.now()),
            "hidden": [("form_key", str(key))],
        }
        return render(request, "counselling/nameless_lost.html", context, status=409)
    return render(request, "counselling/nameless_code.html", {"talk": talk, "secret_code": code})


def form_key(request: HttpRequest) -> UUID | None:
    """The key of this showing of the page."""
    try:
        return UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None


@login_not_required
@never_cache
def nameless_cancel(request: HttpRequest) -> HttpResponse:
    """The code cancels the talk: first it shows the time, then a second press cancels."""
    form = CodeForm(request.POST or None)
    talk = None
    if request.method == "POST" and form.is_valid() and not limits.allows(request, "talk_code"):
        form.refuse(TOO_MANY_TRIES, "code")
    elif request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        talk = calls.nameless_talk_with(code)
        try:
            if request.POST.get("sure") or talk is None:
                talk = calls.cancel_nameless_talk(code=code)
                return render(request, "counselling/nameless_cancelled.html", {"talk": talk})
        except Refused as refused:
            form.refuse(words_for(refused.reason), "code")
            talk = None
    return render(request, "counselling/nameless_cancel.html", {"form": form, "talk": talk})
