"""What people do with messages: read them, send them again, print and post letters."""

from portal import clock
from portal.audit.actions import Actor, record, record_read
from portal.outbox import rules
from portal.outbox.models import OutboxMessage, Person, State
from portal.outbox.nudge import nudge_after_commit
from portal.outbox.rendering import text_of
from portal.refusals import Refused, locking


@locking
def retry(*, message: OutboxMessage, by: Actor) -> OutboxMessage:
    """Send a message again from the beginning.

    Refuses when it arrived, when a text message may have arrived, and when it was a code.
    """
    row = OutboxMessage.objects.select_for_update().get(pk=message.pk)
    if refusal := rules.may_be_retried(row):
        raise Refused(refusal)
    row.state, row.reason, row.done_at, row.not_before, row.latest_at = State.PLANNED, "", None, None, None
    row.attempts = row.stumbles = row.copies = 0
    row.send_at = clock.now()
    row.save()
    record("outbox.message_retried", by=by, obj=row, subject=row.to_id)
    nudge_after_commit(row.queue)
    return row


@locking
def open_letter(*, message: OutboxMessage, by: Actor) -> str:
    """What a letter says, for printing it: the reading is recorded. Refuses what is no letter to post."""
    if refusal := rules.may_be_printed(message):
        raise Refused(refusal)
    record_read("outbox.letter_opened", by=by, obj=message, subject=message.to_id)
    return message.text or _letter(message)


@locking
def mark_printed(*, message: OutboxMessage, by: Actor) -> OutboxMessage:
    """Keep the letter as it was printed. Refuses what is no letter to post."""
    row = OutboxMessage.objects.select_for_update().get(pk=message.pk)
    if refusal := rules.may_be_printed(row):
        raise Refused(refusal)
    row.text, row.state, row.secret = row.text or _letter(row), State.PRINTED, None
    row.save(update_fields=["text", "state", "secret"])
    record("outbox.letter_printed", by=by, obj=row, subject=row.to_id)
    return row


@locking
def mark_posted(*, message: OutboxMessage, by: Actor) -> OutboxMessage:
    """The letter is in the post. Refuses before it is printed."""
    row = OutboxMessage.objects.select_for_update().get(pk=message.pk)
    if refusal := rules.may_be_posted(row):
        raise Refused(refusal)
    row.state, row.done_at = State.POSTED, clock.now()
    row.save(update_fields=["state", "done_at"])
    record("outbox.letter_posted", by=by, obj=row, subject=row.to_id)
    return row


def mark_read(*, message: OutboxMessage, by: Person) -> None:
    """The person has read a message in their inbox. Again changes nothing."""
    OutboxMessage.objects.unread_by(by).filter(pk=message.pk).order_by().update(read_at=clock.now())


def mark_all_read(*, by: Person) -> int:
    """The person has read what is in their inbox; how many that were new."""
    return OutboxMessage.objects.unread_by(by).order_by().update(read_at=clock.now())


def _letter(message: OutboxMessage) -> str:
    """Subject, then text."""
    text = text_of(message)
    return f"{text.subject}\n{text.body}"
