"""Your own data, as a file."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.privacy import actions, proof


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def download(request: HttpRequest) -> HttpResponse:
    """GET says what is in it; POST hands it out, after a fresh proof of who is asking."""
    if request.method != "POST":
        return render(request, "privacy/data_download.html", {"with_notes": proof.is_strong(request)})
    data = actions.own_copy(by=request.user, with_notes=proof.is_strong(request))
    copy = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    copy["Content-Disposition"] = f'attachment; filename="data-{clock.today().isoformat()}.json"'
    return copy
