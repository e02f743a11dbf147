"""The way to a time, one question per page. Everything chosen stands in the address, so going back loses nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from counselling.addresses_kept import home_in
from counselling.choices import MODE_WORDS, Company, Mode
from counselling.forms.chosen import ANYBODY
from counselling.forms.relative import LanguageForm, PickTimeForm
from counselling.models import Appointment, CounsellorProfile, MeetingType
from counselling.times import soonest_by_counsellor, times_page
from counselling.views import steps
from counselling.views.steps import Journey, Option
from portal import clock
from portal.calendar.models import Resource
from portal.design.words import local, moment_words


def question(request: HttpRequest, journey: Journey, page: str, **context: Any) -> HttpResponse:
    """A page with one question and its answers as links."""
    context.setdefault("back", journey.back_url(f"counselling:{page}"))
    context.update(journey=journey, steps=journey.steps(), chosen=journey.chosen())
    return render(request, "counselling/book_choose.html", context)


@login_not_required
@require_GET
def book(request: HttpRequest) -> HttpResponse:
    """What do you want to talk about?"""
    journey = Journey.of(request.GET, home_in(request))
    types = list(MeetingType.objects.bookable())
    phone = next((kind for kind in types if Mode.PHONE in kind.modes), None)
    return question(
        request,
        journey,
        "book",
        heading=_("What would you like to talk about?"),
        options=[type_option(journey, kind) for kind in types],
        unsure_url=journey.next_url(type=phone.slug, mode=Mode.PHONE) if phone else "",
        is_first=True,
        step=steps.WHAT,
        lost=request.GET.get("lost", ""),
    )


def type_option(journey: Journey, kind: MeetingType) -> Option:
    """One kind of talk as an answer, with how long it lasts."""
    lasts = ngettext("%(count)d minute", "%(count)d minutes", kind.duration_minutes) % {"count": kind.duration_minutes}
    mode = kind.modes[0] if len(kind.modes) == 1 else journey.choices.mode
    return Option(kind.name, journey.next_url(type=kind.slug, mode=mode), kind.summary, lasts, icon="chat")


@login_not_required
@require_GET
def book_how(request: HttpRequest) -> HttpResponse:
    """How shall we meet?"""
    journey = Journey.of(request.GET, home_in(request))
    if journey.meeting_type is None:
        return start_again(journey)
    texts = {
        Mode.PHONE: _("We ring you."),
        Mode.VIDEO: _("You get a link. You need a phone or a computer with a camera."),
        Mode.IN_PERSON: _("You come to us. We have a quiet room and coffee."),
        Mode.HOME_VISIT: _("We come to you."),
    }
    options = [
        Option(str(MODE_WORDS[mode]), journey.next_url(mode=mode), texts[Mode(mode)], icon=steps.MODE_ICONS[Mode(mode)])
        for mode in journey.meeting_type.modes
    ]
    return question(
        request, journey, "book_how", heading=_("How would you like to talk?"), options=options, step=steps.WHAT
    )


@login_not_required
@require_GET
def book_together(request: HttpRequest) -> HttpResponse:
    """Alone, with another relative, or with the person cared for?"""
    journey = Journey.of(request.GET, home_in(request))
    if journey.meeting_type is None:
        return start_again(journey)
    texts = {
        Company.ALONE: "",
        Company.RELATIVE: _("A brother, a daughter, a friend: you decide."),
        Company.CARED_FOR: _("You can write their first name later."),
    }
    icons = {Company.ALONE: "account", Company.RELATIVE: "groups", Company.CARED_FOR: "persons"}
    options = [
        Option(str(kind.label), journey.next_url(company=kind), texts[kind], icon=icons[kind]) for kind in Company
    ]
    return question(
        request, journey, "book_together", heading=_("Do you bring somebody?"), options=options, step=steps.WHAT
    )


@login_not_required
@require_GET
def book_who(request: HttpRequest) -> HttpResponse:
    """With whom, and in which language?"""
    journey = Journey.of(request.GET, home_in(request))
    if journey.meeting_type is None or not journey.choices.mode:
        return start_again(journey)
    people = list(CounsellorProfile.objects.available().may_meet(request.user.pk))
    form = LanguageForm(people, Resource.objects.active().of_kind("interpreter"), journey.choices)
    own = Appointment.objects.own_counsellor(request.user) if request.user.is_authenticated else None
    return question(
        request,
        journey,
        "book_who",
        heading=_("Who would you like to talk to?"),
        options=who_options(journey, people, own),
        language_form=form,
        step=steps.WHO,
        lost=request.GET.get("lost", ""),
    )


def who_options(journey: Journey, people: list[CounsellorProfile], own: UUID | None) -> list[Option]:
    """One's own counsellor first, then whoever is free first, then all by name; each with how soon."""
    soon = soonest_by_counsellor(journey.wish(), people, clock.now())
    options = [first_option(journey, soon, own)] if soon else []
    for person in sorted(people, key=lambda person: (person.resource_id != own, person.name)):
        option = who_option(journey, person, soon.get(person.resource_id), is_own=person.resource_id == own)
        options.insert(0 if person.resource_id == own else len(options), option)
    return options


