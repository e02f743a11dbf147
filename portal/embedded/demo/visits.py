"""Home visits of the demonstration: where people set off from, the ways, one visit behind us and one today."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from counselling.actions.booking import book_for_someone
from counselling.actions.keeping import record_outcome
from counselling.actions.travel import keep_way
from counselling.actions.visits import come_out, go_in, keep_number
from counselling.addresses import Address
from counselling.choices import Status
from counselling.models import Appointment, MeetingType
from counselling.wishes import Wish
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Resource

HOME = Address("Birkevej 17", "4621", "Skovby")
BASE = "4600"
WAYS = (("4600", "4600", 10), ("4600", "4621", 20), ("4600", "4640", 25), ("4600", "4652", 40))


class Visitor:
    """Mette Krogh goes to people: she is the counsellor whose day everybody looks at."""

    def __init__(self, people: dict[str, User], counsellors: dict[str, Resource], types: list[MeetingType]) -> None:
        self.lead = people["dorthe.friis@egekoebing.example"]
        self.calendar = counsellors["Mette Krogh"]
        self.kind = next(kind for kind in types if kind.slug == "hjemme-hos-dig")
        self.people = [user for email, user in people.items() if email.startswith("borger")]
        Resource.objects.filter(pk__in=[one.pk for one in counsellors.values()]).update(postcode=BASE)

    def tell(self) -> None:
        """Before the other talks, so that the visits find their times."""
        for one, other, minutes in WAYS:
            keep_way(by=self.lead, one=one, other=other, minutes=minutes)
        assert self.calendar.user is not None
        keep_number(by=self.calendar.user, phone="+4500001162")
        keep_number(by=self.lead, phone="+4500001150")
        self.visited(self.visit(self.workday(-7, -1), self.people[-1], UUID(int=4621, version=4)))
        self.visit(self.workday(0, 1), self.people[-2], UUID(int=4622, version=4))

    def workday(self, offset: int, step: int) -> date:
        """The working day so many days from today, or the next one in that direction."""
        day = clock.today() + timedelta(days=offset)
        while day.isoweekday() > 5:
            day += timedelta(days=step)
        return day

    def visit(self, day: date, person: User, key: UUID) -> Appointment:
        """A visit in the early afternoon, agreed on the phone some days before."""
        wish = Wish(
            meeting_type=self.kind, mode="home_visit", counsellor_id=self.calendar.pk, address=HOME, is_staff=True
        )
        with clock.frozen_at(datetime.combine(day - timedelta(days=8), time(10), clock.zone())):
            start = wish.free_times(day, day, clock.now())[0].start
            return book_for_someone(by=self.lead, person=person, wish=wish, starts_at=start, form_key=key)

    def visited(self, talk: Appointment) -> None:
        """She went in, came out safely, and noted that it was held."""
        by = self.calendar.user
        assert by is not None
        with clock.frozen_at(talk.starts_at):
            watch = go_in(by=by, talk=talk, expected_end=talk.ends_at)
        with clock.frozen_at(talk.ends_at - timedelta(minutes=4)):
            come_out(by=by, watch=watch)
        with clock.frozen_at(talk.ends_at + timedelta(minutes=40)):
            record_outcome(by=by, appointment=talk, version=talk.version, outcome=Status.FULFILLED)
