"""Three months of talks behind us and two ahead, booked by the same actions people use, at the moments they would."""

import random
from datetime import date, datetime, time, timedelta
from uuid import UUID

from counselling.actions.booking import book_for_someone
from counselling.actions.calls import (
    book_nameless_talk,
    conclude_nameless_talk,
    finish_call_request,
    give_phone_duty,
    request_call,
)
from counselling.actions.keeping import answer_intake, cancel_appointment, confirm_pending, record_outcome
from counselling.choices import CallStatus, CancelActor, Status
from counselling.kinds import call_instead
from counselling.models import Appointment, MeetingType
from counselling.wishes import Wish
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Resource
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused

TALKS = 190
ANSWERS = (
    "Min mand har fået en demensdiagnose. Jeg ved ikke, hvor jeg skal begynde.",
    "Jeg er træt og sover dårligt. Jeg vil gerne vide, hvad man kan få hjælp til.",
    "Min bror bor alene, og jeg er den eneste, han ringer til.",
)
STORIES = ("inge-lise", "rasmus", "yasmin", "poul.aage", "gunvor")


def owner_of(resource: Resource) -> User:
    """The counsellor whose calendar it is."""
    assert resource.user is not None
    return resource.user


class Storyteller:
    """Makes the demo's talks with a fixed seed, so that two demos differ only in their dates."""

    def __init__(
        self, people: dict[str, User], counsellors: dict[str, Resource], types: list[MeetingType], seed: int = 40
    ) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - a story, not a secret
        self.counsellors = list(counsellors.values())
        self.types = {kind.slug: kind for kind in types}
        self.named = [user for email, user in people.items() if email.split("@")[0] in STORIES]
        self.others = [user for email, user in people.items() if email.startswith("borger")]
        self.lead = people["dorthe.friis@egekoebing.example"]

    def key(self) -> UUID:
        """A form's key."""
        return UUID(int=self.dice.getrandbits(128), version=4)

    def tell(self) -> None:
        """Everything that happened, oldest first, then what is planned."""
        days = sorted(self.dice.randint(-88, 40) for _ in range(TALKS))
        for offset in days:
            self.talk(clock.today() + timedelta(days=offset), self.dice.choice(self.others))
        for user in self.named:
            for offset in (-30, self.dice.randint(3, 12)):
                self.talk(clock.today() + timedelta(days=offset), user)
        self.this_week()
        for user in self.others[:3]:
            self.ask_for_visit(user)
        self.nameless()
        self.calls()
        self.duty()
        mark_as_sent()
        one_that_failed(self.others[7])

    def this_week(self) -> None:
        """The days around today are full, Mette's most of all; yesterday's last talks still lack their outcome."""
        for offset in range(-2, 8):
            day = clock.today() + timedelta(days=offset)
            if day.isoweekday() <= 5:
                for counsellor in [self.counsellors[0]] * 4 + self.counsellors[1:4]:
                    self.talk(day, self.dice.choice(self.others), counsellor)

    def talk(self, day: date, person: User, counsellor: Resource | None = None) -> None:
        """One talk on a working day (the next one when the day isn't), and what became of it."""
        if day.isoweekday() > 5:
            day += timedelta(days=8 - day.isoweekday())
        made = min(at(day, time(10, 15)) - timedelta(days=self.dice.randint(2, 18)), clock.now() - timedelta(hours=7))
        kind = self.dice.choice(["samtale", "samtale", "samtale", "frokostpause", "penge-og-rettigheder"])
        meeting_type = self.types[kind]
        counsellor = counsellor or self.dice.choice(self.counsellors)
        mode = self.dice.choice(meeting_type.modes)
        wish = Wish(meeting_type=meeting_type, mode=mode, counsellor_id=counsellor.pk)
        with clock.frozen_at(made):
            appointment = self.book(person, wish, day)
            if appointment is None:
                return
            if self.dice.random() < 0.5:
                answer_intake(by=person, appointment=appointment, texts={1: self.dice.choice(ANSWERS)})
        self.conclude(appointment, counsellor)

    def book(self, person: User, wish: Wish, day: date) -> Appointment | None:
        """Book one of the day's free times, if there is one."""
        times = wish.free_times(day, day, clock.now())
        if not times:
            return None
        start = self.dice.choice(times).start
        try:
            return book_for_someone(by=person, person=person, wish=wish, starts_at=start, form_key=self.key())
        except Refused:
            return None

    def conclude(self, appointment: Appointment, counsellor: Resource) -> None:
        """Held, missed or cancelled when it is over; the latest ones still lack their outcome."""
        chance = self.dice.random()
        if chance < 0.08:
            before = min(appointment.starts_at - timedelta(hours=30), clock.now() - timedelta(hours=2))
            with clock.frozen_at(max(before, appointment.created_at + timedelta(minutes=5))):
                cancel_appointment(
                    by=appointment.booked_by, appointment=appointment, actor=CancelActor.RELATIVE, reason=""
                )
            return
        if appointment.ends_at > clock.now() or clock.now() - appointment.ends_at < timedelta(days=2):
            return
        with clock.frozen_at(appointment.ends_at + timedelta(minutes=10)):
            outcome = Status.NOSHOW if chance > 0.93 else Status.FULFILLED
            record_outcome(
                by=owner_of(counsellor), appointment=appointment, version=appointment.version, outcome=outcome
            )

    def ask_for_visit(self, person: User) -> None:
        """A wish for a visit at home, waiting for its yes; the first one already has it."""
        wish = Wish(meeting_type=self.types["hjemme-hos-dig"], mode="home_visit")
        for offset in range(4, 20):
            day = clock.today() + timedelta(days=offset)
            with clock.frozen_at(clock.now() - timedelta(hours=3)):
                appointment = self.book(person, wish, day)
                if appointment is not None and person is self.others[0]:
                    confirm_pending(by=self.lead, appointment=appointment, version=appointment.version)
            if appointment is not None:
                return

    def nameless(self) -> None:
        """Talks without a name: some held, one ahead."""
        wish = Wish(meeting_type=self.types["samtale"], mode="phone")
        for offset in (-40, -21, -9, 6, 13):
            day = clock.today() + timedelta(days=offset)
            with clock.frozen_at(min(at(day, time(9)) - timedelta(days=2), clock.now() - timedelta(hours=5))):
                times = wish.free_times(day, day, clock.now())
                if not times:
                    continue
                talk, _code = book_nameless_talk(wish=wish, starts_at=times[0].start, form_key=self.key())
            if talk.ends_at < clock.now():
                conclude_nameless_talk(by=self.lead, talk=talk, outcome="fulfilled")

    def calls(self) -> None:
        """Wishes for a call: most are done, three wait."""
        for number in range(9):
            age = timedelta(hours=5 * number + 1)
            with clock.frozen_at(clock.now() - age):
                request = request_call(
                    by=self.others[number] if number % 2 else None,
                    phone=f"+450000777{number}",
                    name="" if number % 2 else FIRST_NAMES[number],
                    topic=self.dice.choice(["talk", "relief", "money", "unsure"]),
                    when=self.dice.choice(["morning", "midday", "afternoon", "any"]),
                    may_leave_voicemail=number % 3 == 0,
                    form_key=self.key(),
                )
            if number > 2:
                done = CallStatus.REACHED if number % 4 else CallStatus.NOT_REACHED
                finish_call_request(by=self.lead, request=request, status=done)

    def duty(self) -> None:
        """Phone duty: a turn each weekday, two weeks back and four ahead."""
        for offset in range(-14, 29):
            day = clock.today() + timedelta(days=offset)
            if day.isoweekday() <= 5:
                person = owner_of(self.counsellors[day.toordinal() % len(self.counsellors)])
                give_phone_duty(by=self.lead, user=person, starts_at=at(day, time(9)), ends_at=at(day, time(15)))


FIRST_NAMES = ("Kurt", "", "Bodil", "", "Henning", "", "Tina", "", "Per")


def at(day: date, moment: time) -> datetime:
    """A local wall-clock time of a day as an aware moment."""
    return datetime.combine(day, moment, tzinfo=clock.zone())


def mark_as_sent() -> None:
    """What was due before today counts as sent then (letters wait for the printer): the mailbox starts with today's."""
    due = OutboxMessage.objects.planned().exclude(channel="letter").filter(send_at__lt=clock.now() - timedelta(hours=8))
    for message in due.iterator():
        message.state = "sent"
        message.done_at = message.send_at + timedelta(seconds=2)
        message.save(update_fields=["state", "done_at"])


def one_that_failed(person: User) -> None:
    """One message bounced: staff see it in the ledger and as a phone task."""
    message = OutboxMessage.objects.filter(to=person, channel="email").order_by("-send_at").first()
    if message is not None:
        message.state, message.reason, message.done_at = "failed", "refused", clock.now()
        message.save(update_fields=["state", "reason", "done_at"])
        call_instead(message)
