"""Events from an idea to the archive: made, written, read by a second person, published, taken down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from groups import announcing_partners as announcing
from groups import rich_text
from groups.checking import lines_of
from groups.choices import Publication, RegistrationMode, RegistrationState, Sensitivity
from groups.models import Event, EventImage, Registration
from groups.models.keeping import days_kept
from groups.rules import events as rules
from groups.rules.events import EventRefusal
from portal import clock
from portal.accounts.models import Role, User
from portal.audit import actions as audit
from portal.keys import new_key
from portal.refusals import Refused, locking, violated_constraint

DECIDE_ALONE = (Role.TEAM_LEAD, Role.PLANNER)
AT_A_TIME = 50
COPIED = (
    *("kind", "audience", "sensitivity", "title", "discreet_title", "summary", "body", "easy_read", "language"),
    *("attendance", "registration", "max_party", "questions", "may_ask_respite", "may_ask_transport", "is_captioned"),
    *("has_sign_interpreter", "topics", "host", "contact_name", "contact_phone", "contact_email", "retention_days"),
)
SAID_BY = {
    "event_has_a_discreet_title_unless_open": EventRefusal.DISCREET_TITLE_MISSING,
    "event_keeps_people_three_days_or_more": EventRefusal.KEEPS_TOO_SHORT,
    "event_registration_closes_after_it_opens": EventRefusal.WINDOW_BACKWARDS,
}


@locking
def start_event(*, by: User, title: str, kind: str, form_key: UUID) -> Event:
    """A draft with a name, everything else still to be written. Pressed twice, it is one draft."""
    if done := Event.objects.filter(pk=form_key).first():
        return done
    event = Event(id=form_key, kind=kind, title=title.strip(), organiser=by, changed_by=by, created_at=clock.now())
    event.slug = slug_for(event)
    event.save(force_insert=True)
    audit.record("groups.event_started", by=by, obj=event)
    return event


@locking
def copy_event(*, by: User, event: Event, form_key: UUID, as_template: bool = False) -> Event:
    """A draft with the words, picture and speakers of another event, and none of its dates and people.

    As a template it is never published: new events are begun from it.
    """
    if done := Event.objects.filter(pk=form_key).first():
        return done
    values = {name: getattr(event, name) for name in COPIED}
    made = Event(id=form_key, organiser=by, changed_by=by, created_at=clock.now(), is_template=as_template, **values)
    made.slug = slug_for(made)
    made.save(force_insert=True)
    for speaker in event.speakers.all():
        speaker.pk, speaker.event, speaker._state.adding = new_key(), made, True
        speaker.save()
    if picture := EventImage.objects.filter(event=event).first():
        picture.pk, picture._state.adding = made.pk, True
        picture.save(force_insert=True)
    audit.record("groups.template_made" if as_template else "groups.event_copied", by=by, obj=made)
    return made


def slug_for(event: Event) -> str:
    """An address nobody else has."""
    return rules.slug_of(event.title, is_open=event.sensitivity == Sensitivity.OPEN, key=uuid4().hex[:8])


def locked_event(event: Event, version: int | None = None) -> Event:
    """The event as it is now, locked. Refuses when somebody changed it since the page was shown."""
    row = Event.objects.select_for_update().get(pk=event.pk)
    if version is not None and row.version != version:
        raise Refused(EventRefusal.EVENT_STALE)
    return row


@locking
def change_event(*, by: User, event: Event, version: int, values: Mapping[str, Any]) -> Event:
    """Write an event's words or settings. Refuses a stale page, a missing discreet title, a window that ends early, and
    to keep what people said longer than they were told.

    What an organiser changes in a published event stands at once, and waits for a second person to read it.
    """
    row = locked_event(event, version)
    was_open, kept = row.sensitivity == Sensitivity.OPEN, row.retention_days
    for name, value in values.items():
        setattr(row, name, rich_text.from_typed(value) if name == "body" else value)
    if was_open != (row.sensitivity == Sensitivity.OPEN):
        row.slug = slug_for(row)  # the old address may say what it is about
    refuse_open_wishes(row)
    refuse_keeping_longer(row, kept)
    written_by(row, by)
    save_event(row)
    audit.record("groups.event_changed", by=by, obj=row)
    return row


def refuse_open_wishes(row: Event) -> None:
    """Refuses another way in while somebody who asked for a place has no answer: nobody would ever decide."""
    if row.registration == RegistrationMode.APPLICATION:
        return
    asked = Registration.objects.of_event_ahead(row.pk, clock.now())
    if asked.filter(state=RegistrationState.APPLIED).exists():
        raise Refused(EventRefusal.SOME_ASKED)


def refuse_keeping_longer(row: Event, before: int | None) -> None:
    """Refuses to keep longer what people said when they were told that it goes sooner."""
    if days_kept(row.retention_days) > days_kept(before) and Registration.objects.of_event(row.pk).exists():
        raise Refused(EventRefusal.KEEPS_LONGER)


def written_by(row: Event, by: User) -> None:
    """Note whose words wait for a reader; who decides alone leaves nothing to read once it is published."""
    is_out = row.publication in {Publication.PUBLISHED, Publication.SCHEDULED}
    row.changed_by = None if is_out and by.has_role(*DECIDE_ALONE) else by


def save_event(row: Event) -> None:
    """Save with the next version. Refuses what the database refuses."""
    row.version += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        refusal = SAID_BY.get(violated_constraint(error) or "")
        if refusal is None:
            raise
        raise Refused(refusal) from error


def go(row: Event, state: str) -> None:
    """The event's next state. Refuses one that can't follow."""
    if refusal := rules.may_go(row.publication, state, is_template=row.is_template):
        raise Refused(refusal)
    row.publication = state


@locking
def submit_event(*, by: User, event: Event, version: int) -> Event:
    """Ask a colleague to read it. Refuses a stale page, one that is out already, and gaps in the list."""
    row = locked_event(event, version)
    go(row, Publication.IN_REVIEW)
    refuse_gaps(row, clock.now())
    row.changed_by = row.changed_by or by
    save_event(row)
    audit.record("groups.event_submitted", by=by, obj=row)
    return row


def refuse_gaps(row: Event, now: datetime) -> None:
    """Refuses while something on the list is missing, and says what."""
    if gaps := rules.gaps_in(lines_of(row, now)):
        raise Refused(EventRefusal.HAS_GAPS, gaps=gaps)


@locking
def publish_event(*, by: User, event: Event, version: int, at: datetime | None = None) -> Event:
    """Let people read it, now or at a moment. Who wrote it last can't, unless they lead or plan.

    Refuses without that right, with gaps in the list, a moment that is past, and a stale page.
    """
    now = clock.now()
    row = locked_event(event, version)
    alone = by.has_role(*DECIDE_ALONE)
    in_review, is_author = row.publication == Publication.IN_REVIEW, row.changed_by_id == by.pk
    if refusal := rules.may_publish(decides_alone=alone, is_in_review=in_review, is_author=is_author):
        raise Refused(refusal)
    refuse_gaps(row, now)
    if at is not None and at <= now:
        raise Refused(EventRefusal.MOMENT_IS_PAST)
    go(row, Publication.PUBLISHED if at is None else Publication.SCHEDULED)
    row.publish_at, row.changed_by = at, None
    row.published_at = now if at is None else None
    save_event(row)
    audit.record("groups.event_published" if at is None else "groups.event_scheduled", by=by, obj=row)
    announcing.tell_where_it_is(row)
    return row


@locking
def approve_words(*, by: User, event: Event, version: int) -> Event:
    """Say that what a colleague changed in a published event is fine. Refuses one's own, and where nothing waits."""
    row = locked_event(event, version)
    if row.publication != Publication.PUBLISHED or row.changed_by_id is None:
        raise Refused(EventRefusal.NOTHING_TO_READ)
    if row.changed_by_id == by.pk and not by.has_role(*DECIDE_ALONE):
        raise Refused(EventRefusal.NEEDS_A_READER)
    row.changed_by = None
    save_event(row)
    audit.record("groups.event_read", by=by, obj=row)
    return row


