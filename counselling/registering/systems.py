"""What other systems mean for talks: a counsellor's own calendar that takes the same time is somebody's task."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from counselling.kinds import MAILBOX_TASK
from counselling.models import Appointment
from counselling.registering.talks import load_talks, moment_of
from portal import clock
from portal.calendar import clashes
from portal.calendar.models import Resource
from portal.worklist import actions as worklist
from portal.worklist import kinds
from portal.worklist.models import Task

CLASH_TASK = "counselling.own_calendar_clash"


def clash_sentence(_task: Task, talk: Appointment | None) -> str:
    """A talk and something in the counsellor's own calendar at one time."""
    return _("Your own calendar says busy during the talk {moment}").format(moment=moment_of(talk))


def talk_url(task: Task) -> str:
    """The talk's page."""
    return reverse("counselling:talk", args=[task.about])


def mailbox_sentence(_task: Task) -> str:
    """Invitations that nobody takes."""
    return _("A mailbox does not take our invitations: look at its address")


def mailbox_url(_task: Task) -> str:
    """Where mailboxes are written down."""
    return reverse("calendar:resources")


def note_clashes(resource: Resource, found: Sequence[clashes.Clash]) -> None:
    """A task for each talk that clashes now; those that no longer do are dropped by themselves."""
    now = clock.now()
    hit = {clash.held_for_id for clash in found}
    talks = list(Appointment.objects.of_resource(resource.pk).upcoming(now))
    open_about = Task.objects.open_about([talk.pk for talk in talks], CLASH_TASK)
    for talk in talks:
        if talk.pk in hit and talk.pk not in open_about:
            key = f"{CLASH_TASK}:{talk.pk}:{talk.version}:{now:%Y%m%dT%H%M%S}"
            worklist.add_task(CLASH_TASK, key, about=talk.pk, due_at=talk.starts_at, assigned_to=resource.user)
        elif talk.pk not in hit and talk.pk in open_about:
            worklist.drop_tasks(talk.pk, kinds_of=[CLASH_TASK])


def register() -> None:
    """Called once from registering."""
    kinds.register_about(CLASH_TASK, clash_sentence, talk_url, load_talks)
    kinds.register(MAILBOX_TASK, mailbox_sentence, mailbox_url)
    clashes.register(note_clashes)
