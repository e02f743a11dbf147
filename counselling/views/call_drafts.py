"""What is typed of a call is kept: by script every few seconds, or by a button; and the page that shows it again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from counselling.actions import drafts
from counselling.forms.contact_refusals import words_for
from counselling.forms.contacts import ContactForm
from counselling.rules.notes import NoteRefusal
from counselling.views.drafts import typed
from counselling.views.staff_shared import STAFF, user_of
from portal.accounts.decorators import roles_required
from portal.accounts.held_requests import is_resumed
from portal.refusals import Refused

NOT_KEPT = {"found", "looked_up", "person", "note", "save", "look_up"}  # who it is is looked up again


def typed_call(request: HttpRequest) -> dict[str, Any]:
    """What stands in the boxes, as the draft keeps it."""
    given = typed(request, "note")
    rest = {name: values for name, values in given["rest"].items() if name not in NOT_KEPT}
    return {**given, "rest": rest}


@require_POST
@roles_required(*STAFF)
def call_draft(request: HttpRequest) -> HttpResponse:
    """What script sends: the new version, or (409) the newer words of another window and their version."""
    by = user_of(request)
    try:
        version = drafts.keep_draft(by=by, place=by, **typed_call(request))
    except Refused as refused:
        if is_resumed(request):
            return not_kept(request, ContactForm(request.POST, callers=None, by=by), refused)
        kept = drafts.open_draft(by=by, place=by)
        newer = {"text": kept.text if kept else "", "version": kept.version if kept else 0}
        return JsonResponse({"words": words_for(refused), **newer}, status=409)
    return redirect("counselling:log_call") if is_resumed(request) else JsonResponse({"version": version})


def draft_kept(request: HttpRequest, form: ContactForm) -> HttpResponse:
    """The button "save the draft"."""
    by = user_of(request)
    try:
        drafts.keep_draft(by=by, place=by, **typed_call(request))
    except Refused as refused:
        return not_kept(request, form, refused)
    messages.success(request, _("The draft is saved. Only you can see it."))
    return redirect("counselling:log_call")


def newer_taken(request: HttpRequest, form: ContactForm) -> HttpResponse:
    """The other window's words are the ones to go on with: they are kept already."""
    messages.success(request, _("You go on with the newer words."))
    return redirect("counselling:log_call")


def draft_dropped(request: HttpRequest, form: ContactForm) -> HttpResponse:
    """Forget what was typed."""
    drafts.throw_away(by=user_of(request), place=user_of(request))
    messages.success(request, _("The draft is thrown away."))
    return redirect("counselling:log_call")


PRESSED = {"draft": draft_kept, "newer": newer_taken, "drop": draft_dropped}


def not_kept(request: HttpRequest, form: ContactForm, refused: Refused) -> HttpResponse:
    """Why it was not kept or saved: another window's words to choose from, or words that say what stands in the way."""
    if refused.reason != NoteRefusal.DRAFT_NEWER:
        form.refuse(words_for(refused))
        return log_page(request, form, status=409)
    kept = drafts.open_draft(by=user_of(request), place=user_of(request))
    data = request.POST.copy()
    data["draft_seen"] = str(kept.version if kept else 0)
    again = ContactForm(data, callers=form.callers, by=user_of(request))
    return log_page(request, again, status=409, is_clash=True, newer=kept.text if kept else "")


def begun(request: HttpRequest) -> HttpResponse:
    """The page as one left it."""
    user = user_of(request)
    draft = drafts.open_draft(by=user, place=user)
    form = ContactForm(None, callers=None, by=user)
    if draft:
        form.initial.update({name: values[0] for name, values in draft.rest.items() if name in form.fields and values})
        form.initial.update({"note": draft.text or "", "draft_seen": draft.version})
    return log_page(request, form, draft=draft)


def log_page(request: HttpRequest, form: ContactForm, status: int = 200, **shown: Any) -> HttpResponse:
    """The page, with whom the number belongs to."""
    return render(request, "counselling/contacts/log.html", {"form": form, **shown}, status=status)
