"""What cases that change hands tell the registries: tasks, the case page's section, chores."""

from django.urls import reverse
from django.utils.translation import gettext as _

from counselling import case_sections
from counselling import handover_news as news
from counselling.actions.absences import DUTY_TASK, NAMELESS_TASK
from counselling.actions.new_times import RING_TASK, expire_offers
from counselling.handover_section import section_of
from counselling.models import Appointment
from counselling.registering.talks import EACH_MINUTE, load_talks, moment_of, talk_url
from portal.calendar import impact
from portal.calendar.models import Resource
from portal.outbox import chores
from portal.worklist import kinds
from portal.worklist.models import Task


def waits_sentence(task: Task) -> str:
    """A colleague asks for a yes or no."""
    return _("Say yes or no: a colleague asks you to take over a case")


def declined_sentence(task: Task) -> str:
    """A colleague said no."""
    return _("A colleague can't take over a case. Find another one.")


def glass_sentence(task: Task) -> str:
    """Somebody broke the glass."""
    return _("See who used emergency access, and why")


def unassigned_sentence(task: Task) -> str:
    """A case has nobody."""
    return _("A case has no counsellor. Find one.")


def absence_guide(resource: Resource) -> str:
    """The wizard that asks what becomes of each talk."""
    return reverse("counselling:absence", args=[resource.pk]) if resource.kind == Resource.Kind.COUNSELLOR else ""


def handover_url(task: Task) -> str:
    """The handover's page."""
    return reverse("counselling:handover", args=[task.about])


def glass_url(task: Task) -> str:
    """Who used emergency access lately."""
    return reverse("counselling:glass_list")


def allocation_url(task: Task) -> str:
    """Who could carry it."""
    return reverse("counselling:allocation")


def ring_sentence(task: Task, talk: Appointment | None) -> str:
    """A talk can't be held as booked."""
    return _("Ring about the talk {moment}: the counsellor is away").format(moment=moment_of(talk))


def nameless_sentence(task: Task) -> str:
    """A talk without a name and without anybody."""
    return _("Find somebody for a talk without a name: the counsellor is away")


def duty_sentence(task: Task) -> str:
    """Nobody has the phone."""
    return _("Nobody has the phone: find somebody")


def day_url(task: Task) -> str:
    """Today's list."""
    return reverse("counselling:day")


def duty_url(task: Task) -> str:
    """The roster."""
    return reverse("counselling:phone_duty")


def register() -> None:
    """Called once from apps.py."""
    news.register_kinds()
    kinds.register(news.HANDOVER_TASK, waits_sentence, handover_url)
    kinds.register(news.DECLINED_TASK, declined_sentence, handover_url)
    kinds.register(news.GLASS_TASK, glass_sentence, glass_url)
    kinds.register(news.UNASSIGNED_TASK, unassigned_sentence, allocation_url)
    kinds.register_about(RING_TASK, ring_sentence, talk_url, load_talks)
    kinds.register(NAMELESS_TASK, nameless_sentence, day_url)
    kinds.register(DUTY_TASK, duty_sentence, duty_url)
    chores.register("counselling.new_times", EACH_MINUTE, expire_offers)
    impact.register_guide(absence_guide)
    case_sections.register("handover", order=80, template="counselling/handover/_section.html", build=section_of)