def first_option(journey: Journey, soon: dict[UUID, datetime], own: UUID | None) -> Option:
    """Whoever is free first; when one's own counsellor is not, how much sooner somebody else is."""
    first, own_first = min(soon.values()), soon.get(own) if own else None
    note = _("First free time: {moment}").format(moment=moment_words(first))
    sooner = (local(own_first).date() - local(first).date()).days if own_first else 0
    if own_first is None or own_first == first:
        return Option(_("The first who is free"), journey.next_url(counsellor=ANYBODY), note=note, icon="time")
    text = ngettext("%(count)d day sooner", "%(count)d days sooner", sooner) % {"count": sooner} if sooner else ""
    return Option(_("Sooner with somebody else"), journey.next_url(counsellor=ANYBODY), text, note, icon="time")


def who_option(journey: Journey, person: CounsellorProfile, moment: datetime | None, *, is_own: bool) -> Option:
    """One counsellor as an answer; nobody needs an interpreter with somebody who speaks their language."""
    wanted = journey.choices.interpreter
    text = person.about
    if is_own:
        text = _("You have talked with {name} before.").format(name=person.name)
    elif wanted in person.languages:
        text = _("{name} speaks your language. You need no interpreter.").format(name=person.name)
    note = _("No free times in the next four weeks.")
    if moment:
        note = _("First free time: {moment}").format(moment=moment_words(moment))
    changes = {"counsellor": str(person.resource_id), "interpreter": "" if wanted in person.languages else wanted}
    picture = reverse("counselling:photo", args=[person.resource_id]) if person.photo_alt else ""
    return Option(person.name, journey.next_url(**changes), text, note, "account", picture, person.photo_alt)


@login_not_required
@require_GET
def book_when(request: HttpRequest) -> HttpResponse:
    """Which day, and at what time?"""
    journey = Journey.of(request.GET, home_in(request))
    if journey.lost or journey.next_url() != journey.choices.url("counselling:book_when"):
        return start_again(journey)
    return when_page(request, journey, PickTimeForm())


def when_page(request: HttpRequest, journey: Journey, form: PickTimeForm, status: int = 200) -> HttpResponse:
    """The days and times of a journey; also shown again when no time was picked."""
    path = reverse("counselling:book_when")  # once: the page has an address for each of its days
    page = times_page(
        journey.wish(request.user.pk), journey.choices, lambda choices: path + choices.query(), clock.now()
    )
    context = {
        "journey": journey,
        "steps": journey.steps(),
        "step": steps.WHEN,
        "chosen": journey.chosen(),
        "page": page,
        "form": form,
        "hidden": journey.choices.as_pairs(),
        "back": journey.back_url("counselling:book_when"),
        "others_url": journey.choices.but(counsellor="").url("counselling:book_who"),
        "wait_url": journey.choices.but(day="", days="", part="").url("counselling:join_waiting"),
        "respite_url": journey.choices.but(respite="" if journey.choices.respite else "1").url("counselling:book_when"),
    }
    return render(request, "counselling/book_when.html", context, status=status)


def start_again(journey: Journey) -> HttpResponse:
    """To the first question without an answer; it says which chosen thing is gone."""
    if journey.lost == "type":
        return redirect(journey.choices.but(type="", mode="").url("counselling:book") + tail(journey, "type"))
    if journey.lost == "counsellor":
        choices = journey.choices.but(counsellor="", day="")
        return redirect(choices.url("counselling:book_who") + "&lost=counsellor")
    return redirect(journey.next_url())


def tail(journey: Journey, lost: str) -> str:
    """What is added to an address to say what is gone."""
    return ("&" if journey.choices.but(type="", mode="").query() else "?") + f"lost={lost}"
