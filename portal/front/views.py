"""The front page, its answers, My page, and the pages about the portal itself."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role
from portal.calendar import hours
from portal.calendar.models import ServiceStop
from portal.design import navigation
from portal.design.colours import style_sheet
from portal.design.models import Municipality
from portal.front import machines, panels, staff_start
from portal.front.answers import ANSWERS, BY_NAME, DOORS
from portal.open_data.problems import KINDS

A_YEAR = "public, max-age=31536000, immutable"


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """One question with six plain answers, the telephone, and what the apps have to show."""
    context = {
        "answers": ANSWERS,
        "doors": DOORS,
        "opening": hours.open_now(),
        "stop": ServiceStop.objects.said_now(clock.now()),
        "panels": panels.shown_on("front", request),
    }
    return render(request, "front/front.html", context)


@login_not_required
@require_safe
def answer(request: HttpRequest, name: str) -> HttpResponse:
    """The page behind an answer or a door: what there is now, honestly, and how to reach us."""
    return render(
        request, "front/answer.html", {"answer": BY_NAME[name], "opening": hours.open_now(), "quick_exit": True}
    )


@require_safe
def my_page(request: HttpRequest) -> HttpResponse:
    """What comes next, what to do, messages; settings last."""
    context = {"panels": panels.shown_on("my_page", request), "opening": hours.open_now()}
    return render(request, "front/my_page.html", context)


@require_safe
@roles_required(*Role.values)
def start(request: HttpRequest) -> HttpResponse:
    """What somebody who works here can do now, for roles without a list of their own."""
    context = {"starts": staff_start.starts_of(request.user), "for_all": staff_start.FOR_ALL}
    return render(request, "front/staff_start.html", context)


@require_safe
@roles_required(*Role.values)
def shortcuts(request: HttpRequest) -> HttpResponse:
    """The keys that lead to the staff's pages."""
    keyed = [link for link in navigation.links("staff", request) if link.key]
    return render(
        request, "front/shortcuts.html", {"shortcuts": keyed, "has_days": any(link.key == "d" for link in keyed)}
    )


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """How we use what people write."""
    return render(request, "front/privacy.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, as the law asks."""
    return render(request, "front/accessibility.html")


@login_not_required
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What other machines may read, for the people who write them."""
    return render(request, "front/open_data.html", {"described": machines.described(), "problems": KINDS})


@login_not_required
@require_safe
def was(request: HttpRequest) -> HttpResponse:
    """The short address that every Danish public site has for its accessibility statement."""
    return redirect("front:accessibility")


@login_not_required
@require_safe
def colour(request: HttpRequest, code: str) -> HttpResponse:
    """The municipality's colour as a style sheet; the address changes with the colour."""
    municipality = Municipality.objects.current()
    if code != municipality.colour_code:
        raise Http404
    return HttpResponse(style_sheet(municipality.colour), content_type="text/css", headers={"Cache-Control": A_YEAR})


@login_not_required
@require_safe
def logo(request: HttpRequest, code: str) -> HttpResponse:
    """The municipality's logo; the address changes with the logo."""
    municipality = Municipality.objects.current()
    if not municipality.logo or code != municipality.logo_code:
        raise Http404
    return HttpResponse(
        bytes(municipality.logo), content_type=municipality.logo_type, headers={"Cache-Control": A_YEAR}
    )
