"""The rest of the demo's evenings, as an organiser meets them: full with a waiting list and an offer, moved online, in
review, waiting for its moment, drafts, a day for staff three times.
"""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from groups.actions import changing_dates, events
from groups.actions.dates import DateWish, Seats, add_dates
from groups.actions.seats import cancel_sign_up
from groups.actions.signing_up import Guest, Party, sign_up
from groups.actions.speakers import add_speaker
from groups.actions.venues import add_venue
from groups.models import Event, SeatPool, Venue
from portal import clock
from portal.accounts.models import Role, User
from portal.embedded.demo.talks import mark_as_sent
from portal.keys import new_key

KNOWN = {"step_free": "yes", "accessible_wc": "yes", "postcode": "0000", "public_transport": "yes"}
WAITING = 14


class Evenings:
    """Makes them with the actions people use, at moments behind us."""

    def __init__(self, people: dict[str, User]) -> None:
        self.organiser = next(user for user in people.values() if user.has_role(Role.ORGANISER))
        self.lead = next(user for user in people.values() if user.has_role(Role.TEAM_LEAD))
        self.smedjen = Venue.objects.get(name="Kulturhuset Smedjen")

    def tell(self) -> None:
        """Lines 19 to 26 of the story."""
        with clock.frozen_at(clock.now() - timedelta(days=12)):
            library = self.place("Egekøbing Bibliotek", "Torvet 5", "Lånerne går ind ad hoveddøren.")
            askehoej = self.place("Plejehjemmet Askehøj", "Askevej 20", "Gå gennem haven til den gule dør.")
            full = self.powers_of_attorney()
            siblings = self.siblings()
            self.sleep(library)
        with clock.frozen_at(clock.now() - timedelta(days=2)):
            moved = siblings.occurrences.get()
            says = "Smedjen har vandskade. Vi mødes på nettet på samme tid."
            address = "https://moede.egekoebing.example/r/soeskende"
            changing_dates.move_online(by=self.organiser, date=moved, version=moved.version, address=address, says=says)
        self.one_gives_back(full)
        self.first_time(askehoej)
        self.scheduled(library)
        self.staff_days()
        self.drafts()
        mark_as_sent()

    def place(self, name: str, street: str, arrival: str) -> Venue:
        """A house whose access is known."""
        values = {"name": name, "street": street, "town": "Egekøbing", "arrival": arrival, "lift": "yes", **KNOWN}
        return add_venue(by=self.organiser, values=values)

    def written(self, title: str, kind: str, summary: str, **values: object) -> Event:
        """A draft with its words and whom to ask."""
        event = events.start_event(by=self.organiser, title=title, kind=kind, form_key=new_key())
        known = {"contact_name": self.organiser.name, "contact_phone": "00 00 12 40", "summary": summary}
        given = {**known, **values}
        return events.change_event(by=self.organiser, event=event, version=event.version, values=given)

    def dated(self, event: Event, days: list[date], hours: tuple[time, time], **more: object) -> Event:
        """With its dates."""
        wish = DateWish(days=days, begins=hours[0], ends=hours[1], **more)  # type: ignore[arg-type]
        add_dates(by=self.organiser, event=event, version=event.version, wish=wish)
        return Event.objects.get(pk=event.pk)

    def out(self, event: Event, at: datetime | None = None) -> Event:
        """Published by the lead."""
        return events.publish_event(by=self.lead, event=event, version=event.version, at=at)

    def powers_of_attorney(self) -> SeatPool:
        """Full, with a waiting list of fourteen."""
        event = self.written(
            "Samtykke, fuldmagt eller fremtidsfuldmagt?",
            "theme_evening",
            "Hvad er hvad? Jurist Peder Overgaard Juhl viser det med små historier. Du kan stille dine egne spørgsmål.",
        )
        seats = [Seats(channel="in_person", capacity=40, waiting_limit=30)]
        event = self.dated(event, [next_day(28, 3)], (time(19), time(21)), venue=self.smedjen, seats=seats)
        add_speaker(by=self.organiser, event=event, name="Peder Overgaard Juhl", title="Jurist")
        self.out(Event.objects.get(pk=event.pk))
        pool = SeatPool.objects.of_event(event.pk).get()
        for number in range(40 + WAITING + 1):
            signed_up(pool, number, by=self.organiser)
        return pool

    def one_gives_back(self, pool: SeatPool) -> None:
        """Somebody can't come: the first who waits is offered the place."""
        first = pool.registrations.order_by("sequence")[0]
        cancel_sign_up(by=self.organiser, registration=first)

    def siblings(self) -> Event:
        """To be moved online."""
        event = self.written(
            "At være bror eller søster",
            "after_work",
            "For dig, der har en søskende med handicap eller sygdom. Vi hører to søskende fortælle.",
        )
        seats = [Seats(channel="in_person", capacity=30)]
        event = self.dated(event, [next_day(21, 4)], (time(16, 30), time(18)), venue=self.smedjen, seats=seats)
        self.out(event)
        pool = SeatPool.objects.of_event(event.pk).get()
        for number in range(11):
            signed_up(pool, number, by=self.organiser)
        return event

    def sleep(self, library: Venue) -> None:
        """One just comes."""
        summary = "En time efter arbejde med tre øvelser, du kan bruge samme aften. Der er sandwich fra kl. 16.15."
        event = self.written("Sov bedre, når du passer på andre", "after_work", summary, registration="drop_in")
        self.out(self.dated(event, [next_day(30, 4)], (time(16, 30), time(17, 30)), venue=library))

    def first_time(self, askehoej: Venue) -> None:
        """Waits to be read by a colleague."""
        summary = "Se huset, mød personalet, og hør, hvad andre ville ønske, de havde vidst."
        event = self.written("Den første tid på plejehjem", "theme_meeting", summary, may_ask_respite=True)
        seats = [Seats(channel="in_person", capacity=24)]
        event = self.dated(event, [next_day(25, 6)], (time(10), time(12)), venue=askehoej, seats=seats)
        events.submit_event(by=self.organiser, event=event, version=event.version)

    def scheduled(self, library: Venue) -> None:
        """Appears by itself in three days."""
        summary = "Orlov, fri og penge. Vi finder de rigtige skemaer sammen."
        event = self.written("Pårørende og i arbejde", "after_work", summary)
        seats = [Seats(channel="in_person", capacity=20)]
        event = self.dated(event, [next_day(33, 2)], (time(17), time(18, 30)), venue=library, seats=seats)
        self.out(event, at=datetime.combine(clock.today() + timedelta(days=3), time(8), clock.zone()))

    def staff_days(self) -> None:
        """The same day three times, so that evening and night shifts can come too."""
        summary = "For medarbejdere. Samme program tre gange, så aften- og nattevagter også kan være med."
        event = self.written("Fagdag: Den svære samtale med pårørende", "staff_training", summary, audience="staff")
        seats = [Seats(channel="in_person", capacity=40)]
        days = [next_day(20, 1), next_day(27, 3), next_day(34, 5)]
        self.out(self.dated(event, days, (time(9), time(15)), venue=self.smedjen, seats=seats))

    def drafts(self) -> None:
        """Begun, with things still missing."""
        events.start_event(by=self.organiser, title="Pårørendeugen: åbning", kind="theme_meeting", form_key=new_key())
        self.written("Gåtur og kaffe", "cafe", "", host="Foreningen Nabohånden", registration="drop_in")


def next_day(days: int, iso_weekday: int) -> date:
    """The first such weekday from so many days ahead on."""
    day = clock.today() + timedelta(days=days)
    return day + timedelta(days=(iso_weekday - day.isoweekday()) % 7)


def signed_up(pool: SeatPool, number: int, *, by: User) -> None:
    """Somebody staff signed up on the phone."""
    guest = Guest(name=f"Gæst {number + 1}", phone=f"+4501{pool.capacity:02d}{number:04d}")
    key = UUID(int=pool.pk.int ^ (number + 1))
    sign_up(by=by, guest=guest, pool=pool, party=Party(names=[guest.name]), form_key=key, source="phone")


def tell(people: dict[str, User]) -> None:
    """Make them."""
    Evenings(people).tell()
