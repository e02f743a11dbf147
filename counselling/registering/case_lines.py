"""What stands on a case's time line from talks, steps, workers, participants, follow-ups and emergency access."""

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.fields.ranges import RangeEndsWith as Upper
from django.contrib.postgres.fields.ranges import RangeStartsWith as Lower
from django.db.models import Case as Either
from django.db.models import F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models import Q as Is
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from counselling.case_choices import (
    AssignmentRole,
    CaseOrigin,
    CloseReason,
    FollowUpKind,
    PauseReason,
    Relation,
    ReopenReason,
    StepKind,
)
from counselling.case_timeline import Happening, Source, register
from counselling.choices import CallStatus, CancelActor
from counselling.models import (
    Appointment,
    CallRequest,
    Case,
    CaseAssignment,
    CaseParticipant,
    CaseStep,
    EmergencyAccess,
    FollowUp,
    IntakeAnswer,
    Note,
)
from portal import clock
from portal.design.words import date_words, moment_words

REASONS: dict[str, Any] = {
    StepKind.OPENED: CaseOrigin,
    StepKind.PAUSED: PauseReason,
    StepKind.CLOSED: CloseReason,
    StepKind.REOPENED: ReopenReason,
}
Cases = QuerySet[Case]


def label(choices: Any, code: str) -> str:
    """A code's words, or the code itself where the words are gone."""
    return str(choices(code).label) if code in choices.values else code


def talk_url(line: Happening) -> str:
    """The talk's page."""
    return reverse("counselling:talk", args=[line.about])


def call_url(line: Happening) -> str:
    """The call's page."""
    return reverse("counselling:call", args=[line.about])


def moment_of(line: Happening) -> str:
    """The moment a line names."""
    return moment_words(line.moment) if line.moment else "–"


def booked(line: Happening) -> str:
    """A talk was booked, or moved to this time."""
    sentence = _("A talk was moved to {moment}") if line.code == "moved" else _("A talk was booked for {moment}")
    return sentence.format(moment=moment_of(line))


def concluded(line: Happening) -> str:
    """A talk was held, or not."""
    held = line.code == "fulfilled"
    return (_("Talk held {moment}") if held else _("We did not get to talk {moment}")).format(moment=moment_of(line))


def cancelled(line: Happening) -> str:
    """A talk was called off, and by whom."""
    by_relative = line.code == CancelActor.RELATIVE
    sentence = _("The relative cancelled the talk {moment}") if by_relative else _("We cancelled the talk {moment}")
    return sentence.format(moment=moment_of(line))


def answered(line: Happening) -> str:
    """The relative wrote before a talk."""
    return _("The relative answered the questions before the talk {moment}").format(moment=moment_of(line))


def called(line: Happening) -> str:
    """The relative asked to be rung, or was."""
    return {
        CallStatus.OPEN: _("The relative asked to be rung"),
        CallStatus.REACHED: _("We rang and talked"),
        CallStatus.NOT_REACHED: _("We rang without an answer"),
        CallStatus.WITHDRAWN: _("The call was no longer wanted"),
    }[CallStatus(line.code)]


def stepped(line: Happening) -> str:
    """A step of the whole case, with its reason."""
    kind, _sep, reason = line.code.partition("/")
    said = _("The case: {what}").format(what=label(StepKind, kind).lower())
    return f"{said} ({label(REASONS[kind], reason).lower()})" if reason and kind in REASONS else said


def began(line: Happening) -> str:
    """Somebody began to work with the case."""
    return {
        AssignmentRole.PRIMARY: _("{name} carries the case from now"),
        AssignmentRole.CO: _("{name} helps from now"),
        AssignmentRole.SUBSTITUTE: _("{name} stands in from now"),
    }[AssignmentRole(line.code)].format(name=line.who)


def ended(line: Happening) -> str:
    """Somebody stopped working with the case."""
    return {
        AssignmentRole.PRIMARY: _("{name} no longer carries the case"),
        AssignmentRole.CO: _("{name} no longer helps"),
        AssignmentRole.SUBSTITUTE: _("{name} no longer stands in"),
    }[AssignmentRole(line.code)].format(name=line.who)


def joined(line: Happening) -> str:
    """Somebody takes part."""
    return _("Takes part from now: {relation}").format(relation=label(Relation, line.code).lower())


def withdrew(line: Happening) -> str:
    """Somebody took back their consent."""
    return _("Took back the consent: {relation}").format(relation=label(Relation, line.code).lower())


def promised(line: Happening) -> str:
    """A follow-up was noted."""
    day = date_words(line.moment) if line.moment else "–"
    return _("Follow-up: {kind}, {day}").format(kind=label(FollowUpKind, line.code).lower(), day=day)


