"""Notes of a case: changed within a day, added to, released and taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from counselling.actions import notes, releasing
from counselling.actions.notes import OpenedNote
from counselling.forms.note_refusals import words_for
from counselling.forms.notes import AddendumForm, NoteForm, ReleaseForm
from counselling.models import Case
from counselling.note_sections import follow_ups_shown, notes_shown
from counselling.views.glass_over import says_when_glass_is_over
from counselling.views.staff_shared import user_of, way_back
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role
from portal.design.forms import PortalForm
from portal.refusals import Refused

WORKERS = (Role.COUNSELLOR,)


def readable_case(request: HttpRequest, pk: UUID) -> Case:
    """A case whose content this person may read; 404 for every other."""
    case: Case = get_object_or_404(Case.objects.visible_to(user_of(request)).select_related("person"), pk=pk)
    return case


def opened_note(request: HttpRequest, case: Case, pk: UUID) -> OpenedNote:
    """One note of the case, its reading recorded; 404 for every other."""
    for one in notes.open_notes(by=user_of(request), case=case, why="note"):
        if one.note.pk == pk:
            return one
    raise Http404


def after(request: HttpRequest, case: Case) -> HttpResponse:
    """Back to where one came from, else to the case's notes."""
    return redirect(way_back(request, reverse("counselling:case_notes", args=[case.pk])))


def page(request: HttpRequest, case: Case, form: PortalForm, what: str, one: OpenedNote | None = None) -> HttpResponse:
    """One of the small pages about a note."""
    context = {"case": case, "form": form, "what": what, "one": one, "next": way_back(request, "")}
    return render(request, "counselling/notes/write.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET"])
@roles_required(*WORKERS)
@says_when_glass_is_over("case_id")
def case_notes(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """All notes and follow-ups of a case, for work with them alone."""
    case = readable_case(request, case_id)
    user = user_of(request)
    opened = notes.open_notes(by=user, case=case, why="case")
    shown = notes_shown(case, opened, may_release=releasing.carries(user, case))
    context = {"case": case, "here": request.path, **shown, **follow_ups_shown(case)}
    return render(request, "counselling/notes/case_notes.html", context)


@require_http_methods(["GET", "POST"])
@roles_required(*WORKERS)
@says_when_glass_is_over("case_id")
def note_change(request: HttpRequest, case_id: UUID, pk: UUID) -> HttpResponse:
    """Better words for one's own note, within a day."""
    case = readable_case(request, case_id)
    one = opened_note(request, case, pk)
    form = NoteForm(request.POST or None, initial={"version": one.note.version, "text": one.text})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            notes.change_note(by=user_of(request), case=case, note_id=pk, text=given["text"], version=given["version"])
        except Refused as refused:
            form.refuse(words_for(refused))
        else:
            messages.success(request, _("The note is changed."))
            return after(request, case)
    return page(request, case, form, "change", one)


@require_http_methods(["GET", "POST"])
@roles_required(*WORKERS)
@says_when_glass_is_over("case_id")
def note_add(request: HttpRequest, case_id: UUID, pk: UUID) -> HttpResponse:
    """Something to add to a note that is locked or a colleague's."""
    case = readable_case(request, case_id)
    one = opened_note(request, case, pk)
    form = AddendumForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            notes.add_to_note(by=user_of(request), case=case, note_id=pk, text=form.cleaned_data["text"])
        except Refused as refused:
            form.refuse(words_for(refused))
        else:
            messages.success(request, _("What you added stands beside the note."))
            return after(request, case)
    return page(request, case, form, "add", one)


@require_http_methods(["GET", "POST"])
@roles_required(*WORKERS)
@says_when_glass_is_over("case_id")
def note_release(request: HttpRequest, case_id: UUID, pk: UUID) -> HttpResponse:
    """What the relative will see, and the decision to let them."""
    case = readable_case(request, case_id)
    one, user = opened_note(request, case, pk), user_of(request)
    form = ReleaseForm(request.POST or None, initial={"version": one.note.version})
    if request.method == "POST" and form.is_valid():
        try:
            releasing.release_note(by=user, case=case, note_id=pk, version=form.cleaned_data["version"])
        except Refused as refused:
            form.refuse(words_for(refused))
        else:
            messages.success(request, _("Released. The relative gets a message that there is something to read."))
            return after(request, case)
    context = {"case": case, "one": one, "form": form, "readers": releasing.readers_of(one.note, case)}
    context["may_release"] = releasing.carries(user, case)
    return render(request, "counselling/notes/release.html", context, status=409 if form.errors else 200)


@require_POST
@roles_required(*WORKERS)
@says_when_glass_is_over("case_id")
def note_withdraw(request: HttpRequest, case_id: UUID, pk: UUID) -> HttpResponse:
    """Take a release back."""
    case = readable_case(request, case_id)
    try:
        releasing.withdraw_note(by=user_of(request), case=case, note_id=pk)
    except Refused as refused:
        messages.error(request, words_for(refused))
    else:
        messages.success(request, _("Taken back. The relative can't read the note any more."))
    return after(request, case)
