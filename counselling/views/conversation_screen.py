"""The screen after a talk, as a page: what it shows, and the form filled with what was typed or kept."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from counselling.actions.concluding import CONCLUDED, wish_after
from counselling.actions.conversing import Conversation, outcomes_now
from counselling.actions.reading import coming
from counselling.forms.notes import ConversationForm
from counselling.models import Appointment
from counselling.safe_contact import warnings_for
from counselling.times import Time, nearest
from counselling.views.staff_day import day_url
from counselling.views.staff_shared import user_of
from portal import clock

NEXT_AFTER = timedelta(days=14)


def own_talk(request: HttpRequest, pk: UUID) -> Appointment:
    """A talk in this counsellor's own calendar; 404 for every other."""
    talks = Appointment.objects.of_counsellor(user_of(request)).for_list().with_profiles().with_answers()
    talk: Appointment = get_object_or_404(talks, pk=pk)
    return talk


def screen(
    request: HttpRequest, file: Conversation, form: ConversationForm | None = None, **shown: Any
) -> HttpResponse:
    """The page, as typed when something was refused, else as the draft has it."""
    talk, now = file.talk, clock.now()
    given = form or form_for(file)
    asks_times = bool(request.GET.get("times") or given["next_time"].value() or shown.pop("times", False))
    status = shown.pop("status", 200)
    context = {
        "talk": talk,
        "file": file.file,
        "conversation": file,
        "form": given,
        "warnings": warnings_for(file.file.profile),
        "has_begun": talk.starts_at <= now,
        "is_concluded": talk.status in CONCLUDED,
        "times": next_times(talk) if asks_times else None,
        "day_url": way_to_day(talk),
        "book_url": book_url(talk),
        **shown,
    }
    return render(request, "counselling/notes/conversation.html", context, status=status)


def form_for(file: Conversation, data: Any = None, *, draft_seen: int | None = None) -> ConversationForm:
    """The form of this talk as it is now; unbound it holds the draft."""
    talk, draft = file.talk, file.draft
    kept = {name: values if name == "came" else values[0] for name, values in (draft.rest if draft else {}).items()}
    initial = {
        "version": talk.version,
        "form_key": uuid4(),
        "keep_answers": draft is None,
        "came": [str(one.pk) for one in coming(talk) if one.came],
        **kept,
        "text": (draft.text or "") if draft else "",
        "draft_seen": draft.version if draft else 0,
    }
    return ConversationForm(
        data,
        outcomes=outcomes_now(talk, clock.now()),
        coming=coming(talk),
        people=file.people,
        has_answers=bool(file.answers_in_words),
        initial=initial,
    )


def next_times(talk: Appointment) -> list[Time]:
    """The three free times nearest to two weeks from now."""
    now = clock.now()
    return nearest(wish_after(talk), max(talk.starts_at, now) + NEXT_AFTER, now)


def book_url(talk: Appointment) -> str:
    """Booking for this person, with the kind of talk, the way and the counsellor chosen."""
    address = reverse("counselling:book_for_time", args=[talk.booked_by_id])
    return f"{address}?type={talk.meeting_type.slug}&mode={talk.mode}&counsellor={talk.counsellor_id}"


def way_to_day(talk: Appointment) -> str:
    """The counsellor's day with this talk beside it."""
    return f"{day_url(talk.starts_at.astimezone(clock.zone()).date())}?talk={talk.pk}"
