"""Who hears of a case that changes hands, is opened in an emergency or has lost its counsellor. All of it neutral."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from counselling.announcing import address_for
from counselling.models import Case, EmergencyAccess, Handover
from portal.accounts.models import Role, User
from portal.outbox import actions as outbox
from portal.outbox.kinds import Kind, register
from portal.worklist import actions as worklist
from relatives import rules as contact
from relatives.models import RelativeProfile

CASE_NEWS = "counselling.case_news"
GLASS_NEWS = "counselling.glass_news"
HANDOVER_TASK = "counselling.handover_waits"
DECLINED_TASK = "counselling.handover_declined"
GLASS_TASK = "counselling.glass_opened"
UNASSIGNED_TASK = "counselling.case_without_worker"
ANSWER_WITHIN = timedelta(days=2)
SOON = timedelta(hours=24)


def ask_receiver(row: Handover, *, now: datetime) -> None:
    """The receiver has a task: yes or no within two days."""
    key = f"{HANDOVER_TASK}:{row.pk}"
    worklist.add_task(HANDOVER_TASK, key, about=row.pk, due_at=now + ANSWER_WITHIN, assigned_to=row.to_worker)


def close_question(row: Handover) -> None:
    """It is answered: the task is done."""
    worklist.drop_tasks(row.pk, kinds_of=[HANDOVER_TASK])


def tell_of_no(row: Handover, *, now: datetime) -> None:
    """Whoever proposed it finds another way."""
    proposer = row.proposed_by or row.from_worker
    key = f"{DECLINED_TASK}:{row.pk}"
    worklist.add_task(DECLINED_TASK, key, about=row.pk, due_at=now + SOON, assigned_to=proposer)


def tell_relative(case: Case, *, key: str, now: datetime) -> None:
    """There is news on the portal: who carries the case is said there, behind sign-in."""
    profile = RelativeProfile.objects.of(case.person)
    channels = contact.channels_for(profile, now, contact.Purpose.CHANGE)
    outbox.put_all(
        [
            outbox.Draft(
                CASE_NEWS,
                f"{CASE_NEWS}:{key}:{channel}",
                channel=channel,
                to=case.person,
                address=address_for(channel, profile),
                about=case.pk,
                language=case.person.language,
            )
            for channel in channels
        ]
    )


def ask_for_worker(case_id: UUID, *, key: str, now: datetime) -> None:
    """The team lead finds somebody for a case that nobody carries."""
    worklist.add_task(
        UNASSIGNED_TASK, f"{UNASSIGNED_TASK}:{key}", about=case_id, due_at=now + SOON, role=Role.TEAM_LEAD
    )


def tell_of_glass(row: EmergencyAccess, *, now: datetime) -> None:
    """Team leads and data protection officers hear of it at once: an e-mail without content, a task for each role."""
    watchers = User.objects.with_role(Role.TEAM_LEAD, Role.DPO).exclude(pk=row.by_id)
    outbox.put_all(
        [
            outbox.Draft(
                GLASS_NEWS,
                f"{GLASS_NEWS}:{row.pk}:{user.pk}",
                channel="email",
                to=user,
                address=user.email or "",
                about=row.pk,
                language=user.language,
            )
            for user in watchers
            if user.email
        ]
    )
    for role in (Role.TEAM_LEAD, Role.DPO):
        key = f"{GLASS_TASK}:{row.pk}:{role}"
        worklist.add_task(GLASS_TASK, key, about=row.pk, due_at=now + SOON, role=role)


def register_kinds() -> None:
    """Make the messages known to the outbox."""
    labels = {CASE_NEWS: _("News about who a relative talks with"), GLASS_NEWS: _("A case was opened in an emergency")}
    for name, label in labels.items():
        register(Kind(name=name, templates=f"counselling/messages/{name.removeprefix('counselling.')}", label=label))
