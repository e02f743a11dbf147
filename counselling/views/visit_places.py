"""Where shall we come to? The question of a home visit, after how to meet."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from counselling.addresses_kept import address_in, home_in, keep_address_in
from counselling.choices import Mode
from counselling.forms.visits import AddressForm
from counselling.views import steps
from counselling.views.steps import Journey
from portal.design.forms import sent


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def book_where(request: HttpRequest) -> HttpResponse:
    """Where shall we come to? Only for home visits."""
    journey = Journey.of(request.GET, home_in(request))
    if journey.meeting_type is None or journey.choices.mode != Mode.HOME_VISIT:
        return redirect(journey.next_url())
    known = address_in(request)
    form = AddressForm(sent(request), initial=vars(known) if known else None)
    if request.method == "POST" and form.is_valid():
        keep_address_in(request, form.address())
        return redirect(journey.next_url(where="1"))
    context = {
        "form": form,
        "back": journey.back_url("counselling:book_where"),
        "chosen": journey.chosen(),
        "steps": journey.steps(),
        "step": steps.WHAT,
    }
    return render(request, "counselling/visits/where.html", context, status=422 if form.errors else 200)
