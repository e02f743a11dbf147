"""One talk, for those who manage it: everything needed to begin it, and everything that can be done with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counselling.actions import keeping
from counselling.actions.booking import move_appointment
from counselling.actions.calls import conclude_nameless_talk
from counselling.actions.visit_days import address_of_talk
from counselling.choices import CancelActor
from counselling.forms.relative import PickTimeForm
from counselling.forms.staff_refusals import words_for
from counselling.forms.staff_talk import CancelForm, DeclineForm, VideoLinkForm
from counselling.models import Appointment, Case, NamelessTalk
from counselling.staff_times import grouped_by_day
from counselling.times import nearest
from counselling.views.staff_day import day_url, talk_context
from counselling.views.staff_shared import STAFF, carry_out, managed_talk, user_of, version_in, way_back
from counselling.wishes import Wish
from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import User
from portal.design.words import moment_words
from portal.refusals import Refused

OUTCOMES = ("fulfilled", "noshow")


def talk_page(
    request: HttpRequest, talk: Appointment, refused: str = "", status: int = 200, **filled: Any
) -> HttpResponse:
    """The talk's page; its reading is recorded first."""
    context = talk_context(user_of(request), talk)
    context["case_address"] = case_address(user_of(request), talk)
    initial = {"version": talk.version, "video_link": talk.video_link}
    context["video_form"] = VideoLinkForm(initial=initial)
    context["day_url"] = f"{day_url(talk.starts_at.astimezone(clock.zone()).date())}?talk={talk.pk}"
    context |= {"refused": refused, "here": reverse("counselling:talk", args=[talk.pk]), "on_own_page": True, **filled}
    return render(request, "counselling/staff/talk.html", context, status=status)


def case_address(user: User, talk: Appointment) -> str:
    """The page of the case a talk belongs to, for those who may see it."""
    if talk.case_id is None or Case.objects.listed_for(user).with_id(talk.case_id) is None:
        return ""
    return reverse("counselling:case", args=[talk.case_id])


def refused_page(request: HttpRequest, talk: Appointment, words: str) -> HttpResponse:
    """The talk as it is now, with why nothing was done."""
    return talk_page(request, talk, refused=words, status=409)


@require_GET
@roles_required(*STAFF)
def talk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A talk's page."""
    return talk_page(request, managed_talk(request, pk))


@require_POST
@roles_required(*STAFF)
def talk_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say yes to a requested time."""
    one, user = managed_talk(request, pk), user_of(request)
    return carry_out(
        request,
        one,
        lambda: keeping.confirm_pending(by=user, appointment=one, version=version_in(request)),
        _("Confirmed. The relative gets a message."),
        refused_page,
    )


@require_POST
@roles_required(*STAFF)
def talk_check_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that somebody has arrived."""
    one, user = managed_talk(request, pk), user_of(request)
    return carry_out(
        request,
        one,
        lambda: keeping.check_in(by=user, appointment=one, version=version_in(request)),
        _("Noted as arrived."),
        refused_page,
    )


@require_POST
@roles_required(*STAFF)
def talk_outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note how it went: held, or we did not get to talk."""
    one, user = managed_talk(request, pk), user_of(request)
    outcome = request.POST.get("outcome", "")
    if outcome not in OUTCOMES:
        return refused_page(request, one, _("Choose how it went."))
    said = _("Noted as held.") if outcome == "fulfilled" else _("Noted: we did not get to talk.")
    return carry_out(
        request,
        one,
        lambda: keeping.record_outcome(by=user, appointment=one, version=version_in(request), outcome=outcome),
        said,
        refused_page,
    )


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def talk_decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say no to a requested time, with the reason."""
    one, user = managed_talk(request, pk), user_of(request)
    form = DeclineForm(request.POST or None, initial={"version": one.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return carry_out(
            request,
            one,
            lambda: keeping.decline_pending(by=user, appointment=one, version=given["version"], reason=given["reason"]),
            _("Declined. The relative gets a message and can choose another time."),
            refused_page,
        )
    return reason_page(request, one, form, "decline")


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def talk_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call a talk off, with the reason."""
    one, user = managed_talk(request, pk), user_of(request)
    form = CancelForm(request.POST or None, initial={"version": one.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actor = CancelActor.COUNSELLOR if one.counsellor.user_id == user.pk else CancelActor.SERVICE
        return carry_out(
            request,
            one,
            lambda: keeping.cancel_appointment(
                by=user, appointment=one, actor=actor, reason=given["reason"], version=given["version"]
            ),
            _("Cancelled. The relative gets a message; the time is free."),
            refused_page,
        )
    return reason_page(request, one, form, "cancel")


def reason_page(request: HttpRequest, one: Appointment, form: Any, what: str) -> HttpResponse:
    """The page that asks why."""
    status = 422 if form.errors else 200
    context = {"talk": one, "form": form, "what": what, "next": way_back(request, "")}
    return render(request, "counselling/staff/talk_reason.html", context, status=status)


@require_POST
@roles_required(*STAFF)
def talk_video_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the pasted video link."""
    one, user = managed_talk(request, pk), user_of(request)
    form = VideoLinkForm(request.POST)
    if not form.is_valid():
        return talk_page(request, one, status=422, video_form=form, form=form)
    given = form.cleaned_data
    return carry_out(
        request,
        one,
        lambda: keeping.set_video_link(
            by=user, appointment=one, version=given["version"], video_link=given["video_link"]
        ),
        _("The video link is saved."),
        refused_page,
    )


def wish_of(one: Appointment) -> Wish:
    """The talk as a wish for another time with the same counsellor."""
    return Wish(
        meeting_type=one.meeting_type,
        mode=one.mode,
        counsellor_id=one.counsellor_id,
        interpreter_language=one.interpreter_language,
        company=one.company,
        moves=one,
        is_staff=True,
        address=address_of_talk(one),
    )


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def talk_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the talk another time."""
    one, user = managed_talk(request, pk), user_of(request)
    form = PickTimeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return move_page(request, one, form, status=422 if form.errors else 200)
    start, _resource = form.cleaned_data["time"]
    try:
        new = move_appointment(by=user, appointment=one, starts_at=start, is_staff=True, version=version_in(request))
    except Refused as refused:
        form.refuse(words_for(refused))
        return move_page(request, managed_talk(request, pk), form, status=409, lost=start)
    messages.success(request, _("Moved to {moment}. The relative gets a message.").format(moment=moment_words(start)))
    return redirect(reverse("counselling:talk", args=[new.pk]))


def move_page(
    request: HttpRequest, one: Appointment, form: PickTimeForm, *, status: int, lost: Any = None
) -> HttpResponse:
    """The free times a talk can move to."""
    now = clock.now()
    context = {
        "talk": one,
        "form": form,
        "groups": grouped_by_day(wish_of(one), now) if one.is_live else [],
        "nearest": nearest(wish_of(one), lost, now) if lost and one.is_live else [],
        "next": way_back(request, ""),
    }
    return render(request, "counselling/staff/talk_move.html", context, status=status)


@require_POST
@roles_required(*STAFF)
def nameless_outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note whether somebody rang."""
    user = user_of(request)
    one: NamelessTalk = get_object_or_404(NamelessTalk.objects.managed_by(user), pk=pk)
    outcome = request.POST.get("outcome", "")
    try:
        if outcome in OUTCOMES:
            conclude_nameless_talk(by=user, talk=one, outcome=outcome)
            messages.success(request, _("Noted."))
        else:
            messages.error(request, _("Choose how it went."))
    except Refused as refused:
        messages.error(request, words_for(refused))
    return redirect(way_back(request, reverse("counselling:unresolved")))
