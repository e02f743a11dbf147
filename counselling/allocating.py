"""Who could carry these cases: the rules' candidates and needs, gathered in two queries for any number of cases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from counselling.case_choices import CaseTopic
from counselling.choices import Status
from counselling.models import Appointment, Case, CaseAssignment, ConflictOfInterest, CounsellorProfile
from counselling.rules.allocation import Candidate, Need, Proposal, Why, propose
from portal.accounts.models import User

MET = (Status.BOOKED, Status.CHECKED_IN, Status.FULFILLED)


@dataclass(frozen=True)
class Choice:
    """A colleague with the reasons in words."""

    user: User
    proposal: Proposal
    words: str


def with_language(cases: "QuerySet[Case]") -> "QuerySet[Case]":
    """Cases with the language of the last talk with an interpreter ("" or None: the person's own), and their person."""
    talks = Appointment.objects.filter(booked_by=OuterRef("person")).exclude(interpreter_language="")
    spoken = talks.order_by("-starts_at").values("interpreter_language")[:1]
    return cases.annotate(spoken=Subquery(spoken)).select_related("person")


def candidates(now: datetime, people: Iterable[UUID]) -> list[tuple[User, Candidate]]:
    """Every counsellor with load, whom of these people they met and must not meet, and when they last got a case."""
    asked = list(people)
    worker = OuterRef("resource__user")
    talks = Appointment.objects.filter(counsellor=OuterRef("resource"), booked_by__in=asked, status__in=MET)
    given = CaseAssignment.objects.filter(worker=worker)
    rows: QuerySet[Any] = CounsellorProfile.objects.working().with_load(now)
    rows = rows.annotate(
        talked=ArraySubquery(talks.values("booked_by").distinct()),
        carried_before=ArraySubquery(given.filter(case__person__in=asked).values("case__person").distinct()),
        barred=ArraySubquery(ConflictOfInterest.objects.filter(worker=worker, person__in=asked).values("person")),
        last_given=Subquery(given.primary().order_by("-valid__startswith").values("valid__startswith")[:1]),
    )
    return [(row.resource.user, candidate_of(row)) for row in rows]


def candidate_of(row: Any) -> Candidate:
    """A profile with its annotations, as the rules see it."""
    return Candidate(
        worker_id=row.resource.user_id,
        name=row.resource.user.name,
        languages=frozenset(row.languages),
        load=row.load,
        capacity=row.capacity,
        last_given_at=row.last_given,
        met=frozenset(row.talked) | frozenset(row.carried_before),
        barred=frozenset(row.barred),
        topics=frozenset(row.topics),
    )


def need_of(case: Case) -> Need:
    """What a case (read with_language) asks for."""
    spoken = getattr(case, "spoken", None)
    return Need(
        person_id=case.person_id,
        language=spoken or case.person.language,
        weight=case.weight,
        topics=topics_of(case),
    )


def topics_of(case: Case | None) -> frozenset[str]:
    """What a case is about, as far as somebody can know it well."""
    return frozenset(case.topics) - {CaseTopic.OTHER} if case else frozenset()


def choices_for(cases: Sequence[Case], now: datetime, *, without: User | None = None) -> dict[UUID, list[Choice]]:
    """For each case (read with_language) its colleagues, the best first. One query."""
    if not cases:
        return {}
    found = [pair for pair in candidates(now, [case.person_id for case in cases]) if pair[0] != without]
    users = {candidate.worker_id: user for user, candidate in found}
    able = [candidate for _user, candidate in found]
    return {
        case.pk: [
            Choice(users[one.candidate.worker_id], one, words_of(one, names_topics=True))
            for one in propose(need_of(case), able)
        ]
        for case in cases
    }


def words_of(one: Proposal, *, names_topics: bool = False) -> str:
    """Why, in one line. names_topics: the reader has the case's header before them; others learn no topic of it."""
    topics = ", ".join(str(topic.label) for topic in CaseTopic if topic in one.topics)
    said = {
        Why.SPEAKS: _("speaks the language"),
        Why.SILENT: _("needs an interpreter"),
        Why.KNOWS: _("knows the relative"),
        Why.TOPIC: _("knows well: {topics}").format(topics=topics) if names_topics else _("knows the subject well"),
        Why.ROOM: _("has most room"),
        Why.TURN: _("longest since a new case"),
        Why.FULL: _("above the ceiling"),
    }
    words = [said[why] for why in one.reasons]
    if one.percent is not None:
        words.append(_("{percent} % full with this one").format(percent=one.percent))
    else:
        words.append(_("away in the coming weeks"))
    return ", ".join(words)
