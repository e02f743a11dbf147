"""A living caseload: cases over all counsellors, some closed, some nobody carries yet, follow-ups due and late."""

import random
from datetime import datetime, time, timedelta
from itertools import cycle

from counselling.actions.cases import (
    CaseWish,
    add_worker,
    change_case,
    close_case,
    loose_ends,
    open_case,
    open_case_for_talk,
    pause_case,
)
from counselling.actions.participants import ParticipantWish, add_participant
from counselling.case_choices import CaseOrigin, CaseTopic, CloseReason, FollowUpKind
from counselling.choices import Status
from counselling.models import Appointment, Case, FollowUp
from portal import clock
from portal.accounts.models import User
from portal.embedded.demo.talks import owner_of

OPEN_CASES, CLOSED_CASES, UNASSIGNED, MOST_EACH = 24, 7, 3, 9
KEPT_FREE = 8  # the last of those without a story have a part in handovers
TOPICS = (
    [CaseTopic.DEMENTIA, CaseTopic.RELIEF],
    [CaseTopic.WORK, CaseTopic.MONEY_RIGHTS],
    [CaseTopic.MIND],
    [CaseTopic.FAMILY, CaseTopic.ADDICTION],
    [CaseTopic.GRIEF],
    [CaseTopic.CHILD, CaseTopic.COOPERATION],
)
PROMISES = (
    (FollowUpKind.CALL, "Ring og hør, hvordan det går med søvnen."),
    (FollowUpKind.WRITE, "Send linket om orlov."),
    (FollowUpKind.CHECK_REFERRAL, "Hør, om Kilden har svaret."),
    (FollowUpKind.OTHER, "Find et tidspunkt, hvor søsteren kan være med."),
)
READS_NOTES = "rasmus@borger.example"  # his case begins with the notes that are shared with him
SHOWN = "Mette Krogh"  # whom the demo signs in as first
PHASES, COMPLEXITIES = ("start", "under_way", "under_way", "ending"), (1, 1, 2, 3)


class Caseload:
    """Opens cases from talks that were held, at the moments they would have been, with a fixed seed."""

    def __init__(self, people: dict[str, User], seed: int = 25) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - a story, not a secret
        self.lead = people["dorthe.friis@egekoebing.example"]
        self.topics, self.promises = cycle(TOPICS), cycle(PROMISES)
        self.without = [user for email, user in people.items() if email.startswith("borger")]
        self.left_alone = {*self.without[-KEPT_FREE:], people[READS_NOTES]}

    def tell(self) -> None:
        """From the first held talk of each person; then what nobody carries yet."""
        opened: list[tuple[Case, User]] = []
        for talk in self.first_talks():
            worker = owner_of(talk.counsellor)
            carried = sum(other == worker for _case, other in opened)
            if carried < MOST_EACH and Case.objects.open().of_person(talk.booked_by).first() is None:
                opened.append((self.case_from(talk, worker), worker))
            if len(opened) == OPEN_CASES + CLOSED_CASES:
                break
        self.close_some(opened)
        self.promise([pair for pair in opened if Case.objects.get(pk=pair[0].pk).is_open])
        self.leave_some()

    def first_talks(self) -> list[Appointment]:
        """The held talks; those of the people with a story and of the counsellor who shows the portal first."""
        held = Appointment.objects.filter(status=Status.FULFILLED).for_list().order_by("starts_at")
        free = [talk for talk in held if talk.booked_by not in self.left_alone]
        return sorted(free, key=lambda talk: (talk.booked_by in self.without, talk.counsellor.name != SHOWN))

    def case_from(self, talk: Appointment, worker: User) -> Case:
        """Opened a quarter of an hour after the talk; described the day after."""
        with clock.frozen_at(talk.ends_at + timedelta(minutes=15)):
            case = open_case_for_talk(by=worker, talk=talk)
        with clock.frozen_at(min(talk.ends_at + timedelta(hours=20), clock.now())):
            wish = CaseWish(
                phase=self.dice.choice(PHASES),
                complexity=self.dice.choice(COMPLEXITIES),
                needs_interpreter=self.dice.random() < 0.15,
                has_home_visits=self.dice.random() < 0.15,
                topics=[str(topic) for topic in next(self.topics)],
            )
            return change_case(by=worker, case=case, version=case.version, wish=wish)

    def close_some(self, opened: list[tuple[Case, User]]) -> None:
        """Those with nothing ahead are closed first; reasons vary."""
        reasons = cycle([CloseReason.FINISHED, CloseReason.WISHED, CloseReason.REFERRED, CloseReason.NO_CONTACT])
        done = 0
        for case, worker in reversed(opened):
            if done < CLOSED_CASES and not any(loose_ends(case).values()):
                with clock.frozen_at(
                    max(clock.now() - timedelta(days=3 * done + 1), case.opened_at + timedelta(days=1))
                ):
                    close_case(by=worker, case=case, version=case.version, reason=next(reasons))
                done += 1

    def promise(self, going_on: list[tuple[Case, User]]) -> None:
        """Follow-ups before, on and after today; a sister takes part, a colleague helps, one course rests."""
        for number, (case, worker) in enumerate(going_on):
            if number % 4 != 3:
                days = (-2, 0, 5, 9, 0, -6, 13)[number % 7]
                self.follow_up(case, worker, days)
        (first, mette), (second, _mette), *_more = [pair for pair in going_on if pair[1].name == SHOWN]
        last, its = next(pair for pair in reversed(going_on) if pair[1] != mette)
        wish = ParticipantWish(first_name="Signe", relation="sibling", email="", consents=True, sees_notes=False)
        add_participant(by=mette, case=first, wish=wish)
        helper = next(worker for _case, worker in going_on if worker != mette)
        add_worker(by=mette, case=first, worker=helper, version=first.version)
        husband = ParticipantWish(first_name="Ejner", relation="partner", email="", consents=False, sees_notes=False)
        add_participant(by=mette, case=second, wish=husband)
        pause_case(by=its, case=last, version=last.version, reason="illness")

    def follow_up(self, case: Case, worker: User, days: int) -> None:
        """One thing promised for a day, and one that was done before."""
        kind, text = next(self.promises)
        today, now = clock.today(), clock.now()
        made = max(case.opened_at, now - timedelta(days=20))
        given = {"case": case, "owner": worker, "created_by": worker, "created_at": made}
        FollowUp.objects.create(kind=kind, due_on=today + timedelta(days=days), text=text, **given)
        FollowUp.objects.create(
            kind=FollowUpKind.CALL, due_on=today, text="Ring og hør.", done_at=now, done_by=worker, **given
        )

    def leave_some(self) -> None:
        """Referred or written down, and nobody has them yet."""
        free = [user for user in self.without[:-KEPT_FREE] if Case.objects.of_person(user).first() is None]
        origins = cycle([CaseOrigin.REFERRAL, CaseOrigin.CALL])
        for number, person in enumerate(free[-UNASSIGNED:]):
            with clock.frozen_at(morning(number)):
                open_case(by=self.lead, person=person, origin=next(origins))


def morning(days_ago: int) -> datetime:
    """Half past eight some days ago, never later than an hour ago."""
    day = clock.today() - timedelta(days=days_ago)
    moment = datetime.combine(day, time(8, 30), tzinfo=clock.zone())
    return min(moment, clock.now() - timedelta(hours=1))
