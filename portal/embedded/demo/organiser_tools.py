"""What an organiser meets besides ordinary evenings: a course one asks for a place at, with three who have asked."""

from datetime import time, timedelta

from groups.actions.dates import Seats
from groups.actions.events import copy_event
from groups.actions.signing_up import Guest, Party, sign_up
from groups.actions.theme_weeks import show_week, start_week
from groups.models import Event, SeatPool
from portal import clock
from portal.accounts.models import User
from portal.embedded.demo.organiser_evenings import Evenings, next_day
from portal.embedded.demo.talks import mark_as_sent
from portal.keys import new_key

COURSE = "Lær at passe på dig selv"


class Tools(Evenings):
    """Made with the actions people use."""

    def tell(self) -> None:
        """The course, and who asked."""
        with clock.frozen_at(clock.now() - timedelta(days=6)):
            pool = self.course()
            self.carers_week()
        self.asked(pool)
        cafe = Event.objects.get(title="Pårørendecafé")
        copy_event(by=self.organiser, event=cafe, form_key=new_key(), as_template=True)
        mark_as_sent()

    def course(self) -> SeatPool:
        """Five times with the same eight people; one asks for a place."""
        summary = "Fem gange med de samme otte mennesker. Du skriver et par ord, og vi ringer til dig."
        ages = [{"text": "Passer det dig om eftermiddagen?", "kind": "yes_no", "choices": []}]
        questions = ["Hvem er du pårørende til?", "Hvad håber du på?", *ages]
        values = {"registration": "application", "questions": questions, "max_party": 1}
        event = self.written(COURSE, "course", summary, **values)
        seats = [Seats(channel="in_person", capacity=8)]
        event = self.dated(event, [next_day(32, 3)], (time(16), time(18)), venue=self.smedjen, seats=seats)
        self.out(Event.objects.get(pk=event.pk))
        return SeatPool.objects.of_event(event.pk).get()

    def carers_week(self) -> None:
        """Three hosts, one programme."""
        first = next_day(38, 1)
        summary = "Syv dage for dig, der passer på en anden. Kom til det, der passer dig."
        values = {"title": "Pårørendeuge", "summary": summary, "starts_on": first, "ends_on": first + timedelta(days=6)}
        hosts = ["Alzheimerforeningen", "Foreningen Nabohånden"]
        week = start_week(by=self.organiser, values={**values, "hosts": hosts}, form_key=new_key())
        told = (
            ("Åbning med kaffe og sang", "", 0, 15),
            ("Gå en tur med os", hosts[1], 2, 10),
            ("Spørg en, der ved det", hosts[0], 3, 17),
        )
        for title, host, days, hour in told:
            values = {"host": host, "campaign": week, "registration": "drop_in"}
            event = self.written(title, "theme_meeting", "Kom, som du er. Det er gratis.", **values)
            day = first + timedelta(days=days)
            self.out(self.dated(event, [day], (time(hour), time(hour + 2)), venue=self.smedjen))
        show_week(by=self.organiser, week=week, version=week.version, is_shown=True)

    def asked(self, pool: SeatPool) -> None:
        """Three days apart, each in their own words."""
        told = (
            (5, "Kirsten", "Min mand. Han har haft en blodprop.", "At få sovet."),
            (3, "Jan", "Min mor på Askehøj.", ""),
            (1, "Aisha", "Min bror, og jeg passer også arbejdet.", "At møde andre på min egen alder."),
        )
        for number, (days, name, who, hope) in enumerate(told):
            guest = Guest(name=name, phone=f"+450177{number:04d}")
            with clock.frozen_at(clock.now() - timedelta(days=days)):
                party = Party(names=[name], answers=[who, hope, "yes"], needs={0: "Kørestol"} if number == 1 else {})
                sign_up(by=self.organiser, guest=guest, pool=pool, party=party, form_key=new_key(), source="phone")


def tell(people: dict[str, User]) -> None:
    """Make them."""
    Tools(people).tell()
