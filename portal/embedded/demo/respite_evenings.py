"""Respite and lifts in the demo: two desks, wishes in each state, and a relative for whom it was not possible."""

from datetime import time, timedelta
from uuid import UUID

from groups.actions import answering_help
from groups.actions.asking_help import Wish
from groups.actions.dates import Seats
from groups.actions.desks import add_desk
from groups.actions.signing_up import Guest, Party, sign_up
from groups.models import Event, HelpRequest, Registration, RespiteRequest, SeatPool, TransportRequest
from portal import clock
from portal.accounts.models import Role, User
from portal.embedded.demo.organiser_evenings import Evenings, next_day
from portal.embedded.demo.talks import mark_as_sent
from portal.embedded.demo.visitor_evenings import RASMUS

TITLE = "Når du passer på andre: en aften om pauser"
RESPITE = "respite"
AAGE = "Min mand Aage. Han har demens og går meget rundt. Han er glad for musik."
STREETS = ("Lindevej 4, 0012 Egekøbing", "Møllegade 17, 0012 Egekøbing", "Havnevej 2, 0013 Egekøbing Strand")


class Respite:
    """Made with the actions people use."""

    def __init__(self, people: dict[str, User]) -> None:
        self.evenings = Evenings(people)
        self.rasmus = people[RASMUS]
        self.worker = self.evenings.organiser
        self.second = next(user for user in people.values() if user.has_role(Role.COUNSELLOR))

    def tell(self) -> None:
        """Two desks, an evening with two dates, and who asked for help to come."""
        with clock.frozen_at(clock.now() - timedelta(days=9)):
            self.desks()
            pool = self.evening()
            self.asked(pool, 1, Wish(kind=RESPITE, what=AAGE, address=STREETS[0]))
        with clock.frozen_at(clock.now() - timedelta(days=2)):
            for number, kind in ((2, RESPITE), (3, "lift"), (4, "lift")):
                what = (
                    "Rollator, som kan foldes." if kind == "lift" else "Min mor Grethe. Hun skal have aftensmad kl. 18."
                )
                self.asked(pool, number, Wish(kind=kind, what=what, address=STREETS[number % 3]))
            row = self.rasmus_asks(pool)
        with clock.frozen_at(clock.now() - timedelta(hours=3)):
            self.answers(row)
        answering_help.look_after_requests()
        mark_as_sent()

    def desks(self) -> None:
        """The municipality's own for everywhere, volunteers by the harbour."""
        own = {"name": "Aflastning Egekøbing", "kind": "visitation", "postcodes": [], "answer_days": 3}
        add_desk(by=self.evenings.lead, values=own, members=[self.worker, self.second])
        near = {"name": "Nabohånden ved havnen", "kind": "volunteers", "postcodes": ["0013"], "answer_days": 2}
        values = {**near, "email": "havnen@nabohaanden.example"}
        add_desk(by=self.evenings.lead, values=values, members=[self.worker])

    def evening(self) -> SeatPool:
        """On site or online, this month and next."""
        event = self.evenings.written(
            TITLE,
            "theme_evening",
            "Små pauser, der virker, og hvordan du siger ja til hjælp. Vi ordner en afløser, hvis du har brug for det.",
            attendance="hybrid",
            may_ask_respite=True,
            may_ask_transport=True,
        )
        seats = [Seats(channel="in_person", capacity=24), Seats(channel="online", capacity=30)]
        days = [next_day(23, 2), next_day(51, 2)]
        link = "https://moede.egekoebing.example/r/pauser"
        hours, house = (time(18, 30), time(20, 30)), self.evenings.smedjen
        event = self.evenings.dated(event, days, hours, venue=house, seats=seats, online=link)
        self.evenings.out(Event.objects.get(pk=event.pk))
        first = event.occurrences.order_by("period")[0]
        found = SeatPool.objects.of_date(first.pk, "in_person")
        assert found is not None
        return found

    def asked(self, pool: SeatPool, number: int, wish: Wish) -> Registration:
        """Somebody who rang and could only come with help."""
        guest = Guest(name=("Birgit", "Jørgen", "Ellen", "Kaj")[number - 1], phone=f"+450207{number:04d}")
        key = UUID(int=pool.pk.int ^ number)
        party = Party(names=[guest.name])
        who = {"by": self.worker, "guest": guest, "pool": pool, "party": party, "form_key": key}
        return sign_up(source="phone", wishes=[wish], **who)  # type: ignore[arg-type]

    def rasmus_asks(self, pool: SeatPool) -> RespiteRequest:
        """With an account."""
        key = UUID(int=pool.pk.int ^ self.rasmus.pk.int)
        wish = Wish(kind=RESPITE, what="Min bror Jonas. Han kan ikke være alene om aftenen.", address=STREETS[0])
        by, party = self.rasmus, Party(names=["Rasmus"])
        row = sign_up(by=by, person=by, pool=pool, party=party, form_key=key, wishes=[wish])
        return RespiteRequest.objects.get(registration=row)

    def answers(self, row: RespiteRequest) -> None:
        """One is arranged, one is being arranged, one was not possible; the rest wait, and one of them is late."""
        lifts: list[HelpRequest] = list(TransportRequest.objects.order_by("asked_at", "pk"))
        answering_help.take_on(by=self.second, row=lifts[0], version=lifts[0].version)
        said = "Flextrafik henter dig kl. 18.05 ved hoveddøren og kører dig hjem kl. 20.40."
        answering_help.arrange(by=self.worker, row=lifts[1], version=lifts[1].version, said=said)
        answering_help.say_not_possible(by=self.second, row=row, version=row.version)


def tell(people: dict[str, User]) -> None:
    """Make them."""
    Respite(people).tell()