@locking
def back_to_draft(*, by: User, event: Event, version: int) -> Event:
    """Take it off the site to go on writing. Refuses while anybody is signed up: call the dates off instead."""
    row = locked_event(event, version)
    go(row, Publication.DRAFT)
    refuse_people(row)
    row.publish_at = row.published_at = None
    row.changed_by = by
    save_event(row)
    audit.record("groups.event_taken_down", by=by, obj=row)
    announcing.tell_where_it_is(row)
    return row


@locking
def archive_event(*, by: User | None, event: Event, version: int | None = None) -> Event:
    """Put it away, with all it held. Refuses while somebody is signed up for a date ahead."""
    row = locked_event(event, version)
    go(row, Publication.ARCHIVED)
    refuse_people(row)
    row.publish_at = None
    save_event(row)
    audit.record("groups.event_archived", by=by, obj=row)
    announcing.tell_where_it_is(row)
    return row


def refuse_people(row: Event) -> None:
    """Refuses while anybody is signed up for a date that is not over."""
    if Registration.objects.live().of_event_ahead(row.pk, clock.now()).exists():
        raise Refused(EventRefusal.HAS_SIGN_UPS)


def publish_due() -> int:
    """Publish what is due and put away what is over, each exactly once; how many. A chore of each minute.

    One that has got gaps meanwhile (its date was called off) goes back to review instead of out.
    """
    now, done = clock.now(), 0
    with transaction.atomic():
        rows = Event.objects.due_to_appear(now).select_for_update(skip_locked=True).order_by("publish_at")[:AT_A_TIME]
        for row in rows:
            is_whole = not rules.gaps_in(lines_of(row, now))
            row.publication = Publication.PUBLISHED if is_whole else Publication.IN_REVIEW
            row.published_at = row.publish_at if is_whole else None
            row.publish_at = None
            save_event(row)
            audit.record("groups.event_published" if is_whole else "groups.event_held_back", by=None, obj=row)
            if is_whole:
                announcing.tell_where_it_is(row)
            done += is_whole
    return done + take_down_due(now)


def take_down_due(now: datetime) -> int:
    """Put away what should no longer be shown and nobody waits for."""
    done = 0
    for event in Event.objects.due_to_go(now).order_by("unpublish_at")[:AT_A_TIME]:
        try:
            archive_event(by=None, event=event)
            done += 1
        except Refused:  # somebody is signed up, or it was put away meanwhile: looked at again in a minute
            continue
    return done
