"""How a call to somebody who could not be written to reads, and where it is made."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from groups import announcing, announcing_changes
from groups.models import Registration
from groups.ringing import RING
from portal.design.words import moment_words
from portal.worklist import kinds
from portal.worklist.models import Task


def sentence(task: Task, row: Registration | None) -> str:
    """Why somebody is rung; never who, nor what it is about."""
    moment = moment_words(row.pool.occurrence.starts_at) if row else "–"
    said = {
        announcing.OFFERED: _("Ring about the evening {moment}: there is a place for somebody who waits"),
        announcing.FIRST_WINS: _("Ring about the evening {moment}: there is a place for somebody who waits"),
        announcing_changes.MOVED: _("Ring about the evening {moment}: somebody does not know that it is moved"),
        announcing_changes.POSTPONED: _("Ring about the evening {moment}: somebody does not know that it is put off"),
        announcing_changes.ONLINE: _("Ring about the evening {moment}: somebody does not know that it is online"),
    }
    off = _("Ring about the evening {moment}: somebody does not know that it is called off")
    return said.get(str(task.context.get("kind")), off).format(moment=moment)


def url(task: Task) -> str:
    """Whom to ring."""
    return reverse("groups:organised_party", args=[task.context["date"], task.about])


def load(keys: Collection[UUID]) -> Mapping[UUID, Registration]:
    """The sign-ups of many tasks, in one query."""
    return Registration.objects.for_link().in_bulk(list(keys))


def register() -> None:
    """Called once from registering."""
    kinds.register_about(RING, sentence, url, load)
