"""The page behind the link in an invitation."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts import actions, limits
from portal.accounts.forms import REFUSAL_TEXT, AcceptForm
from portal.accounts.models import Role, StaffInvitation
from portal.accounts.rules import Refusal, judge_invitation
from portal.accounts.views.code_page import words_for
from portal.accounts.views.sign_in import enter
from portal.refusals import Refused

REFERRERS = "strict-origin"  # the token never leaves in a Referer; "no-referrer" makes browsers post "Origin: null"


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Accept: name, then signed in, then the second factor. Looking changes nothing."""
    if not limits.allows(request, "invitation"):
        return _refused(request, REFUSAL_TEXT[Refusal.TOO_MANY_CODES], 429)
    found = StaffInvitation.objects.by_token(token)
    refusal = _judge(found)
    if found is None or refusal:
        return _refused(request, REFUSAL_TEXT[refusal or Refusal.INVITATION_UNKNOWN], 410)
    form = AcceptForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.accept_invitation(
                token=token, name=form.cleaned_data["name"], language=get_language() or "da"
            )
            return enter(request, user, "code")
        except Refused as refused:
            return _refused(request, words_for(refused), 410)
    roles = [Role(role).label for role in found.roles]
    response = render(request, "accounts/invitation.html", {"form": form, "invitation": found, "roles": roles})
    response["Referrer-Policy"] = REFERRERS
    return response


def _judge(found: StaffInvitation | None) -> Refusal | None:
    if found is None:
        return Refusal.INVITATION_UNKNOWN
    return judge_invitation(
        expires_at=found.expires_at,
        accepted_at=found.accepted_at,
        withdrawn_at=found.withdrawn_at,
        now=clock.now(),
    )


def _refused(request: HttpRequest, words: object, status: int) -> HttpResponse:
    response = render(request, "accounts/invitation_refused.html", {"words": words}, status=status)
    response["Referrer-Policy"] = REFERRERS
    return response
