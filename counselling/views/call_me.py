"""Call me: for somebody without time, e-mail or MitID."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from counselling.actions import calls
from counselling.forms.refusals import words_for
from counselling.forms.relative import CallMeForm
from counselling.views.keeping import signed_in
from portal.design.words import moment_words
from portal.refusals import Refused
from relatives.models import RelativeProfile

SLOT = "counselling_call"


@login_not_required
def call_me(request: HttpRequest) -> HttpResponse:
    """A number and when it suits; we promise when we ring at the latest."""
    user = signed_in(request)
    known = {"phone": RelativeProfile.objects.of(user).phone, "name": user.name} if user else {}
    form = CallMeForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            wish = calls.request_call(
                by=user,
                phone=data["phone"],
                name=data["name"],
                topic=data["topic"],
                when=data["when"],
                may_leave_voicemail=data["may_leave_voicemail"],
                form_key=form.key,
            )
        except Refused as refused:
            form.refuse(words_for(refused.reason))
        else:
            request.session[SLOT] = moment_words(wish.due_at)
            return redirect("counselling:call_me_thanks")
    return render(request, "counselling/call_me.html", {"form": form})


@login_not_required
def call_me_thanks(request: HttpRequest) -> HttpResponse:
    """We ring you, and when at the latest."""
    due = request.session.get(SLOT)
    if not due:
        return redirect("counselling:call_me")
    return render(request, "counselling/call_me_thanks.html", {"due": due, "heading": _("We ring you")})
