"""The messages around a home visit: to the counsellor first, then to colleagues, round by round. All of them neutral.

They are rows of the outbox, written with the check-in itself: a dead worker or a lost Valkey delays them, no more. They
travel with the sign-in codes: before everything else, and at night too.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from counselling.actions.reading import shown
from counselling.choices import Mode, Status
from counselling.models import Appointment, PhoneDuty, StaffNumber, VisitWatch
from counselling.rules import visits as rules
from counselling.visit_choices import silence
from portal.accounts.models import Role, User
from portal.outbox.actions import Draft
from portal.outbox.models import Channel, OutboxMessage
from portal.worklist.models import Task

ASK = "counselling.visit_ask"  # nobody checked in
END = "counselling.visit_end"  # nobody checked out
ALARM = "counselling.visit_alarm"  # to colleagues
ROUND = "counselling.visit_round"  # in the house: one round of the alarm
ALARM_TASK = "counselling.visit_alarm"
MISSING = "counselling.visit_missing"  # to the next one, when nobody checked in and nobody answered
MISSING_STEP = "counselling.visit_missing_step"  # in the house: one step of it
MISSING_TASK = "counselling.visit_not_begun"
AT_THE_DOOR = [ASK, MISSING, MISSING_STEP]  # all that an answer stops


def to_each(kind: str, key: str, people: Sequence[User], **fields: Any) -> list[Draft]:
    """The same to several colleagues, by e-mail and (where we know the number) by text message."""
    numbers = StaffNumber.objects.numbers(people)
    drafts = []
    for person in people:
        for channel, address in ((Channel.EMAIL, person.email), (Channel.SMS, number_of(numbers.get(person.pk)))):
            if address:
                fields |= {"channel": channel, "to": person, "address": address, "language": person.language}
                drafts.append(Draft(kind, f"{key}:{channel}:{person.pk}", **fields))
    return drafts


def number_of(row: StaffNumber | None) -> str | None:
    """A colleague's number; None when there is none or it does not open."""
    return shown(row, "phone") if row else None


def ask_drafts(appointment: Appointment) -> list[Draft]:
    """A quarter of an hour into a booked visit: are you there? Goes only if nobody has checked in.

    And the first step of what happens when nobody answers.
    """
    if appointment.mode != Mode.HOME_VISIT or appointment.status != Status.BOOKED:
        return []
    person = appointment.counsellor.user
    if person is None:
        return []
    at = appointment.starts_at + rules.ASK_AFTER
    key = f"{ASK}:{appointment.pk}:{appointment.version}"
    late = appointment.ends_at + timedelta(hours=1)
    about: dict[str, Any] = {"about": appointment.pk, "version": appointment.version, "send_at": at}
    asked = to_each(ASK, key, [person], latest_at=late, **about)
    return [*asked, step_draft(appointment, 1, at + timedelta(minutes=settings.VISIT_ASK_MINUTES))]


def step_draft(appointment: Appointment, number: int, at: datetime) -> Draft:
    """One step to the next person, as work the house does by itself."""
    return Draft(
        MISSING_STEP,
        f"{MISSING_STEP}:{appointment.pk}:{appointment.version}:{number}",
        channel=Channel.HOUSE,
        language="da",
        about=appointment.pk,
        version=appointment.version,
        send_at=at,
        context={"step": number},
    )


def missing_drafts(appointment: Appointment, people: Sequence[User]) -> list[Draft]:
    """Word to these colleagues; who had it in an earlier step is not written to again."""
    key = f"{MISSING}:{appointment.pk}:{appointment.version}"
    return to_each(MISSING, key, people, about=appointment.pk, version=appointment.version)


