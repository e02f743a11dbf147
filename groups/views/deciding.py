"""Those who asked for a place: read, and decided about, one by one or several at once."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from groups.actions.deciding import Decided, decide_applications, read_applications
from groups.forms.deciding import DecisionForm
from groups.models import Occurrence, Registration
from groups.views.organising import STAFF, managed_date, tried, user_of
from portal.accounts.decorators import roles_required


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def applications(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody who asked; what is decided is shown once more before anybody is told."""
    date = managed_date(request, pk)
    rows = read_applications(by=user_of(request), date=date)
    form = DecisionForm(request.POST or None, rows=rows, date=date)
    is_read, done = False, []
    if request.method == "POST" and form.is_valid():
        is_read = "sure" not in request.POST
        wanted = {"chosen": form.parties(), "verdict": form.cleaned_data["verdict"], "no": form.no()}
        if not is_read and tried(
            form, lambda: done.append(decide_applications(by=user_of(request), date=date, **wanted))
        ):
            messages.success(request, said_of(done[0]))
            return redirect("groups:applications", pk=pk)
    return page(request, date, rows, form, is_read=is_read)


def said_of(done: Decided) -> str:
    """How many were told, and how many were left alone."""
    said = ngettext("%(count)d has been told.", "%(count)d have been told.", done.told) % {"count": done.told}
    if not done.left:
        return said
    left = ngettext(
        "%(count)d had changed meanwhile and was told nothing.",
        "%(count)d had changed meanwhile and were told nothing.",
        done.left,
    )
    return f"{said} {left % {'count': done.left}}"


def page(
    request: HttpRequest, date: Occurrence, rows: list[Registration], form: DecisionForm, *, is_read: bool
) -> HttpResponse:
    """The list with the form."""
    context = {
        "date": date,
        "event": date.event,
        "pools": list(date.pools.all()),
        "rows": rows,
        "unproven": Registration.objects.unproven(date.pk).count(),
        "form": form,
        "summary": form.summary() if is_read else None,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "groups/organise/applications.html", context, status=status)
