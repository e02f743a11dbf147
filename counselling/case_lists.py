"""Lists of cases: what a line shows, what they are narrowed to and ordered by; one query for any number."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import CharField, Count, F, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower, Replace
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from counselling.case_choices import CaseStatus, Complexity
from counselling.choices import Status
from counselling.models import Appointment, Case, CaseAssignment, FollowUp
from counselling.rules import cases as rules
from portal.accounts.models import Role, User

PAGE = 50
BIG, SMALL = "ÆØÅÄÖÉÈÜÞÐ’‘ʼ´`", "æøåäöéèüþð'''''"
SORTS: dict[str, tuple[Any, ...]] = {
    "due": (F("next_due_on").asc(nulls_last=True), F("next_talk_at").asc(nulls_last=True), "opened_at"),
    "name": ("folded_name", "opened_at"),
    "quiet": (F("last_talk_at").asc(nulls_first=True), "opened_at"),
    "opened": ("-opened_at",),
    "weight": ("-weight", "opened_at"),
}


def folded(text: str) -> str:
    """A name as it is compared: small letters, straight apostrophes, å for aa (Aase finds Åse, and the reverse)."""
    table = str.maketrans(BIG, SMALL)
    return " ".join(text.translate(table).lower().replace("aa", "å").split())


def folded_in_sql(name: str) -> Any:
    """The same, done by the database."""
    plain = Func(F(name), Value(BIG), Value(SMALL), function="translate", output_field=CharField())
    return Replace(Lower(plain), Value("aa"), Value("å"))


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What a list is narrowed to and ordered by, as the address says."""

    scope: str = "mine"
    status: str = "open"
    topic: str = ""
    phase: str = ""
    text: str = ""
    sort: str = "due"


def headed(cases: QuerySet[Case], now: datetime) -> QuerySet[Case]:
    """Cases with all a line shows: whose, who carries them, the next talk and follow-up, the last talk held."""
    here = {"case": OuterRef("pk")}
    carried = CaseAssignment.objects.current(now).primary().filter(**here).values("worker__name")[:1]
    ahead = Appointment.objects.upcoming(now).filter(**here).values("starts_at")[:1]
    due = FollowUp.objects.open().filter(**here).values("due_on")[:1]
    held = Appointment.objects.filter(status=Status.FULFILLED, **here).order_by("-starts_at").values("starts_at")[:1]
    return cases.select_related("person").annotate(
        carried_by_name=Subquery(carried),
        next_talk_at=Subquery(ahead),
        next_due_on=Subquery(due),
        last_talk_at=Subquery(held),
        folded_name=folded_in_sql("person__name"),
    )


def chosen_cases(user: User, chosen: Chosen, now: datetime) -> QuerySet[Case]:
    """A person's cases (their own, or all whose header they may see) narrowed and ordered as chosen."""
    cases = Case.objects.all()
    cases = cases.listed_for(user) if chosen.scope == "team" else cases.worked_by(user)
    if chosen.status == "open":
        cases = cases.open()
    elif chosen.status in CaseStatus.values:
        cases = cases.filter(status=chosen.status)
    if chosen.topic:
        cases = cases.filter(topics__contains=[chosen.topic])
    if chosen.phase:
        cases = cases.filter(phase=chosen.phase)
    rows = headed(cases, now)
    if words := folded(chosen.text).split():
        rows = rows.filter(reduce(and_, (Q(folded_name__contains=word) for word in words)))
    return rows.order_by(*SORTS[chosen.sort], "pk")


def workers_with_load(now: datetime) -> QuerySet[User]:
    """The counsellors who work here, each with how many open cases they carry (open_cases)."""
    carried = CaseAssignment.objects.current(now).primary().filter(worker=OuterRef("pk"))
    counted = carried.exclude(case__status=CaseStatus.CLOSED).order_by().values("worker").annotate(number=Count("pk"))
    load = Coalesce(Subquery(counted.values("number")), 0)
    people: QuerySet[User] = User.objects.with_role(Role.COUNSELLOR).annotate(open_cases=load)
    return people.order_by("name", "pk")


def decimal_words(number: Decimal) -> str:
    """A weight as people write it: 1,5."""
    return str(number_format(number.normalize(), use_l10n=True))


def weight_words(case: Case) -> str:
    """How the weight comes about: Beginning 1,5 × several things at once 1,5 × interpreter 1,25 = 2,81."""
    parts = [
        (case.get_phase_display(), rules.PHASE_WEIGHT[case.phase]),
        (Complexity(case.complexity).label, rules.COMPLEXITY_WEIGHT[case.complexity]),
    ]
    if case.needs_interpreter:
        parts.append((_("Interpreter"), rules.INTERPRETER_WEIGHT))
    if case.has_home_visits:
        parts.append((_("Home visits"), rules.HOME_VISIT_WEIGHT))
    said = " × ".join(f"{str(words).lower()} {decimal_words(factor)}" for words, factor in parts)
    return f"{capfirst(said)} = {decimal_words(case.weight)}"
