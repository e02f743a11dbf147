"""What stands on an event's page besides its words: the picture, who speaks; and how the page will look."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups import links
from groups.actions.pictures import set_picture
from groups.actions.speakers import add_speaker, remove_speaker
from groups.event_page import context_of
from groups.forms.organising import PictureForm, SpeakerForm
from groups.models import Event, EventImage, Speaker
from groups.views.organising import STAFF, carried_out, form_page, managed_event, tried, user_of
from portal import clock
from portal.accounts.decorators import roles_required


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def event_picture(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a picture there, or describe the one that is there."""
    event = managed_event(request, pk)
    image = EventImage.objects.described().of_event(event.pk)
    shown = {"alt": image.alt, "is_decorative": image.is_decorative} if image else {}
    form = PictureForm(request.POST or None, request.FILES or None, initial={"version": event.version, **shown})
    if request.method == "POST" and form.is_valid():
        given, by = form.cleaned_data, user_of(request)
        told = {"alt": given["alt"], "is_decorative": given["is_decorative"]}
        data = given["picture"].read() if given["picture"] else None
        if tried(form, lambda: set_picture(by=by, event=event, version=given["version"], data=data, **told)):
            return carried_out(request, event, _("Saved."))
    back = reverse("groups:organised", args=[pk])
    return form_page(request, form, heading=_("Picture"), lead=event.title, button=_("Save"), back=back, image=image)


@login_not_required
@require_GET
def picture(request: HttpRequest, digest: str) -> HttpResponse:
    """A picture, for whoever was shown the page it stands on: its address can't be guessed, and changes with it."""
    image = EventImage.objects.with_digest(digest)
    if image is None:
        raise Http404
    answer = HttpResponse(bytes(image.content), content_type="image/jpeg")
    answer["Content-Disposition"] = 'inline; filename="billede.jpg"'
    return answer


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def speaker_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put somebody on the programme."""
    event = managed_event(request, pk)
    form = SpeakerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = dict(form.cleaned_data)
        colleague = given.pop("colleague")
        resource_id = colleague.pk if colleague else None
        if tried(form, lambda: add_speaker(by=user_of(request), event=event, resource_id=resource_id, **given)):
            return carried_out(request, event, _("Saved."))
    back = reverse("groups:organised", args=[pk])
    return form_page(request, form, heading=_("Who speaks?"), lead=event.title, button=_("Add"), back=back)


@require_POST
@roles_required(*STAFF)
def speaker_off(request: HttpRequest, pk: UUID, speaker: UUID) -> HttpResponse:
    """Take somebody off the programme."""
    event = managed_event(request, pk)
    row: Speaker = get_object_or_404(event.speakers.select_related("event"), pk=speaker)
    remove_speaker(by=user_of(request), speaker=row)
    messages.success(request, _("Saved."))
    return redirect("groups:organised", pk=event.pk)


def preview_page(request: HttpRequest, event: Event, link: str = "") -> HttpResponse:
    """How an event will look to those who read it."""
    context = {**context_of(event, clock.now()), "is_preview": True, "link": link}
    return render(request, "groups/organise/preview.html", context)


@require_GET
@roles_required(*STAFF)
def organised_preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it will look, with a link that shows it to somebody without an account."""
    event = managed_event(request, pk)
    path = reverse("groups:preview", args=[links.sign_preview(event)])
    return preview_page(request, event, link=request.build_absolute_uri(path))


@login_not_required
@require_GET
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever has the link, while it is young."""
    event = links.open_preview(token)
    if event is None:
        raise Http404
    return preview_page(request, event)
