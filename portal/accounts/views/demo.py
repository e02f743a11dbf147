"""One-click sign-in as a person of the demo municipality. Only routed when DEMO is on, and refused otherwise too."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts import access
from portal.accounts.models import User
from portal.accounts.views.next_page import after_sign_in


@login_not_required
@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who can be tried."""
    found = list(User.objects.demo())
    context = {
        "staff": [person for person in found if person.is_staff_member],
        "relatives": [person for person in found if not person.is_staff_member],
    }
    return render(request, "accounts/demo.html", context)


@login_not_required
@require_POST
def enter_as(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Be this person, as if their second factor had been shown."""
    if not settings.DEMO:
        raise Http404
    person = get_object_or_404(User.objects.demo(), pk=user_id)
    if request.user.is_authenticated and request.user.pk != person.pk:
        logout(request)
    get_adapter(request).login(request, person)
    record_authentication(request, person, method=access.DEMO_METHOD)
    with translation.override(person.language):  # Gunvor reads Norwegian
        return redirect(after_sign_in(request))
