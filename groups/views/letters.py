"""A message from an organiser, read by the person it is to: signed in, or behind the guest's own link."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from groups import links
from groups.actions.letters import read_letter
from groups.models import LetterCopy
from groups.views.organising import user_of


@require_GET
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own."""
    user = user_of(request)
    copy: LetterCopy = get_object_or_404(LetterCopy.objects.readable_by(user), pk=pk)
    read_letter(by=user, copy=copy)
    return render(request, "groups/organise/letter.html", {"copy": copy, "layout": "layouts/member.html"})


@login_not_required
@require_GET
def letter_link(request: HttpRequest, token: str) -> HttpResponse:
    """A guest's."""
    copy = links.open_copy(token)
    if copy is None:
        raise Http404
    read_letter(by=None, copy=copy)
    return render(request, "groups/organise/letter.html", {"copy": copy, "layout": "layouts/public.html"})
