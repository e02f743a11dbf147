"""Ready-made sentences: one's own, and the team's."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from counselling.actions.snippets import drop_snippet, keep_snippet
from counselling.forms.note_refusals import words_for
from counselling.forms.notes import SnippetForm
from counselling.models import Snippet
from counselling.views.staff_shared import STAFF, user_of
from portal.accounts.decorators import roles_required
from portal.refusals import Refused


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def snippets(request: HttpRequest) -> HttpResponse:
    """The list, and a new one."""
    form = form_of(request)
    if request.method == "POST" and form.is_valid() and kept(request, form):
        return redirect("counselling:snippets")
    return page(request, form)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def snippet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Better words for one of them."""
    row: Snippet = get_object_or_404(Snippet.objects.changeable_by(user_of(request)), pk=pk)
    form = form_of(request, row)
    if request.method == "POST" and form.is_valid() and kept(request, form, row):
        return redirect("counselling:snippets")
    return page(request, form, row)


@require_POST
@roles_required(*STAFF)
def snippet_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Off the list."""
    drop_snippet(by=user_of(request), key=pk)
    messages.success(request, _("The sentence is gone from the list."))
    return redirect("counselling:snippets")


def form_of(request: HttpRequest, row: Snippet | None = None) -> SnippetForm:
    """The form; only a new one asks whose it is."""
    may = row is None and user_of(request).has_role("team_lead")
    initial = {"title": row.title, "text": row.text} if row else None
    return SnippetForm(request.POST or None, may_be_teams=may, initial=initial)


def kept(request: HttpRequest, form: SnippetForm, row: Snippet | None = None) -> bool:
    """Whether it was written down; if not, the form says why."""
    given = form.cleaned_data
    teams = given.get("is_teams", False)
    try:
        keep_snippet(by=user_of(request), title=given["title"], text=given["text"], is_teams=teams, snippet=row)
    except Refused as refused:
        form.refuse(words_for(refused), "title")
        return False
    messages.success(request, _("The sentence is on the list."))
    return True


def page(request: HttpRequest, form: SnippetForm, row: Snippet | None = None) -> HttpResponse:
    """The list with the form below."""
    user = user_of(request)
    mine = {one.pk for one in Snippet.objects.changeable_by(user)}
    rows = [(one, one.pk in mine) for one in Snippet.objects.usable_by(user)]
    context = {"rows": rows, "form": form, "changed": row}
    return render(request, "counselling/notes/snippets.html", context, status=422 if form.errors else 200)
