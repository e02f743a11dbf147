"""What a relative may read of what was written down."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from counselling.actions.releasing import open_released
from counselling.views.appointments import person
from portal.accounts import second_factor
from portal.accounts.access import is_strong


@require_GET
def written_down(request: HttpRequest) -> HttpResponse:
    """The released notes, for a session that knows well who reads; else how to open them."""
    if not is_strong(request):
        proof = f"{second_factor.page_for(request)}?{urlencode({'next': request.path})}"
        context = {"has_passkey": second_factor.exists_for(request), "proof_url": proof}
        return render(request, "counselling/notes/written_down_closed.html", context)
    return render(request, "counselling/notes/written_down.html", {"notes": open_released(by=person(request))})
