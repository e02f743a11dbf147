"""Two evenings that are over: one with files and seven answers, one with three answers, which nobody ever reads."""

from datetime import timedelta
from uuid import UUID

from groups.actions import door, evaluations
from groups.actions.handouts import add_handout, tell_of_handouts
from groups.actions.signing_up import Party, sign_up
from groups.actions.tallies import count_dates
from groups.models import EvaluationForm, Registration, SeatPool
from portal import clock
from portal.accounts.models import Role, User
from portal.design.documents import make_pdf
from portal.embedded.demo.talks import mark_as_sent
from portal.embedded.demo.visitor_evenings import RASMUS, Plan, evening, guest_signs_up, house_of_culture
from portal.outbox.models import OutboxMessage

ANSWERED = "Når du passer på en, du holder af"
SILENT = "Hvem passer på dig?"
FILES = ("Otte råd til hverdagen", "Hvem kan du ringe til?")
PLANS = (
    (Plan("naar-du-passer-paa-en", "theme_evening", ANSWERED, "Hvad slider, og hvad giver kræfter?", 4, 19), 13, 7),
    (Plan("hvem-passer-paa-dig", "after_work", SILENT, "En time om at sige til og fra.", 3, 17), 9, 3),
)
SAID = (
    (5, 5, "Mere tid til at snakke med de andre bagefter."),
    (4, 5, "Godt at høre, at andre har det som mig."),
    (5, 4, ""),
    (3, 5, "Lyden var dårlig bagest."),
    (4, 5, "Gerne en aften om søvn."),
    (5, 5, ""),
    (4, 4, "Tak for kaffen. Vi fik snakket hele vejen hjem."),
)
BEGUN = timedelta(days=20)  # so long ago somebody wrote the evenings; they were a few days later


def tell(people: dict[str, User]) -> None:
    """Make them, with those who came and those who did not."""
    organiser = next(user for user in people.values() if user.has_role(Role.ORGANISER))
    now = clock.now()
    for plan, came, answers in PLANS:
        with clock.frozen_at(now - BEGUN):
            pool = evening(organiser, house_of_culture(), Plan(**{**vars(plan), "capacity": 20}))
            assert pool is not None
            people_come(pool, people[RASMUS], came)
            evaluations.ask(by=organiser, date=pool.occurrence)
        the_evening(pool, organiser, came)
        afterwards(pool, organiser, answers, has_files=plan.title == ANSWERED)
    count_dates()
    mark_as_sent()


def people_come(pool: SeatPool, rasmus: User, came: int) -> None:
    """So many guests, two who stay away, and Rasmus."""
    for number in range(came + 1):
        guest_signs_up(pool, number)
    key = UUID(int=pool.pk.int ^ rasmus.pk.int)
    sign_up(by=rasmus, person=rasmus, pool=pool, party=Party(names=["Rasmus"]), form_key=key)


def the_evening(pool: SeatPool, organiser: User, came: int) -> None:
    """Who comes is noted at the door; Rasmus is kept at home."""
    date = pool.occurrence
    with clock.frozen_at(date.starts_at):
        for row in Registration.objects.of_date(date.pk).order_by("sequence")[:came]:
            door.check_in(by=organiser, registration=row)
    with clock.frozen_at(date.ends_at + timedelta(minutes=5)):
        door.mark_away(by=organiser, date=date)


def afterwards(pool: SeatPool, organiser: User, answers: int, *, has_files: bool) -> None:
    """Files, and what those who came thought, until the time to answer is over."""
    date = pool.occurrence
    with clock.frozen_at(date.ends_at + timedelta(minutes=20)):
        for name in FILES if has_files else ():
            add_handout(by=organiser, date=date, name=name, data=a_file(name))
    with clock.frozen_at(date.ends_at + timedelta(days=1)):
        tell_of_handouts()
        evaluations.send_due()
        asked = OutboxMessage.objects.filter(kind="groups.evaluation", created_at=clock.now())
        tokens = [(message.secret or {})["token"] for message in asked]
        for token, (worth, welcome, words) in zip(tokens, SAID[:answers], strict=False):
            evaluations.answer(token=token, worth=worth, welcome=welcome, words=words)
    form = EvaluationForm.objects.get(occurrence=date)
    assert form.closes_at is not None
    with clock.frozen_at(form.closes_at):
        evaluations.close_due()


def a_file(name: str) -> bytes:
    """A page with a heading."""
    said = {"language": "da", "municipality": "Egekøbing Kommune", "title": name, "made_by": "Egekøbing Kommune"}
    facts = [("Ring", "00 00 12 40")]
    data = {**said, "reference": "", "facts": facts, "notes": []}
    return make_pdf("counselling/esdh/notes.typ", data, made_at=clock.now())
