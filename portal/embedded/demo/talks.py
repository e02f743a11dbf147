"""Three months of talks behind us and two ahead, booked by the same actions people use, at the moments they would."""

import random
from datetime import date, datetime, time, timedelta
from itertools import cycle
from uuid import UUID

from django.db.models import F

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
from portal.embedded.demo.visits import HOME
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from portal.refusals import Refused

TALKS = 190
ANSWERS = (
    ("Vi har lige fået at vide, at det er demens. Jeg ved ikke, hvor jeg skal begynde.", "Min mand på 78", ""),
    ("Jeg er træt og sover dårligt. Hvad kan man få hjælp til?", "Min mor, som bor hos os", "Jeg hører dårligt."),
    ("Jeg er den eneste, han ringer til. Hvordan siger jeg fra?", "Min bror, han bor alene", ""),
    ("Jeg er bange for at miste mit arbejde. Hvad må jeg sige til min chef?", "Min datter på 12", ""),
    ("Vi er uenige i familien om, hvad der skal ske.", "Min far", "Helst ikke for lang tid ad gangen."),
)
SENT_AT_START = {"email": 6, "sms": 1}  # what really goes out when the demo starts
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
        self.next_one = cycle(self.dice.sample(self.others, len(self.others)))
        self.lead = people["dorthe.friis@egekoebing.example"]

    def key(self) -> UUID:
        """A form's key."""
        return UUID(int=self.dice.getrandbits(128), version=4)

    def tell(self) -> None:
        """Everything that happened, oldest first, then what is planned."""
        days = sorted(self.dice.randint(-88, 40) for _ in range(TALKS))
        for offset in days:
            self.talk(clock.today() + timedelta(days=offset), next(self.next_one))
        for user in self.named:
            self.talk(clock.today() - timedelta(days=30), user)
            self.next_talk_of(user)
        self.this_week()
        for user in self.others[:3]:
            self.ask_for_visit(user)
        self.nameless()
        self.calls()
        self.duty()
        mark_as_sent()
        one_that_failed()

    def this_week(self) -> None:
        """The days around today are full, Mette's most of all; yesterday's last talks still lack their outcome."""
        for offset in range(-2, 8):
            day = clock.today() + timedelta(days=offset)
            if day.isoweekday() <= 5:
                for counsellor in [self.counsellors[0]] * 5 + self.counsellors[1:4]:
                    self.talk(day, next(self.next_one), counsellor, tells=0.8)

    def next_talk_of(self, user: User) -> None:
        """The people with a story each have a talk ahead of them."""
        for offset in range(self.dice.randint(3, 12), 60):
            if self.talk(clock.today() + timedelta(days=offset), user, keeps=True):
                return

    def talk(
        self, day: date, person: User, counsellor: Resource | None = None, tells: float = 0.5, keeps: bool = False
    ) -> Appointment | None:
        """One talk on a working day (the next one when the day isn't), and what became of it."""
        if day.isoweekday() > 5:
            day += timedelta(days=8 - day.isoweekday())
        made = at(day - timedelta(days=self.dice.randint(2, 18)), time(self.dice.randint(8, 20), 5))
        made = min(made, at(clock.today() - timedelta(days=1), time(16, self.dice.randint(0, 59))))
        kind = self.dice.choice(["samtale", "samtale", "samtale", "frokostpause", "penge-og-rettigheder"])
        meeting_type = self.types[kind]
        counsellor = counsellor or self.dice.choice(self.counsellors)
        mode = self.dice.choice(meeting_type.modes)
        wish = Wish(meeting_type=meeting_type, mode=mode, counsellor_id=counsellor.pk)
        with clock.frozen_at(made):
            appointment = self.book(person, wish, day)
            if appointment is None:
                return None
            if self.dice.random() < tells:
                said = enumerate(self.dice.choice(ANSWERS), start=1)
                answer_intake(by=person, appointment=appointment, texts={number: text for number, text in said if text})
        if not keeps:
            self.conclude(appointment, counsellor)
        return appointment

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
            yesterday = at(clock.today() - timedelta(days=1), time(self.dice.randint(17, 21), self.dice.randint(0, 59)))
            before = min(appointment.starts_at - timedelta(hours=30), yesterday)
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
        wish = Wish(meeting_type=self.types["hjemme-hos-dig"], mode="home_visit", address=HOME)
        asked = at(clock.today(), time(9, 30))
        if asked > clock.now() - timedelta(hours=1):
            asked = at(clock.today() - timedelta(days=1), time(15))
        for offset in range(4, 20):
            day = clock.today() + timedelta(days=offset)
            with clock.frozen_at(asked):
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
                done = CallStatus.NOT_REACHED if number == 4 else CallStatus.REACHED
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
    """What was due counts as sent then. Only the newest really go out, so that the mailbox starts with some."""
    now = clock.now()
    due = OutboxMessage.objects.planned().exclude(channel="letter").filter(send_at__lt=now)
    for channel, count in SENT_AT_START.items():
        fresh = due.filter(channel=channel).order_by("-send_at").values_list("pk", flat=True)[:count]
        due.filter(pk__in=list(fresh)).update(send_at=now)
    for message in due.filter(channel="inbox").iterator():
        text = text_of(message)
        message.text = f"{text.subject}\n{text.body}"
        message.read_at = message.send_at + timedelta(hours=5) if message.send_at < now - timedelta(days=4) else None
        message.save(update_fields=["text", "read_at"])
    due.update(state="sent", done_at=F("send_at") + timedelta(seconds=2))
    posted = OutboxMessage.objects.planned().filter(channel="letter", send_at__lt=now - timedelta(days=20))
    posted.update(state="posted", done_at=F("send_at") + timedelta(days=1))


def one_that_failed() -> None:
    """One message about a talk to come bounced: staff see it in the ledger and as a phone task."""
    ahead = Appointment.objects.upcoming(clock.now() + timedelta(days=2)).values_list("pk", flat=True)
    sent = OutboxMessage.objects.filter(channel="email", state="sent", about__in=list(ahead))
    message = sent.order_by("-send_at").first()
    if message is not None:
        message.state, message.reason = "failed", "smtp_550"
        message.save(update_fields=["state", "reason"])
        call_instead(message)
