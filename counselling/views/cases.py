"""Cases: the list of one's own (or the team's), one case with everything that happened, and the search."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from counselling import case_sections
from counselling.actions.case_reading import CaseFile, read_case, read_header, record_list
from counselling.actions.case_search import search_cases
from counselling.case_lists import PAGE, chosen_cases, headed, weight_words
from counselling.forms.cases import CaseFilterForm, SearchForm, page_number
from counselling.handover_section import with_hands
from counselling.models import Case
from counselling.views.glass_over import says_when_glass_is_over
from counselling.views.staff_shared import STAFF, user_of
from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role


@require_GET
@roles_required(*STAFF)
def cases(request: HttpRequest) -> HttpResponse:
    """One's own cases, or (for a team lead) the team's; narrowed and ordered as the address says."""
    user = user_of(request)
    form = CaseFilterForm(request.GET, sees_team=user.has_role(Role.TEAM_LEAD))
    chosen, page = form.chosen(), page_number(request.GET.get("page", "1"))
    record_list(by=user, name=chosen.scope)
    rows = list(chosen_cases(user, chosen, clock.now())[(page - 1) * PAGE : page * PAGE + 1])
    context = {
        "cases": rows[:PAGE],
        "form": form,
        "chosen": chosen,
        "is_narrowed": any(request.GET.get(name) for name in ("q", "topic", "phase", "status")),
        "today": clock.today(),
        **pages(request, page, has_more=len(rows) > PAGE),
    }
    return render(request, "counselling/cases/cases.html", context)


def pages(request: HttpRequest, page: int, *, has_more: bool) -> dict[str, Any]:
    """The addresses of the page before and the next one, all choices kept."""
    asked = request.GET.copy()

    def address(number: int) -> str:
        asked["page"] = str(number)
        return f"?{asked.urlencode()}"

    return {
        "page": page,
        "previous_page": address(page - 1) if page > 1 else "",
        "next_page": address(page + 1) if has_more else "",
    }


def case_to_show(request: HttpRequest, pk: UUID) -> Case:
    """A case whose header this person may see, with what they may do with it; 404 for every other."""
    user = user_of(request)
    now = clock.now()
    rows = with_hands(headed(Case.objects.listed_for(user).with_rights(user), now), user, now)
    found: Case = get_object_or_404(rows, pk=pk)
    return found


def own_case(request: HttpRequest, pk: UUID) -> Case:
    """A case this person works with; 404 for every other."""
    found: Case = get_object_or_404(Case.objects.worked_by(user_of(request)).select_related("person"), pk=pk)
    return found


@require_GET
@roles_required(*STAFF)
@says_when_glass_is_over("pk")
def case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One case."""
    return case_page(request, case_to_show(request, pk))


def case_page(request: HttpRequest, one: Case, refused: str = "", status: int = 200) -> HttpResponse:
    """A case as it is now; its reading is recorded first. Who sees only headers gets the header."""
    user, page = user_of(request), page_number(request.GET.get("page", "1"))
    readable: bool = one.is_readable  # type: ignore[attr-defined]  # annotated by with_rights
    file: CaseFile = read_case(by=user, case=one, page=page) if readable else read_header(by=user, case=one)
    context = {
        "case": one,
        "file": file,
        "refused": refused,
        "weight_words": weight_words(one),
        "topics": one.topic_words,
        "sections": case_sections.drawn(file, user, request) if readable else [],
        "today": clock.today(),
        **pages(request, page, has_more=file.has_more),
    }
    return render(request, "counselling/cases/case.html", context, status=status)


@require_GET
@roles_required(Role.COUNSELLOR)
def case_search(request: HttpRequest) -> HttpResponse:
    """Look for a word in one's own open cases: names, who takes part, notes."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        context["text"] = form.cleaned_data["q"]
        context["found"] = search_cases(by=user_of(request), text=form.cleaned_data["q"])
    return render(request, "counselling/cases/search.html", context, status=422 if form.errors else 200)
