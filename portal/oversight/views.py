"""The spot check: its months, one month's reads, one read."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.decorators import roles_required
from portal.accounts.models import User
from portal.audit import reasons
from portal.audit.lines import lines_of
from portal.oversight import rules
from portal.oversight.access import CHECKERS
from portal.oversight.actions import judging
from portal.oversight.forms import REFUSAL_TEXT, JudgeForm
from portal.oversight.lines import shown
from portal.oversight.models import SpotCheck, SpotCheckItem, Verdict
from portal.refusals import Refused

PAGE = 50
MONTHS = 24
GROUPS = ("open", *Verdict.values, "all")


def checker_of(request: HttpRequest) -> User:
    """Who checks; roles_required lets nobody else in."""
    assert isinstance(request.user, User)
    return request.user


@require_safe
@roles_required(*CHECKERS)
def spot_checks(request: HttpRequest) -> HttpResponse:
    """The months, who has finished which, and what is left."""
    return render(request, "oversight/spot_checks.html", {"checks": SpotCheck.objects.with_counts()[:MONTHS]})


@require_safe
@roles_required(*CHECKERS)
def spot_check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One month's reads: those nobody has looked at first."""
    check = get_object_or_404(SpotCheck.objects.with_counts(), pk=pk)
    group = request.GET.get("show", "open")
    group = group if group in GROUPS else "open"
    page = Paginator(SpotCheckItem.objects.in_group(check, group), PAGE).get_page(request.GET.get("page"))
    context = {
        "check": check,
        "rows": shown(page.object_list),
        "page": page,
        "group": group,
        "groups": [("open", _("To look at")), *Verdict.choices, ("all", _("All"))],
    }
    return render(request, "oversight/spot_check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles_required(*CHECKERS)
def item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One read with both names, and the question what to make of it. Looking is recorded first."""
    row = get_object_or_404(SpotCheckItem.objects.select_related("spot_check", "judged_by"), pk=pk)
    by = checker_of(request)
    form = JudgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            judging.judge(by=by, item=row, verdict=form.cleaned_data["verdict"], said=form.cleaned_data["said"])
        except Refused as refused:
            form.refuse(REFUSAL_TEXT[rules.Refusal(refused.reason)])
        else:
            messages.success(request, _("Your verdict is kept."))
            following = SpotCheckItem.objects.next_after(row, by.pk)
            if following:
                return redirect("oversight:item", pk=following.pk)
            return redirect("oversight:spot_check", pk=row.spot_check_id)
    return show_item(request, row, form)


def show_item(request: HttpRequest, row: SpotCheckItem, form: JudgeForm) -> HttpResponse:
    """The page of one read."""
    by = checker_of(request)
    event = judging.open_item(item=row, by=by)
    people = User.objects.in_bulk([key for key in (event.actor, event.subject) if key])
    context = {
        "row": row,
        "event": event,
        "line": lines_of([event], people, reasons.written_for([event]))[0],
        "reader": people.get(event.actor),
        "person": people.get(event.subject),
        "form": form,
        "refusal": rules.may_judge(row, by.pk),
        "verdict": row.get_verdict_display(),
    }
    return render(request, "oversight/item.html", context)