def watch_drafts(watch: VisitWatch) -> list[Draft]:
    """What happens unless somebody checks out: their own message, then the first round among colleagues."""
    key = f"{watch.pk}:{watch.version}"
    about: dict[str, Any] = {"about": watch.pk, "version": watch.version}
    grace = timedelta(minutes=settings.VISIT_GRACE_MINUTES)
    own = to_each(END, f"{END}:{key}", [watch.worker], send_at=watch.expected_end + grace, **about)
    return [*own, round_draft(watch, 1, watch.expected_end + silence(settings.VISIT_GRACE_MINUTES))]


def round_draft(watch: VisitWatch, number: int, at: datetime) -> Draft:
    """One round of the alarm, as work the house does by itself."""
    return Draft(
        ROUND,
        f"{ROUND}:{watch.pk}:{watch.version}:{number}",
        channel=Channel.HOUSE,
        language="da",
        about=watch.pk,
        version=watch.version,
        send_at=at,
        context={"round": number},
    )


def alarm_drafts(watch: VisitWatch, number: int, now: datetime) -> list[Draft]:
    """One round: whoever leads and whoever has the phone, from the third round on every counsellor; and the next."""
    key = f"{ALARM}:{watch.pk}:{watch.version}:{number}"
    people = called(watch, number, now)
    told = to_each(ALARM, key, people, about=watch.pk, version=watch.version)
    return [*told, round_draft(watch, number + 1, now + rules.next_round(number))]


def on_duty(now: datetime) -> User | None:
    """Who has the phone at this moment, or nobody."""
    turn = PhoneDuty.objects.on_duty(now).first()
    return turn.user if turn else None


def called(watch: VisitWatch, number: int, now: datetime) -> list[User]:
    """Who is called in a round; never the one who is missed."""
    roles = [Role.TEAM_LEAD, Role.COUNSELLOR] if number >= rules.EVERYBODY_FROM else [Role.TEAM_LEAD]
    duty = on_duty(now)
    wanted = Q(pk__in=User.objects.with_role(*roles).values("pk")) | Q(pk=duty.pk if duty else None)
    return list(User.objects.filter(wanted, is_active=True).exclude(pk=watch.worker_id).order_by("pk"))


def leads(but: UUID | None) -> list[User]:
    """Whoever leads the team; never the one who is asked about."""
    found = User.objects.with_role(Role.TEAM_LEAD).filter(is_active=True).exclude(pk=but)
    return list(found.order_by("pk"))


def watches_of(messages: Iterable[OutboxMessage]) -> dict[UUID, VisitWatch]:
    """The watches messages are about, one query."""
    return VisitWatch.objects.in_bulk([message.about for message in messages if message.about])


def still_missed(message: OutboxMessage) -> bool:
    """Only while somebody is still inside, for the end they gave last."""
    watch = watches_of([message]).get(message.about) if message.about else None
    return watch is not None and watch.is_open and watch.version == message.version


def still_awaited(message: OutboxMessage) -> bool:
    """Only for a booked visit to which nobody has come."""
    if message.about is None:
        return False
    talk = Appointment.objects.filter(pk=message.about, version=message.version, visit_watch=None).first()
    return talk is not None and talk.status in {Status.BOOKED, Status.CHECKED_IN}


def still_unanswered(message: OutboxMessage) -> bool:
    """Only while nobody has come to the visit, and nobody has said how it is."""
    return still_awaited(message) and is_unanswered(message.about)


def is_unanswered(talk_id: UUID | None) -> bool:
    """Whether the question who is at the door is still open."""
    return Task.objects.open().filter(kind=MISSING_TASK, about=talk_id).exists()


def own_page(message: OutboxMessage) -> dict[str, Any]:
    """The front of one's own visits: the address of the page says nothing about whom."""
    return linked(message, "counselling:my_visits")


def alarm_page(message: OutboxMessage) -> dict[str, Any]:
    """The page with who is missed."""
    return linked(message, "counselling:alarms")


def linked(message: OutboxMessage, name: str) -> dict[str, Any]:
    """A page's address in the reader's language."""
    with translation.override(message.language):
        return {"link": f"{settings.SITE_URL}{reverse(name)}"}
