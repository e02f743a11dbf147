"""Who comes to an evening a co-organiser holds with us: for its people, where the agreement says so.

Nobody else learns that there is such a page. It shows people, so a code by e-mail is not enough to open it.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from groups import partner_pages
from groups.actions.together import read_who_comes
from groups.models import Occurrence
from groups.views.organising import user_of
from portal.accounts import second_factor
from portal.accounts.access import is_strong
from portal.refusals import Refused


@never_cache
@require_GET
def partner_who_comes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """First names, how many, and whether somebody has a need; 404 for everybody the evening is not held by."""
    date: Occurrence = get_object_or_404(partner_pages.dates_of(user_of(request)), pk=pk)
    title = partner_pages.title_for(date.event, is_strong=is_strong(request))
    context = {"date": date, "event": date.event, "title": title, "days": partner_pages.days_left()}
    if not is_strong(request):
        proof = f"{second_factor.page_for(request)}?{urlencode({'next': request.path})}"
        context |= {"has_passkey": second_factor.exists_for(request), "proof_url": proof}
        return render(request, "groups/partner/who_comes_closed.html", context)
    try:
        context["guests"] = partner_pages.guests_of(read_who_comes(by=user_of(request), date=date))
    except Refused as refused:
        raise Http404 from refused
    return render(request, "groups/partner/who_comes.html", context)
