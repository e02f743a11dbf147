"""The link to an offered time: shows when and where, never topic or names. GET shows, POST takes or declines."""

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
from counselling.models import SlotOffer
from counselling.views.waiting import answer, offer_page
from portal.refusals import Refused

View = Callable[[HttpRequest, str, SlotOffer], HttpResponse]


def by_offer_link(view: View) -> Callable[..., HttpResponse]:
    """Open the offer a token belongs to, or say that the link is used up; the same care as with a talk's link.

    No CSRF token is needed: the right to act is the secret in the address, not a cookie another site could borrow.
    """

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        offer = offer_links.open_link(token)
        if offer is None or offer.entry.person is None:
            response = render(request, "counselling/link_over.html", {"status": ""}, status=410)
        else:
            response = view(request, token, offer)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return csrf_exempt(login_not_required(never_cache(opened)))


@by_offer_link
def offer_link(request: HttpRequest, token: str, offer: SlotOffer) -> HttpResponse:
    """Yes leads to the new appointment's own link; no, and a second look, show what became of the offer."""
    more = {"layout": "layouts/public.html", "token": token, "by_link": True}
    if offer.state == "accepted" and offer.appointment is not None and offer.appointment.is_live:
        more["talk_link"] = links.sign(offer.appointment)
    if request.method != "POST":
        return offer_page(request, offer, more)
    try:
        talk = answer(request, offer)
    except Refused as refused:
        return offer_page(request, offer, more, refused=refused)
    if talk is None:
        return redirect("counselling:offer_link", token=token)
    messages.success(request, _("The time is yours. You get a message with everything about it."))
    return redirect("counselling:link", token=links.sign(talk))
