"""Desks for respite and lifts, and what somebody asked there."""

from datetime import timedelta
from uuid import uuid4

from groups.actions import signing_up
from groups.actions.asking_help import Wish
from groups.actions.signing_up import Guest, Party
from groups.models import Registration, RespiteDesk, RespiteRequest, SeatPool
from portal import clock
from portal.accounts.models import User
from tests.factories.evenings import make_date, make_pool

WHAT, ADDRESS = "Min far Aage. Han går meget rundt.", "Lindevej 4, 0012 Egekøbing"
RESPITE = Wish(kind="respite", what=WHAT, address=ADDRESS)
LIFT = Wish(kind="lift", what="Rollator", address=ADDRESS)


def make_desk(*people: User, name: str = "Aflastning", **fields: object) -> RespiteDesk:
    """A desk for everywhere that answers within three working days."""
    fields.setdefault("kind", "visitation")
    desk = RespiteDesk.objects.create(name=name, **fields)
    desk.members.set(people)
    return desk


def caring_pool(organiser: User, capacity: int = 5, **fields: object) -> SeatPool:
    """Seats of an evening where respite and a lift can be asked for."""
    return make_pool(organiser, capacity, may_ask_respite=True, may_ask_transport=True, **fields)  # type: ignore[arg-type]


def signed_up_asking(pool: SeatPool, person: User | None, *wishes: Wish, seats: int = 1) -> Registration:
    """Somebody who asks with their sign-up; for respite unless told otherwise."""
    guest = None if person else Guest(name="Åse", email=f"{uuid4().hex[:8]}@gaest.example")
    party = Party(names=[f"Gæst {number}" for number in range(seats)])
    asked = wishes or (RESPITE,)
    return signing_up.sign_up(
        by=person, person=person, guest=guest, pool=pool, party=party, form_key=uuid4(), wishes=asked
    )


def asked_respite(pool: SeatPool, person: User | None) -> RespiteRequest:
    """The wish of such a sign-up."""
    return RespiteRequest.objects.get(registration=signed_up_asking(pool, person))


def next_date(pool: SeatPool, capacity: int = 5) -> SeatPool:
    """The same event a week later, with seats of the same kind."""
    date = make_date(pool.occurrence.event, pool.occurrence.starts_at + timedelta(days=7))
    return SeatPool.objects.create(occurrence=date, channel=pool.channel, capacity=capacity)


def in_hours(hours: float) -> object:
    """So much later."""
    return clock.frozen_at(clock.now() + timedelta(hours=hours))