def kept(line: Happening) -> str:
    """A follow-up was done."""
    return _("Follow-up done: {kind}").format(kind=label(FollowUpKind, line.code).lower())


def noted(line: Happening) -> str:
    """A note was written; only that."""
    return _("Note written")


def broke_glass(line: Happening) -> str:
    """Somebody outside the case read it in an emergency."""
    return _("Emergency access until {moment}").format(moment=moment_of(line))


def of_cases(model: Any) -> Callable[[Cases], QuerySet[Any, Any]]:
    """The rows of a model that belong to some cases."""
    return lambda cases: model.objects.filter(case__in=cases.values("pk"))


def calls_of(cases: Cases) -> QuerySet[Any, Any]:
    """Wishes for a call from the person since the case opened."""
    owned = cases.filter(person=OuterRef("person"), opened_at__lte=OuterRef("created_at"))
    rows = CallRequest.objects.filter(person__in=cases.values("person"))
    return rows.annotate(of_case=Subquery(owned.order_by("-opened_at").values("pk")[:1])).filter(of_case__isnull=False)


MOVED_OR_BOOKED = Either(When(Is(supersedes__isnull=False), then=Value("moved")), default=Value("booked"))
LAST_ANSWER = IntakeAnswer.objects.filter(appointment=OuterRef("pk")).order_by("-changed_at").values("changed_at")[:1]
STEP_CODE = Concat("kind", Value("/"), "reason")
TALKS = of_cases(Appointment)
STARTS = F("starts_at")


def register_talks() -> None:
    """Talks: booked or moved, held or not, called off; what the relative wrote; calls."""
    made = {"at": "created_at", "who": F("made_by__name"), "code": MOVED_OR_BOOKED, "moment": STARTS}
    register("talk_booked", Source(TALKS, booked, made, talk_url, is_news=True, actor="made_by"))
    held = {"at": "outcome_at", "who": F("counsellor__name"), "code": F("status"), "moment": STARTS}
    register("talk_concluded", Source(TALKS, concluded, held, talk_url))
    off = {"at": "cancelled_at", "code": F("cancel_actor"), "moment": STARTS}
    register("talk_cancelled", Source(TALKS, cancelled, off, talk_url, is_news=True))
    wrote = {"at": Subquery(LAST_ANSWER), "moment": STARTS}
    register("talk_answered", Source(TALKS, answered, wrote, talk_url, is_news=True))
    asked = {"at": "created_at", "case": F("of_case"), "code": Value(CallStatus.OPEN)}
    register("call_asked", Source(calls_of, called, asked, call_url, is_news=True))
    rung = {"at": "done_at", "case": F("of_case"), "code": F("status"), "who": F("done_by__name")}
    register("call_done", Source(calls_of, called, rung, call_url))


def register_people() -> None:
    """Who works with the case, who takes part, who read it in an emergency."""
    parts, worker = of_cases(CaseAssignment), {"who": F("worker__name"), "code": F("role")}
    register("work_began", Source(parts, began, {"at": Lower("valid"), **worker}, is_news=True, actor="given_by"))
    over = {"at": Upper("valid"), **worker}
    register("work_ended", Source(lambda cases: parts(cases).filter(valid__endswith__lte=clock.now()), ended, over))
    taking, relation = of_cases(CaseParticipant), {"code": F("relation")}
    register("participant_joined", Source(taking, joined, {"at": "added_at", **relation}))
    register("participant_withdrew", Source(taking, withdrew, {"at": "withdrawn_at", **relation}, is_news=True))
    glass = {"at": "opened_at", "who": F("by__name"), "moment": F("expires_at")}
    register("emergency", Source(of_cases(EmergencyAccess), broke_glass, glass, is_news=True, actor="by"))


def register_all() -> None:
    """Called once from registering/cases.py."""
    register_talks()
    register_people()
    steps = {"at": "at", "who": F("by__name"), "code": STEP_CODE}
    register("step", Source(of_cases(CaseStep), stepped, steps))
    due = {"at": "created_at", "who": F("created_by__name"), "code": F("kind"), "moment": F("due_on")}
    register("follow_up_noted", Source(of_cases(FollowUp), promised, due))
    done = {"at": "done_at", "who": F("done_by__name"), "code": F("kind")}
    register("follow_up_done", Source(of_cases(FollowUp), kept, done))
    written = {"at": "written_at", "who": F("author__name")}
    register(
        "note", Source(of_cases(Note), noted, written)
    )  # the database shows them while the case is open for reading
