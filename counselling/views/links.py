"""The signed link in a message: shows time and place, moves and cancels one talk. GET shows, POST acts."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from counselling import links, offer_links
from counselling.actions import booking, keeping
from counselling.choices import CancelActor
from counselling.forms.refusals import TOO_MANY_TRIES, words_for
from counselling.forms.relative import CancelForm, PickTimeForm, ReplyForm
from counselling.models import Appointment
from counselling.rules.talks import Refusal
from counselling.views.appointments import file_of, move_page, not_moved, what_may_be_done
from portal.accounts import limits
from portal.refusals import Refused
from relatives.models import RelativeProfile
from relatives.rules import text_level

View = Callable[[HttpRequest, str, Appointment], HttpResponse]


def by_link(view: View) -> Callable[..., HttpResponse]:
    """Open the talk a token belongs to, or say that the link is used up; tell nobody where one came from.

    Without a referrer browsers send "Origin: null", which the CSRF check refuses. It has nothing to guard here: the
    right to act is the secret in the address, not a cookie that another site could borrow.
    """

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        appointment = links.open_link(token)
        if appointment is None or not appointment.is_live:
            behind = links.behind(token)
            status = behind.status if behind else ""
            response = render(request, "counselling/link_over.html", {"status": status}, status=410)
        else:
            response = view(request, token, appointment)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return csrf_exempt(login_not_required(never_cache(opened)))


def shows_place(appointment: Appointment) -> bool:
    """Whether the place may stand where the link leads: the choice of the one it belongs to."""
    return text_level(RelativeProfile.objects.of(appointment.booked_by)) == "place"


@by_link
def link(request: HttpRequest, token: str, appointment: Appointment) -> HttpResponse:
    """Time and place; never topic, names or what was written."""
    context = {"appointment": appointment, "token": token, **what_may_be_done(appointment)}
    return render(request, "counselling/link.html", context)


@by_link
def link_file(request: HttpRequest, token: str, appointment: Appointment) -> HttpResponse:
    """The calendar file, without signing in."""
    return file_of(appointment, shows_place=shows_place(appointment))


@by_link
def link_cancel(request: HttpRequest, token: str, appointment: Appointment) -> HttpResponse:
    """GET shows what would happen, POST cancels."""
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.cancel_appointment(
                by=appointment.booked_by,
                appointment=appointment,
                actor=CancelActor.RELATIVE,
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            form.refuse(words_for(refused.reason))
        else:
            return redirect("counselling:link_done")
    context = {"appointment": appointment, "token": token, "form": form, **what_may_be_done(appointment)}
    return render(request, "counselling/link_cancel.html", context)


@by_link
def link_move(request: HttpRequest, token: str, appointment: Appointment) -> HttpResponse:
    """GET shows free times, POST moves; the link of the new time comes at once."""
    form = PickTimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        start, _resource = form.cleaned_data["time"]
        try:
            moved = booking.move_appointment(
                by=appointment.booked_by, appointment=appointment, starts_at=start, is_staff=False
            )
        except Refused as refused:
            return not_moved(request, appointment, refused, start, {"action": request.path, "token": token})
        messages.success(request, _("The appointment is moved. You get a message with the new time."))
        return redirect("counselling:link", token=links.sign(moved))
    return move_page(request, appointment, form, template="counselling/link_move.html", token=token)


@login_not_required
@never_cache
def reply(request: HttpRequest) -> HttpResponse:
    """Reply to a message: the code of a text message opens what a link in a mail would."""
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        appointment = links.open_code(code)
        if not limits.allows(request, "talk_code"):
            form.refuse(TOO_MANY_TRIES, "code")
        elif appointment is None and (offer := offer_links.open_code(code)):
            return redirect("counselling:offer_link", token=offer_links.sign(offer))
        elif appointment is None:
            form.refuse(words_for(Refusal.CODE_UNKNOWN), "code")
        else:
            return redirect("counselling:link", token=links.sign(appointment))
    return render(request, "counselling/reply.html", {"form": form})


@login_not_required
@never_cache
def link_done(request: HttpRequest) -> HttpResponse:
    """After cancelling by link: it is done, and the way to a new time."""
    response = render(request, "counselling/link_done.html")
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
