"""Opening what a relative told us: the read is recorded first; if it can't be, nothing is shown."""

from dataclasses import dataclass

from django.db.models import Model

from counselling import access
from counselling.choices import Company
from counselling.models import Appointment, CallRequest, Participant, SlotOffer, WaitlistEntry
from counselling.safe_contact import phone_words
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.vault import CannotBeShown
from relatives.models import RelativeProfile


@dataclass(frozen=True)
class Answer:
    """One question and what was written; text is None when it can't be shown, empty when nothing was written."""

    question: str
    text: str | None


@dataclass(frozen=True)
class TalkFile:
    """All that is needed to begin a talk."""

    talk: Appointment
    profile: RelativeProfile | None
    phone: str | None
    companion: str | None
    answers: list[Answer]
    may_read_answers: bool
    reason: str | None


@dataclass(frozen=True)
class CallFile:
    """All that is needed to ring somebody who asked for it."""

    request: CallRequest
    profile: RelativeProfile | None
    name: str | None
    phone: str | None


@dataclass(frozen=True)
class PlaceFile:
    """All that is needed to ring somebody on the waiting list, and what they were offered before."""

    profile: RelativeProfile | None
    phone: str | None
    offers: list[tuple[SlotOffer, str | None]]
    out_reason: str | None = ""


def shown(row: Model, *names: str) -> str | None:
    """The first of a row's sealed texts that says something, "" when none does; None when one does not open."""
    try:
        return next((text for name in names if (text := getattr(row, name))), "")
    except CannotBeShown:
        return None


def open_talk(*, by: User, talk: Appointment) -> TalkFile:
    """The file of a talk for those who manage it; the read stands in the log before anything is opened.

    Answers open for the talk's own counsellor only. Raises CannotRecord when the log can't be written.
    """
    audit.record_read("counselling.talk_opened", by=by, obj=talk, subject=talk.booked_by_id)
    return file_of(by, talk)


def file_of(by: User, talk: Appointment) -> TalkFile:
    """The file opened; the caller has recorded the reading."""
    may_read = access.may_read_answers(by, talk)
    profile: RelativeProfile | None = getattr(talk.booked_by, "relative_profile", None)
    written = {answer.number: answer for answer in talk.answers.all()} if may_read else {}
    answers = [
        Answer(question, shown(written[number], "text") if number in written else "")
        for number, question in enumerate(talk.meeting_type.questions_in_language, start=1)
    ]
    companion = next(iter(coming(talk)), None)
    return TalkFile(
        talk=talk,
        profile=profile,
        phone=phone_words(shown(profile, "phone")) if profile else "",
        companion=shown(companion, "first_name") if companion else "",
        answers=answers if may_read else [],
        may_read_answers=may_read,
        reason=shown(talk, "cancel_reason", "decline_reason"),
    )


def coming(talk: Appointment) -> list[Participant]:
    """Who comes along; nobody is asked for when the relative comes alone."""
    return [] if talk.company == Company.ALONE else list(talk.participants.all())


def open_call(*, by: User, request: CallRequest) -> CallFile:
    """Name and number of somebody who wants to be rung; recorded before it is opened."""
    audit.record_read("counselling.call_request_opened", by=by, obj=request, subject=request.person_id)
    people = [request.person_id] if request.person_id else []
    profile = next(iter(RelativeProfile.objects.of_people(people).values()), None)
    return CallFile(request, profile, shown(request, "name"), phone_words(shown(request, "phone")))


def open_place(*, by: User, entry: WaitlistEntry) -> PlaceFile:
    """How to reach somebody who waits, and what was offered; recorded before it is opened."""
    audit.record_read("counselling.waiting_opened", by=by, obj=entry, subject=entry.person_id)
    profile = profile_of(entry)
    made = entry.offers.select_related("counsellor").order_by("-offered_at")[:20]
    told = [(offer, shown(offer, "skip_reason")) for offer in made]
    out_reason = shown(entry, "out_reason")
    return PlaceFile(profile, phone_words(shown(profile, "phone")) if profile else "", told, out_reason)


def open_offer(*, by: User, offer: SlotOffer) -> PlaceFile:
    """How to reach somebody about a time; recorded before it is opened."""
    audit.record_read("counselling.offer_opened", by=by, obj=offer, subject=offer.entry.person_id)
    profile = profile_of(offer.entry)
    return PlaceFile(profile, phone_words(shown(profile, "phone")) if profile else "", [])


def profile_of(entry: WaitlistEntry) -> RelativeProfile | None:
    """What somebody on the list told us about reaching them."""
    people = [entry.person_id] if entry.person_id else []
    return next(iter(RelativeProfile.objects.of_people(people).values()), None)
