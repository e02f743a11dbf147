"""After an evening, for those who were signed up: what was handed out, and three questions without a name."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from groups import links
from groups.actions.evaluations import answer, digest_of
from groups.after_page import handouts_of
from groups.forms.after import AnswerForm
from groups.forms.after_refusals import words_for
from groups.models import EvaluationTicket, Registration
from groups.rules.evaluations import EvaluationRefusal
from groups.views.organising import user_of
from portal import clock
from portal.design.forms import sent
from portal.refusals import Refused

LETTERS = str.maketrans("æøåÆØÅ", "aoaAOA")


def own(request: HttpRequest, pk: UUID) -> Registration:
    """One's own sign-up of an evening that is over; 404 for every other."""
    rows = Registration.objects.may_have_handouts(clock.now())
    found: Registration = get_object_or_404(rows.of_person(user_of(request)), pk=pk)
    return found


def by_token(token: str) -> Registration:
    """A guest's."""
    row = links.open_handouts(token)
    if row is None:
        raise Http404
    return row


@never_cache
@require_safe
def my_handouts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was handed out, signed in."""
    return handouts_page(request, own(request, pk), "layouts/member.html")


@never_cache
@require_safe
def my_handout(request: HttpRequest, pk: UUID, handout: UUID) -> HttpResponse:
    """One of the files."""
    return file_of(own(request, pk), handout)


@login_not_required
@never_cache
@require_safe
def handouts_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same behind a guest's link."""
    return hidden(handouts_page(request, by_token(token), "layouts/public.html", token))


@login_not_required
@never_cache
@require_safe
def handout_link(request: HttpRequest, token: str, handout: UUID) -> HttpResponse:
    """One of the files."""
    return hidden(file_of(by_token(token), handout))


def hidden(answer: HttpResponse) -> HttpResponse:
    """Tell nobody where somebody came from, and no search engine."""
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def handouts_page(request: HttpRequest, row: Registration, layout: str, token: str = "") -> HttpResponse:  # nosec B107
    """The list; when, never what it was about."""
    date = row.pool.occurrence
    context: dict[str, Any] = {"date": date, "files": handouts_of(date), "layout": layout, "token": token, "row": row}
    return render(request, "groups/sign_ups/handouts.html", context)


def file_of(row: Registration, handout: UUID) -> HttpResponse:
    """A file of this sign-up's evening, to be kept."""
    found = next((one for one in handouts_of(row.pool.occurrence) if one.handout.pk == handout), None)
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.handout.content), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{ascii_name(found.name)}"'
    return response


def ascii_name(name: str) -> str:
    """A name every header can carry."""
    plain = name.translate(LETTERS)
    return plain.encode("ascii", "ignore").decode() or "fil.pdf"


@csrf_exempt  # the right to answer is the secret in the address, not a cookie another site could borrow
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def evaluation(request: HttpRequest, token: str) -> HttpResponse:
    """Three questions. GET shows them, POST takes the answer once; nothing asks who one is."""
    if not EvaluationTicket.objects.good(digest_of(token), clock.now()).exists():
        return hidden(render(request, "groups/sign_ups/evaluation_over.html", status=410))
    form = AnswerForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            answer(token=token, **form.given())
        except Refused as refused:
            if refused.reason == EvaluationRefusal.EVALUATION_LINK_USED:
                return hidden(render(request, "groups/sign_ups/evaluation_over.html", status=410))
            form.refuse(words_for(refused))
        else:
            return hidden(render(request, "groups/sign_ups/evaluation_thanks.html"))
    status = 422 if form.is_bound and form.errors else 200
    return hidden(render(request, "groups/sign_ups/evaluation.html", {"form": form}, status=status))
