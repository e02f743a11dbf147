"""What is typed on the screen after a talk is kept: by script every few seconds, or by a button."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from counselling.actions.conversing import open_conversation
from counselling.actions.drafts import keep_draft, open_draft, throw_away
from counselling.forms.note_refusals import words_for
from counselling.models import Appointment, Snippet
from counselling.rules.notes import NoteRefusal
from counselling.views.conversation_screen import form_for, own_talk, screen
from counselling.views.staff_shared import user_of
from portal.accounts.decorators import roles_required
from portal.accounts.held_requests import is_resumed
from portal.accounts.models import Role
from portal.refusals import Refused

NOT_KEPT = {"csrfmiddlewaretoken", "next", "version", "draft_seen", "form_key", "text", "do", "snippet"}
LONGEST, LONGEST_BOX, MOST_BOXES = 20_000, 500, 20


def typed(request: HttpRequest, box: str = "text") -> dict[str, Any]:
    """What stands in the boxes, as a draft keeps it; box: the one for words."""
    seen = request.POST.get("draft_seen", "")
    rest = {name: request.POST.getlist(name) for name in sorted(request.POST) if name not in NOT_KEPT}
    return {
        "text": request.POST.get(box, "")[:LONGEST],
        "rest": {
            name: [value[:LONGEST_BOX] for value in values[:MOST_BOXES]]
            for name, values in list(rest.items())[:MOST_BOXES]
        },
        "seen": int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0,
    }


def way_back(talk: Appointment, where: str = "id_text", query: str = "") -> HttpResponse:
    """The screen again, at the note."""
    return redirect(f"{reverse('counselling:conversation', args=[talk.pk])}{query}#{where}")


@require_POST
@roles_required(Role.COUNSELLOR)
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What script sends: the new version, or (409) the newer words of another window and their version."""
    talk, by = own_talk(request, pk), user_of(request)
    try:
        version = keep_draft(by=by, place=talk, **typed(request))
    except Refused as refused:
        if is_resumed(request):
            return clash(request, talk)
        kept = open_draft(by=by, place=talk)
        newer = {"text": kept.text if kept else "", "version": kept.version if kept else 0}
        return JsonResponse({"words": words_for(refused), **newer}, status=409)
    return way_back(talk) if is_resumed(request) else JsonResponse({"version": version})


def draft_kept(request: HttpRequest, talk: Appointment) -> HttpResponse:
    """The button "save the draft"."""
    try:
        keep_draft(by=user_of(request), place=talk, **typed(request))
    except Refused as refused:
        return not_kept(request, talk, refused)
    messages.success(request, _("The draft is saved. Only you can see it."))
    return way_back(talk)


def sentence_inserted(request: HttpRequest, talk: Appointment) -> HttpResponse:
    """A ready-made sentence at the end of the note; with script it goes where the cursor is."""
    given = typed(request)
    chosen = Snippet.objects.usable_by(user_of(request)).chosen(request.POST.get("snippet", ""))
    if chosen is not None:
        given["text"] = f"{given['text'].rstrip()}\n{chosen.text}".strip()
    try:
        keep_draft(by=user_of(request), place=talk, **given)
    except Refused as refused:
        return not_kept(request, talk, refused)
    return way_back(talk)


def times_shown(request: HttpRequest, talk: Appointment) -> HttpResponse:
    """The nearest free times for the next talk; what was typed is kept first."""
    try:
        keep_draft(by=user_of(request), place=talk, **typed(request))
    except Refused as refused:
        return not_kept(request, talk, refused)
    return way_back(talk, "next", "?times=1")


def newer_taken(request: HttpRequest, talk: Appointment) -> HttpResponse:
    """The other window's words are the ones to go on with: they are kept already."""
    messages.success(request, _("You go on with the newer words."))
    return way_back(talk)


def draft_dropped(request: HttpRequest, talk: Appointment) -> HttpResponse:
    """Forget what was typed."""
    throw_away(by=user_of(request), place=talk)
    messages.success(request, _("The draft is thrown away."))
    return way_back(talk)


def not_kept(request: HttpRequest, talk: Appointment, refused: Refused) -> HttpResponse:
    """Why it was not kept: another window's words to choose from, or a draft nobody can open."""
    if refused.reason == NoteRefusal.DRAFT_NEWER:
        return clash(request, talk)
    file = open_conversation(by=user_of(request), talk=talk)
    form = form_for(file, request.POST)
    form.refuse(words_for(refused))
    return screen(request, file, form, status=409)


def clash(request: HttpRequest, talk: Appointment) -> HttpResponse:
    """Both windows' words: these stay in the box, the newer ones stand beside; one press chooses."""
    file = open_conversation(by=user_of(request), talk=talk)
    version = file.draft.version if file.draft else 0
    data = request.POST.copy()
    data["draft_seen"] = str(version)
    newer = file.draft.text if file.draft else ""
    return screen(request, file, form_for(file, data), status=409, newer=newer, is_clash=True)
