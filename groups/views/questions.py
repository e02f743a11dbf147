"""Asking whoever speaks without a name; and what the organiser reads, marks and prints."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.actions import questions as actions
from groups.choices import QuestionState, RegistrationMode
from groups.forms.questions import REFUSAL_TEXT, QuestionForm
from groups.models import Event, EventQuestion
from groups.rules.questions import QuestionRefusal
from groups.views.organising import STAFF, managed_event, user_of
from groups.views.public import event_of
from portal.accounts import limits
from portal.accounts.decorators import roles_required
from portal.design.forms import sent
from portal.refusals import Refused


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """One short text. Whoever is signed in asks without a name too."""
    event = event_of(request, slug)
    if event.registration == RegistrationMode.APPLICATION:
        raise Http404
    form = QuestionForm(sent(request))
    status = 200
    if request.method == "POST":
        status = asked(request, event, form)
        if status == 302:
            messages.success(request, _("Thank you. Your question goes to whoever speaks."))
            return redirect("groups:event", slug=slug)
    return render(request, "groups/public/question.html", {"event": event, "form": form}, status=status)


def asked(request: HttpRequest, event: Event, form: QuestionForm) -> int:
    """Ask what was typed: 302 when it is kept, else the status of the page that says why not."""
    if not form.is_valid():
        return 422
    if not limits.allows(request, "question"):
        form.refuse(REFUSAL_TEXT[QuestionRefusal.QUESTIONS_TOO_MANY])
        return 429
    try:
        actions.ask_question(event=event, text=form.cleaned_data["text"], form_key=form.key)
    except Refused as refused:
        form.refuse(REFUSAL_TEXT[QuestionRefusal(refused.reason)])
        return 409
    return 302


@require_safe
@roles_required(*STAFF)
def event_questions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was asked; with ?print only what is open, for whoever speaks. The reading is written down."""
    event = managed_event(request, pk)
    rows = actions.read_questions(by=user_of(request), event=event)
    context = {
        "event": event,
        "open": [row for row in rows if row.state == QuestionState.OPEN],
        "done": [row for row in rows if row.state != QuestionState.OPEN],
        "is_list": "print" in request.GET,
    }
    return render(request, "groups/organise/questions.html", context)


@require_POST
@roles_required(*STAFF)
def question_put(request: HttpRequest, pk: UUID, state: str) -> HttpResponse:
    """Answered, hidden, or open again."""
    user = user_of(request)
    row: EventQuestion = get_object_or_404(EventQuestion.objects.managed_by(user), pk=pk)
    try:
        actions.put_question(by=user, question=row, state=state)
    except Refused as refused:
        messages.error(request, str(REFUSAL_TEXT[QuestionRefusal(refused.reason)]))
    return redirect("groups:event_questions", pk=row.event_id)
