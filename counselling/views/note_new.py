"""A note in a case without a talk: kept while it is typed, taken up again on return, gone once it is saved."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from counselling.actions import drafts, notes
from counselling.forms.note_refusals import words_for
from counselling.forms.notes import NewNoteForm
from counselling.models import Case
from counselling.rules.notes import NoteRefusal
from counselling.views.drafts import typed
from counselling.views.glass_over import says_when_glass_is_over
from counselling.views.notes import WORKERS, after, readable_case
from counselling.views.staff_shared import user_of, way_back
from portal.accounts.decorators import roles_required
from portal.accounts.held_requests import is_resumed
from portal.refusals import Refused


@require_http_methods(["GET", "POST"])
@roles_required(*WORKERS)
@says_when_glass_is_over("case_id")
def note_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The page; what is pressed says what is done with the words."""
    case = readable_case(request, case_id)
    if request.method != "POST":
        return page(request, case)
    return PRESSED.get(request.POST.get("do", ""), saved)(request, case)


@require_POST
@roles_required(*WORKERS)
@says_when_glass_is_over("case_id")
def note_draft(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What script sends: the new version, or (409) the newer words of another window and their version."""
    case, by = readable_case(request, case_id), user_of(request)
    try:
        version = drafts.keep_draft(by=by, place=case, **typed(request))
    except Refused as refused:
        if is_resumed(request):
            return not_kept(request, case, refused)
        kept = drafts.open_draft(by=by, place=case)
        newer = {"text": kept.text if kept else "", "version": kept.version if kept else 0}
        return JsonResponse({"words": words_for(refused), **newer}, status=409)
    return again(request, case) if is_resumed(request) else JsonResponse({"version": version})


def saved(request: HttpRequest, case: Case) -> HttpResponse:
    """The note itself; its draft goes with it."""
    form = NewNoteForm(request.POST)
    if not form.is_valid():
        return page(request, case, form, status=422)
    given = form.cleaned_data
    try:
        notes.write_note(by=user_of(request), case=case, text=given["text"], draft_seen=given["draft_seen"] or 0)
    except Refused as refused:
        return not_kept(request, case, refused, status=422)
    messages.success(request, _("The note is saved. You can change it for 24 hours."))
    return after(request, case)


def draft_kept(request: HttpRequest, case: Case) -> HttpResponse:
    """The button "save the draft"."""
    try:
        drafts.keep_draft(by=user_of(request), place=case, **typed(request))
    except Refused as refused:
        return not_kept(request, case, refused)
    messages.success(request, _("The draft is saved. Only you can see it."))
    return again(request, case)


def newer_taken(request: HttpRequest, case: Case) -> HttpResponse:
    """The other window's words are the ones to go on with: they are kept already."""
    messages.success(request, _("You go on with the newer words."))
    return again(request, case)


def draft_dropped(request: HttpRequest, case: Case) -> HttpResponse:
    """Forget what was typed."""
    drafts.throw_away(by=user_of(request), place=case)
    messages.success(request, _("The draft is thrown away."))
    return again(request, case)


PRESSED = {"draft": draft_kept, "newer": newer_taken, "drop": draft_dropped}


def again(request: HttpRequest, case: Case) -> HttpResponse:
    """The page again, at the note, with the way back it had."""
    where, back = reverse("counselling:note_new", args=[case.pk]), way_back(request, "")
    return redirect(f"{where}?{urlencode({'next': back})}#id_text" if back else f"{where}#id_text")


def not_kept(request: HttpRequest, case: Case, refused: Refused, *, status: int = 409) -> HttpResponse:
    """Why it was not kept: another window's words to choose from, or words that say what else stands in the way."""
    kept = drafts.open_draft(by=user_of(request), place=case)
    data = request.POST.copy()
    if refused.reason == NoteRefusal.DRAFT_NEWER:
        data["draft_seen"] = str(kept.version if kept else 0)
        return page(request, case, NewNoteForm(data), status=409, is_clash=True, newer=kept.text if kept else "")
    form = NewNoteForm(data)
    form.refuse(words_for(refused))
    return page(request, case, form, status=status)


def page(
    request: HttpRequest, case: Case, form: NewNoteForm | None = None, *, status: int = 200, **shown: Any
) -> HttpResponse:
    """The page: as typed when something was refused, else as the draft has it."""
    draft = drafts.open_draft(by=user_of(request), place=case)
    kept = {"text": (draft.text or "") if draft else "", "draft_seen": draft.version if draft else 0}
    context = {
        "case": case,
        "form": form or NewNoteForm(initial=kept),
        "what": "new",
        "draft": draft,
        "next": way_back(request, ""),
        **shown,
    }
    return render(request, "counselling/notes/write.html", context, status=status)
