"""What cases that change hands tell the registries: tasks, the case page's section, chores."""

from django.urls import reverse
from django.utils.translation import gettext as _

from counselling import case_sections
from counselling import handover_news as news
from counselling.handover_section import section_of
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


def handover_url(task: Task) -> str:
    """The handover's page."""
    return reverse("counselling:handover", args=[task.about])


def glass_url(task: Task) -> str:
    """Who used emergency access lately."""
    return reverse("counselling:glass_list")


def allocation_url(task: Task) -> str:
    """Who could carry it."""
    return reverse("counselling:allocation")


def register() -> None:
    """Called once from apps.py."""
    news.register_kinds()
    kinds.register(news.HANDOVER_TASK, waits_sentence, handover_url)
    kinds.register(news.DECLINED_TASK, declined_sentence, handover_url)
    kinds.register(news.GLASS_TASK, glass_sentence, glass_url)
    kinds.register(news.UNASSIGNED_TASK, unassigned_sentence, allocation_url)
    case_sections.register("handover", order=80, template="counselling/handover/_section.html", build=section_of)
