"""Asking whoever speaks something without a name; reading, answering and hiding what was asked."""

from uuid import UUID

from django.db import transaction

from groups.choices import Publication
from groups.models import Event, EventQuestion, Occurrence
from groups.rules import questions as rules
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.keys import new_key
from portal.refusals import Refused, locking


@locking
def ask_question(*, event: Event, text: str, form_key: UUID) -> EventQuestion:
    """Keep a question, and nothing of who asks. Pressed twice, it is one. Refuses when the event is over or gone."""
    now = clock.now()
    row = Event.objects.select_for_update().get(pk=event.pk)
    refusal = rules.may_ask(
        registration=row.registration,
        is_published=row.publication == Publication.PUBLISHED,
        has_dates_ahead=Occurrence.objects.of_event(row.pk).taking_place(now).exists(),
    )
    if refusal:
        raise Refused(refusal)
    given = {"id": new_key(), "event": row, "text": text.strip(), "asked_at": now}
    question, made = EventQuestion.objects.get_or_create(form_key=form_key, defaults=given)
    if made:
        audit.record("groups.question_asked", by=None, obj=row)
    return question


@transaction.atomic
def read_questions(*, by: User, event: Event) -> list[EventQuestion]:
    """An event's questions in the order they came; the reading is written down first."""
    audit.record_read("groups.questions_read", by=by, obj=event)
    return list(EventQuestion.objects.of_event(event.pk))


@locking
def put_question(*, by: User, question: EventQuestion, state: str) -> EventQuestion:
    """Mark a question answered, hide it, or take it out again. Refuses what is no such place."""
    row = EventQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if refusal := rules.may_become(state):
        raise Refused(refusal)
    row.state = state
    row.save(update_fields=["state"])
    audit.record("groups.question_put", by=by, obj=row, reason=state)
    return row
