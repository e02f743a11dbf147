"""Conversation, outcome, note, next step: one screen for a talk, one press that does all of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from counselling.actions.concluding import CONCLUDED, Concluded, Conclusion, conclude_talk
from counselling.actions.conversing import Conversation, open_conversation
from counselling.choices import Status
from counselling.forms.note_refusals import words_for
from counselling.forms.notes import ConversationForm
from counselling.models import Appointment
from counselling.rules.notes import FollowUpRefusal, NoteRefusal
from counselling.rules.talks import Refusal
from counselling.views import drafts
from counselling.views.conversation_screen import form_for, own_talk, screen, way_to_day
from counselling.views.staff_shared import user_of
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role
from portal.design.words import date_words, moment_words
from portal.refusals import Refused

ON = (Status.BOOKED, Status.CHECKED_IN, *CONCLUDED)
PRESSED = {
    "draft": drafts.draft_kept,
    "insert": drafts.sentence_inserted,
    "times": drafts.times_shown,
    "newer": drafts.newer_taken,
    "drop": drafts.draft_dropped,
}
FIELD_OF = {
    NoteRefusal.NO_CONSENT: "about",
    NoteRefusal.OUTCOME_MISSING: "outcome",
    FollowUpRefusal.FOLLOW_UP_IN_THE_PAST: "follow_on",
    FollowUpRefusal.NOTIFICATION_TOO_LATE: "follow_on",
    Refusal.TIME_TAKEN: "next_time",
    Refusal.TIME_NOT_OFFERED: "next_time",
}


@require_http_methods(["GET", "POST"])
@roles_required(Role.COUNSELLOR)
def conversation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The screen; what is pressed says what is done with it."""
    talk = own_talk(request, pk)
    if talk.status not in ON:
        messages.info(request, _("This talk is not on, so there is nothing to conclude."))
        return redirect("counselling:talk", pk=talk.pk)
    if request.method != "POST":
        return screen(request, open_conversation(by=user_of(request), talk=talk))
    return PRESSED.get(request.POST.get("do", ""), saved)(request, talk)


def saved(request: HttpRequest, talk: Appointment) -> HttpResponse:
    """Outcome, note, next talk, follow-up: all at once, then back to the day."""
    file = open_conversation(by=user_of(request), talk=talk)
    form = form_for(file, request.POST)
    if not form.is_valid():
        return screen(request, file, form, status=422)
    try:
        done = conclude_talk(by=file.by, talk=talk, version=form.cleaned_data["version"], said=said_in(form, file))
    except Refused as refused:
        if refused.reason == NoteRefusal.DRAFT_NEWER:
            return drafts.clash(request, talk)
        form.refuse(words_for(refused), FIELD_OF.get(refused.reason))
        return screen(request, open_conversation(by=file.by, talk=own_talk(request, talk.pk)), form, status=409)
    messages.success(request, sentence_about(done))
    return redirect(way_to_day(talk))


def said_in(form: ConversationForm, file: Conversation) -> Conclusion:
    """What the screen says, as the action takes it."""
    given = form.cleaned_data
    return Conclusion(
        outcome=given.get("outcome", ""),
        came=form.who_came(),
        text=given["text"],
        about=form.about_id(),
        answers=file.answers_in_words if given.get("keep_answers") else "",
        follow_up=form.plan(),
        next_at=given["next_time"],
        form_key=form.key,
        draft_seen=given["draft_seen"],
    )


def sentence_about(done: Concluded) -> str:
    """What was done, in one line."""
    parts = []
    if done.talk.status in CONCLUDED:
        held = done.talk.status == Status.FULFILLED
        parts.append(_("Noted as held.") if held else _("Noted: we did not get to talk."))
    if done.notes:
        parts.append(_("The note is saved. You can change it for 24 hours."))
    if done.follow_up:
        parts.append(_("Follow-up on {day}.").format(day=date_words(done.follow_up.due_on)))
    if done.next_talk:
        parts.append(_("Next talk: {moment}.").format(moment=moment_words(done.next_talk.starts_at)))
    return " ".join(parts) or _("Nothing was filled in, so nothing was changed.")
