"""The work lists: one page, a tab for each list."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from counselling import work_lists
from counselling.actions.case_reading import record_list
from counselling.case_lists import PAGE
from counselling.forms.cases import page_number
from counselling.views.cases import pages
from counselling.views.staff_shared import STAFF, user_of
from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role

FIRST = "today"


@require_GET
@roles_required(*STAFF)
def work_list(request: HttpRequest, name: str = FIRST) -> HttpResponse:
    """One list, under the tabs of all; one with a page of its own leads there."""
    user = user_of(request)
    one = work_lists.open_to(user).get(name)
    if one is None:
        raise Http404
    if one.rows is None:
        return redirect(one.url_name)
    page = page_number(request.GET.get("page", "1"))
    record_list(by=user, name=name)
    rows = one.rows(user, (page - 1) * PAGE, PAGE + 1)
    context: dict[str, Any] = {
        "lists": work_lists.counted(user),
        "name": name,
        "list": one,
        "rows": rows[:PAGE],
        "shows_whose": user.has_role(Role.TEAM_LEAD),
        "today": clock.today(),
        **pages(request, page, has_more=len(rows) > PAGE),
    }
    return render(request, "counselling/lists/list.html", context)
