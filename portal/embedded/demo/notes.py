"""What was written down after the demo's talks: notes and additions, some shared, follow-ups, ready-made sentences."""

from datetime import timedelta
from itertools import cycle

from counselling.actions.cases import open_case
from counselling.actions.follow_ups import Plan, add_follow_up, finish_follow_up
from counselling.actions.notes import add_to_note, write_note
from counselling.actions.releasing import carries, release_note
from counselling.actions.snippets import keep_snippet
from counselling.case_choices import CaseOrigin
from counselling.models import Appointment, Case
from portal import clock
from portal.accounts.models import User
from portal.refusals import Refused

METTE, LEAD = "mette.krogh@egekoebing.example", "dorthe.friis@egekoebing.example"
RASMUS, JONAS, HANNE = "rasmus@borger.example", "jonas.toft@egekoebing.example", "hanne.roemer@egekoebing.example"
MOST = 24
NOTES = (
    "Om søvn og om at sige fra. Hun spørger sin søster, om de kan skiftes. Aftalt: Jeg ser på afløsning i hjemmet.",
    "Han er lettet over diagnosen og bange for det, der kommer. Vi gik igennem, hvem han kan ringe til.",
    "Mest om arbejdet. Hun vil tale med sin leder om faste dage hjemme. Jeg sender et link om omsorgsdage.",
    "De er uenige i familien. Vi lavede en liste over, hvad hver af dem kan og vil. Næste gang kommer broren med.",
)
ADDED = "Ringet op dagen efter: Søsteren har sagt ja til to aftener om ugen."
SHARED = (
    "Vi aftalte, at du taler med din leder om faste vagter. Jeg sender dig et link om omsorgsdage. "
    "Vi tales ved igen, når du har fået svar."
)
SENTENCES = (
    ("Aftale om ny samtale", "Vi aftalte at tales ved igen om cirka to uger."),
    ("Afløsning i hjemmet", "Talt om afløsning i hjemmet. Den pårørende søger selv; jeg har sendt linket."),
)
TEAMS = (("Vi fik ikke talt sammen", "Vi fik ikke talt sammen. Ny tid er tilbudt i en neutral besked."),)
PLANS = (("call", -2, "Hør, hvordan det går med søvnen"), ("write", 0, "Send link om omsorgsdage"), ("call", 6, ""))


def tell(people: dict[str, User]) -> None:
    """Everything that is written down, oldest first."""
    mette = people[METTE]
    for title, text in SENTENCES:
        keep_snippet(by=mette, title=title, text=text)
    for title, text in TEAMS:
        keep_snippet(by=people[LEAD], title=title, text=text, is_teams=True)
    texts = cycle(NOTES)
    held = Appointment.objects.filter(status="fulfilled").select_related("counsellor__user", "booked_by")
    for talk in list(held.order_by("-ends_at")[:MOST])[::-1]:
        note_of(talk, next(texts))
    for person in (people[RASMUS], *(case.person for case in Case.objects.worked_by(mette).open().order_by("pk")[:1])):
        share_with(mette, person)
    share_with(people[JONAS], people[HANNE])  # somebody who works here and is a relative too
    promise(mette)


def note_of(talk: Appointment, text: str) -> None:
    """The note of a held talk, written by its counsellor ten minutes after the end; every fourth is added to."""
    by = talk.counsellor.user
    if by is None:
        return
    with clock.frozen_at(min(talk.ends_at + timedelta(minutes=10), clock.now() - timedelta(minutes=30))):
        case = case_of(talk.booked_by, by)
        if case is None or not carries(by, case):
            return
        note = write_note(by=by, case=case, text=text, talk=talk)
        Appointment.objects.filter(pk=talk.pk).update(case=case)
    if text == NOTES[0] and note.locked_at < clock.now() - timedelta(hours=2):
        with clock.frozen_at(note.locked_at + timedelta(hours=1)):
            if carries(by, case):
                add_to_note(by=by, case=case, note_id=note.pk, text=ADDED)


def case_of(person: User, by: User) -> Case | None:
    """The person's open case, or a new one carried by the talk's counsellor."""
    known = Case.objects.of_person(person).open().first()
    if known is not None:
        return known
    try:
        return open_case(by=by, person=person, origin=CaseOrigin.BOOKING, worker=by)
    except Refused:
        return None


def share_with(by: User, person: User) -> None:
    """A note the person may read and a fresh one that is not shared, if the counsellor carries their case."""
    with clock.frozen_at(clock.now() - timedelta(hours=3)):
        case = case_of(person, by)
        if case is None or not carries(by, case):
            return
        note = write_note(by=by, case=case, text=SHARED)
    with clock.frozen_at(clock.now() - timedelta(hours=1)):
        release_note(by=by, case=case, note_id=note.pk, version=note.version)
        write_note(by=by, case=case, text=NOTES[2])


def promise(mette: User) -> None:
    """Follow-ups: one late, one today, one ahead; one done, and a notification of concern."""
    cases = [case for case in Case.objects.worked_by(mette).open().order_by("opened_at") if carries(mette, case)]
    for case, (kind, days, text) in zip(cases, PLANS, strict=False):
        due = clock.today() + timedelta(days=days)
        promised = (
            max(case.opened_at + timedelta(minutes=1), clock.now() - timedelta(days=5)) if days < 0 else clock.now()
        )
        with clock.frozen_at(min(promised, clock.now())):
            if due >= clock.today():
                add_follow_up(by=mette, case=case, plan=Plan(kind=kind, due_on=due, text=text))
    if not cases:
        return
    due = clock.today() + timedelta(days=1)
    plan = Plan(kind="notification", due_on=due, text="Talt med teamlederen. Sendes i morgen formiddag.")
    add_follow_up(by=mette, case=cases[-1], plan=plan)
    done = add_follow_up(by=mette, case=cases[-1], plan=Plan(kind="call", due_on=clock.today()))
    finish_follow_up(by=mette, follow_up=done, version=done.version)
