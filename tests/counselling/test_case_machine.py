"""Who can read a case, against a model: opened, given, lent, barred, broken open, closed, roles lost, clocks moved."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from counselling.actions import cases, conflicts, glass, handovers
from counselling.models import Case, CaseAssignment
from counselling.models.assignments import CaseAssignmentQuerySet
from counselling.models.cases import CaseQuerySet
from counselling.models.emergencies import EmergencyAccessQuerySet
from portal import clock
from portal.accounts.models import Role, RoleAssignment, User
from portal.refusals import Refused
from tests.factories.people import make_person

NAMES = ("mette", "jonas", "samira")
WHY = "Hun ringede i krise, og ingen anden var her."
anybody = st.sampled_from(NAMES)


class Machine(RuleBasedStateMachine):
    """Three counsellors, their lead, and one relative's case."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.people = {name: make_person(name, Role.COUNSELLOR, email=f"{name}@m.example") for name in NAMES}
        self.people["lead"] = make_person("lead", Role.TEAM_LEAD, email="lead@m.example")
        self.relative = make_person("relative", email="relative@m.example")
        self.shift = timedelta(0)
        self.is_open: bool | None = None  # None: there is no case yet
        self.primary: str | None = None
        self.helps: set[str] = set()
        self.lent: dict[str, datetime] = {}
        self.broken: dict[str, datetime] = {}
        self.barred: set[str] = set()
        self.hats = set(NAMES)

    def teardown(self) -> None:
        """Nothing stays."""
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    # What the model says

    def now(self) -> Any:
        """The clock of this run."""
        return clock.shifted_by(self.shift)

    def person(self, name: str) -> User:
        """As the next request would see them: roles read anew."""
        return User.objects.get(pk=self.people[name].pk)

    def works(self, name: str) -> bool:
        """Whether somebody has a part in the case now, whatever stands in the way."""
        return name == self.primary or name in self.helps or self.lent.get(name, clock.now()) > clock.now()

    def reads(self, name: str) -> bool:
        """Whether somebody may read it now."""
        if self.is_open is None or name in self.barred or name not in self.hats | {"lead"}:
            return False
        return (name in self.hats and self.works(name)) or self.broken.get(name, clock.now()) > clock.now()

    def can_be_given(self, name: str) -> bool:
        """Whether somebody may be given the case."""
        return name in self.hats and name not in self.barred

    def tried(self, work: Callable[[], object], *, allowed: bool) -> bool:
        """Do it; what the model allows happens, what it doesn't is refused."""
        try:
            work()
        except Refused as refused:
            assert not allowed, f"refused: {refused.reason}"
            return False
        assert allowed, "it should have been refused"
        return True

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return Case.objects.select_related("person").get()

    # What people do

    @rule(name=st.sampled_from([*NAMES, ""]))
    def open(self, name: str) -> None:
        """A course begins, carried by somebody or nobody."""
        if self.is_open is False:
            return  # a closed one is opened again below
        allowed = self.is_open is None and (not name or self.can_be_given(name))
        with self.now():
            worker = self.person(name) if name else None
            begun = self.tried(lambda: cases.open_case(by=worker, person=self.relative, worker=worker), allowed=allowed)
        if begun:
            self.is_open, self.primary = True, name or None

    @precondition(lambda self: self.is_open is not None)
    @rule(name=anybody)
    def assign(self, name: str) -> None:
        """The team lead gives the case to somebody."""
        allowed = bool(self.is_open) and self.can_be_given(name) and name != self.primary
        with self.now():
            lead, worker = self.person("lead"), self.person(name)
            given = self.tried(
                lambda: cases.assign_case(by=lead, case=self.case, worker=worker, reason="allocated"), allowed=allowed
            )
        if given:
            self.primary = name
            self.helps.discard(name)
            self.lent.pop(name, None)

    @precondition(lambda self: self.is_open is not None)
    @rule(name=anybody)
    def ask_for_help(self, name: str) -> None:
        """A colleague helps."""
        with self.now():
            allowed = bool(self.is_open) and self.can_be_given(name) and not self.works(name)
            lead, worker, case = self.person("lead"), self.person(name), self.case
            asked = self.tried(
                lambda: cases.add_worker(by=lead, case=case, worker=worker, version=case.version), allowed=allowed
            )
        if asked:
            self.helps.add(name)

    @precondition(lambda self: self.helps)
    @rule(data=st.data())
    def end_help(self, data: st.DataObject) -> None:
        """A colleague stops helping."""
        name = data.draw(st.sampled_from(sorted(self.helps)))
        with self.now():
            part = CaseAssignment.objects.current(clock.now()).get(worker=self.people[name])
            cases.remove_worker(by=self.person("lead"), case=self.case, part=part)
        self.helps.discard(name)

    @precondition(lambda self: self.is_open and self.primary)
    @rule(name=anybody, days=st.integers(1, 16))
    def lend(self, name: str, days: int) -> None:
        """A colleague stands in, at most 14 days."""
        assert self.primary
        with self.now():
            until = clock.now() + timedelta(days=days) - timedelta(seconds=5)
            allowed = days <= 14 and name != self.primary and self.can_be_given(name)
            had, giver, receiver = self.works(name), self.person(self.primary), self.person(name)
            lent = self.tried(
                lambda: handovers.stand_in(by=giver, giver=giver, receiver=receiver, cases=[self.case], until=until),
                allowed=allowed,
            )
        if lent and not had:
            self.lent[name] = until

    @precondition(lambda self: self.is_open is not None)
    @rule(name=st.sampled_from([*NAMES, "lead"]))
    def break_glass(self, name: str) -> None:
        """Somebody outside the case opens it in an emergency."""
        if name not in self.hats | {"lead"}:
            return  # the pages are closed to them
        with self.now():
            allowed = not self.reads(name) and name not in self.barred
            by, began = self.person(name), clock.now()
            if self.tried(lambda: glass.break_glass(by=by, case=self.case, reason=WHY), allowed=allowed):
                self.broken[name] = began + timedelta(minutes=60)

    @precondition(lambda self: self.is_open is not None)
    @rule(name=st.sampled_from([*NAMES, "lead"]))
    def break_glass_and_wait(self, name: str) -> None:
        """The hour of emergency access runs out."""
        self.break_glass(name)
        self.shift += timedelta(minutes=61)

    @rule(name=st.sampled_from([*NAMES, "lead"]))
    def note_conflict(self, name: str) -> None:
        """Somebody must not meet the relative in the work: what they carried has nobody."""
        with self.now():
            by, worker = self.person("lead"), self.person(name)
            self.tried(
                lambda: conflicts.note_conflict(by=by, worker=worker, person=self.relative),
                allowed=name not in self.barred,
            )
        self.barred.add(name)
        if self.is_open:
            self.primary = None if self.primary == name else self.primary
            self.helps.discard(name)
            self.lent.pop(name, None)

    @rule(name=anybody)
    def lose_role(self, name: str) -> None:
        """An administrator takes the role away."""
        RoleAssignment.objects.filter(user=self.people[name]).delete()
        self.hats.discard(name)

    @rule(name=anybody)
    def get_role(self, name: str) -> None:
        """An administrator gives it back."""
        RoleAssignment.objects.get_or_create(user=self.people[name], role=Role.COUNSELLOR)
        self.hats.add(name)

    @precondition(lambda self: self.is_open)
    @rule()
    def close(self) -> None:
        """Nothing is promised: the case is closed, help ends."""
        with self.now():
            case = self.case
            cases.close_case(by=self.person("lead"), case=case, version=case.version, reason="finished")
        self.is_open, self.helps, self.lent = False, set(), {}

    @precondition(lambda self: self.is_open is False)
    @rule()
    def reopen(self) -> None:
        """The relative comes back."""
        with self.now():
            case = self.case
            cases.reopen_case(by=self.person("lead"), case=case, version=case.version, reason="came_back")
        self.is_open = True

    @rule(hours=st.sampled_from([1, 20, 24 * 4, 24 * 15]))
    def time_passes(self, hours: int) -> None:
        """Emergency access and substitutions end by themselves."""
        self.shift += timedelta(hours=hours)

    # What must hold

    @invariant()
    def those_who_may_read_it_can_and_nobody_else(self) -> None:
        """The same for reading, for the list of one's own, for headers, and for what is unassigned."""
        with self.now():
            for name in (*NAMES, "lead"):
                user = self.person(name)
                own = self.reads(name) and name in self.hats and self.works(name)
                assert Case.objects.visible_to(user).exists() == self.reads(name), f"{name} reads"
                assert Case.objects.worked_by(user).exists() == own, f"{name} works with it"
            lead = self.person("lead")
            seen = self.is_open is not None and "lead" not in self.barred
            assert Case.objects.listed_for(lead).exists() == seen, "the lead's headers"
            left = bool(self.is_open) and self.primary not in self.hats
            assert Case.objects.unassigned().exists() == left, "unassigned"


