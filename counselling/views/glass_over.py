"""Emergency access that ended while somebody read or typed: it is said plainly, and nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from counselling.models import Case, CaseAssignment, EmergencyAccess
from counselling.views.staff_shared import user_of
from portal import clock

View = Callable[..., HttpResponse]
LATELY = timedelta(hours=24)
TYPED = ("text", "follow_text")  # the boxes for words; a day or a choice is quickly made again


def says_when_glass_is_over(named: str, about: str = "pk") -> Callable[[View], View]:
    """Instead of 404, tell whoever had emergency access to this very case within a day that it has ended.

    named: the part of the address that leads to the case; about: how a case is found by it. A stranger still gets 404.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except Http404:
                answer = over_page(request, about, kwargs[named])
                if answer is None:
                    raise
                return answer

        return wrapped

    return decorate


def over_page(request: HttpRequest, about: str, key: UUID) -> HttpResponse | None:
    """The page, with what was typed; None for a stranger, for who must not meet the person, for who reads the case."""
    user, now = user_of(request), clock.now()
    case = Case.objects.free_of_conflict(user).with_id(key, about)
    if case is None or Case.objects.visible_to(user).with_id(case.pk):
        return None
    access = EmergencyAccess.objects.of_case(case).ended_lately(user, now - LATELY, now).first()
    if access is None:
        return None
    context = {
        "case_id": case.pk,
        "ended_on": access.over_at,
        "carrier": CaseAssignment.objects.carriers([case.pk], now).get(case.pk),
        "typed": [text for name in TYPED if (text := request.POST.get(name, "").strip())],
    }
    return render(request, "counselling/handover/glass_over.html", context, status=403)
