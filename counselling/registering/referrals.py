"""What referrals tell the registries: the case's section, the relative's panel, tasks, the neutral e-mail."""

from typing import Any

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counselling import case_sections
from counselling.actions.case_reading import CaseFile
from counselling.actions.guidance import GUIDANCE_TASK
from counselling.actions.reading import shown
from counselling.actions.referrals import PASSED_ON, RING_TASK, ring_place
from counselling.case_timeline import Happening, Source
from counselling.case_timeline import register as register_line
from counselling.models import Referral
from counselling.referral_choices import ReferralState
from counselling.registering.case_lines import label, of_cases
from counselling.rules.referrals import TRANSITIONS, guidance_ends_on
from portal import clock
from portal.accounts.models import User
from portal.design.models import Municipality
from portal.outbox.kinds import Kind
from portal.outbox.kinds import register as register_kind
from portal.outbox.models import OutboxMessage
from portal.worklist import kinds
from portal.worklist.models import Task


def section_of(file: CaseFile, user: User) -> dict[str, Any]:
    """Where the relative is on the way to, what can be noted, and (Norway) the clock for a decision. One query."""
    case = file.case
    rows = list(Referral.objects.of_case(case))
    runs = settings.COUNTRY == "NO" and case.guidance_asked_on and not case.guidance_decided_on
    ends_on = guidance_ends_on(case.guidance_asked_on, settings.GUIDANCE_DAYS) if runs else None  # type: ignore[arg-type]
    return {
        "case": case,
        "rows": [
            (
                row,
                shown(row, "summary"),
                [state for state in ReferralState if state in TRANSITIONS.get(row.state, ())],
            )
            for row in rows
        ],
        "guidance_ends_on": ends_on,
        "guidance_is_over": ends_on is not None and ends_on < clock.today(),
    }


def passed(line: Happening) -> str:
    """Somebody was passed on."""
    return _("Passed on: {state}").format(state=label(ReferralState, line.code).lower())


def ring_sentence(task: Task) -> str:
    """Ring the place."""
    return _("Ring a place we have passed a relative on to")


def ring_url(task: Task) -> str:
    """The case, where the number stands."""
    return reverse("counselling:case", args=[task.context["case"]])


def guidance_sentence(task: Task) -> str:
    """The decision on guidance."""
    return _("Decide about guidance before the 14 days are over")


def guidance_url(task: Task) -> str:
    """The case."""
    return reverse("counselling:case", args=[task.about])


def still_holds(message: OutboxMessage) -> bool:
    """Only while nobody has answered."""
    if message.about is None:
        return False
    return Referral.objects.filter(pk=message.about, state=ReferralState.SENT).exists()


def words_of(message: OutboxMessage) -> dict[str, Any]:
    """The number to ring: the municipality's own. Nothing says what it is about."""
    return {"phone": Municipality.objects.current().phone_main}


def ring_instead(message: OutboxMessage) -> None:
    """An e-mail that did not arrive: we ring."""
    row = Referral.objects.select_related("by").filter(pk=message.about).first() if message.about else None
    if row is not None:
        ring_place(row, row.by, clock.now())


def register() -> None:
    """Called once from registering/__init__.py."""
    case_sections.register("referrals", order=50, template="counselling/referrals/_section.html", build=section_of)
    columns = {"at": "sent_at", "who": F("by__name"), "code": F("state")}
    register_line("referral", Source(of_cases(Referral), passed, columns))
    kinds.register(RING_TASK, ring_sentence, ring_url)
    kinds.register(GUIDANCE_TASK, guidance_sentence, guidance_url)
    register_kind(
        Kind(
            name=PASSED_ON,
            templates="counselling/messages/passed_on",
            still_holds=still_holds,
            context=words_of,
            on_failed=ring_instead,
            label=gettext_lazy("Word to a place we pass somebody on to"),
        )
    )