def run(examples: int, phases: Sequence[Phase] = tuple(Phase)) -> None:
    """Some histories; Hypothesis tells the shortest one that breaks a promise."""
    chosen = settings(
        max_examples=examples,
        stateful_step_count=25,
        phases=phases,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Machine, settings=chosen)


@pytest.mark.django_db
def test_a_case_is_read_by_those_who_may_in_any_order_of_things() -> None:
    run(25)


def whoever_began(self: CaseAssignmentQuerySet, now: datetime) -> CaseAssignmentQuerySet:
    return self.filter(valid__startswith__lte=now, valid__upper_inf=True) | self.filter(role="substitute")


BUGS: dict[str, tuple[Any, str, Any]] = {
    "a substitution never ends": (CaseAssignmentQuerySet, "current", whoever_began),
    "emergency access never ends": (EmergencyAccessQuerySet, "open", lambda self, now: self.filter(ended_at=None)),
    "a conflict of interest bars nobody": (CaseQuerySet, "free_of_conflict", lambda self, user: self),
    "a lost role is not noticed": (User, "has_role", lambda self, *roles: True),
}


@pytest.mark.django_db
@pytest.mark.parametrize("bug", BUGS)
def test_the_machine_finds_seeded_bugs(monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    monkeypatch.setattr(*BUGS[bug])
    with pytest.raises((AssertionError, BaseExceptionGroup)):
        run(400, [Phase.generate])  # it stops at the first find
