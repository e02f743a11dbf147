"""What a service stop reaches here: talks at our place and at home; and what it leaves somebody to do."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counselling.actions import stopping as actions
from counselling.actions.stopping import CANCEL, NUMBER_TASK, PHONE, STRAY_TASK
from counselling.choices import Mode
from counselling.models import Appointment
from counselling.registering.talks import load_talks, moment_of
from counselling.stopped import areas, finder
from portal.calendar import stopping
from portal.calendar.stopping import Reach, Way
from portal.outbox import chores
from portal.worklist import kinds
from portal.worklist.models import Task

WAYS = (Way(PHONE, gettext_lazy("On the phone, same time")), Way(CANCEL, gettext_lazy("Cancel them")))


def number_sentence(_task: Task, talk: Appointment | None) -> str:
    """A talk went to the phone, and there is no number."""
    return _("Find a phone number: the talk {moment} is on the phone now").format(moment=moment_of(talk))


def stray_sentence(_task: Task, talk: Appointment | None) -> str:
    """Somebody is to be met in person on days when nobody is."""
    return _("The talk {moment} is in person, and stands in a service stop").format(moment=moment_of(talk))


def talk_url(task: Task) -> str:
    """The talk's page."""
    return reverse("counselling:talk", args=[task.about])


def register() -> None:
    """Called once from registering."""
    kinds.register_about(NUMBER_TASK, number_sentence, talk_url, load_talks)
    kinds.register_about(STRAY_TASK, stray_sentence, talk_url, load_talks)
    for mode, label in (
        (Mode.IN_PERSON, gettext_lazy("Talks at our place")),
        (Mode.HOME_VISIT, gettext_lazy("Home visits")),
    ):
        reach = Reach(
            name=f"counselling.{mode}",
            label=label,
            ways=WAYS,
            find=finder(mode),
            carry_out=actions.carry_out,
            close=actions.close_to_new if mode == Mode.IN_PERSON else None,
        )
        stopping.register(reach)
    stopping.register_areas(areas)
    chores.register("counselling.talks_in_a_stop", timedelta(minutes=1), actions.report_strays)
