"""Asking those who came what they thought, so that no answer leads to a person (docs/decisions/answers.md).

A secret goes out in one message; here only its fingerprint is kept, without sign-up or person. The ticket is spent in
the transaction that writes the answer, and an answer has no moment. That somebody answered is the one thing of this app
that is not written into the log: its moment would say when, and who was signed in then.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from groups import announcing_after as announcing
from groups.models import EvaluationAnswer, EvaluationForm, EvaluationTicket, Occurrence, Registration
from groups.rules import evaluations as rules
from groups.rules.answers import takes_part_online
from groups.rules.dates import OFF
from groups.rules.evaluations import Came, EvaluationRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.keys import new_key
from portal.refusals import Refused, locking

AT_A_TIME = 20


def digest_of(token: str) -> str:
    """What is kept of a secret: nobody gets from here back to it."""
    return sha256(token.encode()).hexdigest()


@locking
def ask(*, by: User, date: Occurrence) -> EvaluationForm:
    """Plan that those who came are asked the morning after. Refuses twice, a date that is off, and a week too late."""
    now = clock.now()
    row = Occurrence.objects.select_for_update().get(pk=date.pk)
    is_asked = EvaluationForm.objects.filter(occurrence=row).exists()
    if refusal := rules.may_ask(is_asked=is_asked, is_off=row.status in OFF, ends_at=row.ends_at, now=now):
        raise Refused(refusal)
    form = EvaluationForm.objects.create(id=new_key(), occurrence=row, asked_at=now, asked_by=by)
    audit.record("groups.evaluation_asked", by=by, obj=form)
    return form


@locking
def do_not_ask(*, by: User, form: EvaluationForm) -> None:
    """Take the plan back. Refuses when they have been asked."""
    row = EvaluationForm.objects.select_for_update().get(pk=form.pk)
    if row.sent_at is not None:
        raise Refused(EvaluationRefusal.EVALUATION_SENT)
    audit.record("groups.evaluation_taken_back", by=by, obj=row)
    row.delete()


def send_due() -> int:
    """Ask the people of each date that ended yesterday or before. A chore; how many evaluations."""
    now = clock.now()
    return sum(send(form=form, now=now) for form in EvaluationForm.objects.to_send(now)[:AT_A_TIME])


@locking
def send(*, form: EvaluationForm, now: datetime) -> int:
    """Give out the tickets and plan the messages; 0 while it is not yet time, or when it was done.

    Fewer than five parties are not asked at all: what they say could never be shown.
    """
    row = EvaluationForm.objects.select_for_update(of=("self",)).select_related("occurrence__event").get(pk=form.pk)
    date = row.occurrence
    if row.sent_at or now < rules.sends_at(ends_at=date.ends_at, zone=ZoneInfo(date.zone)):
        return 0
    parties = [] if date.status in OFF else asked_of(date)
    row.sent_at = now
    if not rules.is_enough(len(parties)):
        row.closes_at = row.closed_at = now
        row.save(update_fields=["sent_at", "closes_at", "closed_at"])
        audit.record("groups.evaluation_too_few", by=None, obj=row)
        return 1
    row.closes_at = now + timedelta(days=settings.EVALUATION_DAYS)
    row.save(update_fields=["sent_at", "closes_at"])
    tokens = [secrets.token_urlsafe(24) for _party in parties]
    tickets = [EvaluationTicket(form=row, digest=digest_of(token)) for token in tokens]
    secrets.SystemRandom().shuffle(tickets)  # not in the order of the sign-ups
    EvaluationTicket.objects.bulk_create(tickets)
    announcing.ask_what_they_thought(parties, tokens)
    audit.record("groups.evaluation_sent", by=None, obj=row, reason=str(len(parties)))
    return 1


def asked_of(date: Occurrence) -> list[Registration]:
    """Whom to ask: those who came, or all with a place where nobody noted it."""
    rows = list(Registration.objects.of_date(date.pk).confirmed().prefetch_related("attendees"))
    return [rows[place] for place in rules.who_is_asked([came(row, date) for row in rows])]


def came(row: Registration, date: Occurrence) -> Came:
    """A party as far as is known."""
    people = row.who_comes
    is_online = takes_part_online(status=date.status, channel=row.pool.channel)
    has_come = any(one.came_at for one in people)
    return Came(has_come, bool(people) and all(one.stayed_away for one in people), is_online)


@locking
def answer(*, token: str, worth: int | None, welcome: int | None, words: str) -> None:
    """Write an answer and spend its ticket in one transaction. Refuses an empty one, and a link used or over."""
    said = words.strip()
    if worth is None and welcome is None and not said:
        raise Refused(EvaluationRefusal.EVALUATION_EMPTY)
    tickets = EvaluationTicket.objects.good(digest_of(token), clock.now())
    ticket = tickets.select_for_update(of=("self",)).first()
    if ticket is None:
        raise Refused(EvaluationRefusal.EVALUATION_LINK_USED)
    form_id = ticket.form_id
    ticket.delete()
    EvaluationAnswer.objects.create(form_id=form_id, worth=worth, welcome=welcome, words=said)


def close_due() -> int:
    """Close what is over. A chore; how many."""
    now = clock.now()
    return sum(close(form=form, now=now) for form in EvaluationForm.objects.to_close(now)[:AT_A_TIME])


@locking
def close(*, form: EvaluationForm, now: datetime) -> int:
    """No more answers. Unused tickets go; answers are shuffled and written anew, so that not even the database keeps
    which was written with which ticket, or in which order. Fewer than five are deleted: nobody could ever read them.
    """
    row = EvaluationForm.objects.select_for_update().get(pk=form.pk)
    if row.closed_at is not None:
        return 0
    answers = list(row.answers.all())
    row.tickets.all().delete()
    row.answers.all().delete()
    if rules.is_enough(len(answers)):
        secrets.SystemRandom().shuffle(answers)
        for one in answers:
            EvaluationAnswer.objects.create(form=row, worth=one.worth, welcome=one.welcome, words=one.words)
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    audit.record("groups.evaluation_closed", by=None, obj=row)
    return 1


@transaction.atomic
def read_answers(*, by: User, form: EvaluationForm) -> list[EvaluationAnswer]:
    """What was said, in no order that means anything, once the look is written down; nothing while it is not enough."""
    answers = list(EvaluationAnswer.objects.filter(form=form).order_by("pk"))
    if not rules.may_show(closed_at=form.closed_at, answers=len(answers)):
        return []
    audit.record_read("groups.evaluation_read", by=by, obj=form)
    return answers
