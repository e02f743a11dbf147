"""What a desk sees of respite and lifts: the list without anybody's name, and one wish with all it says."""

from itertools import chain
from typing import Any

from groups.actions.answering_help import read_request
from groups.forms.desks import AnswerForm
from groups.models import HelpRequest, RespiteDesk
from groups.models.respite import KINDS, TO_ANSWER, kind_of
from portal import clock
from portal.accounts.models import Role, User
from relatives.models import RelativeProfile

MOST = 100


def list_of(user: User) -> dict[str, Any]:
    """Three groups: to answer, arranged, answered with no. Three queries."""
    now = clock.now()
    rows: list[HelpRequest] = sorted(
        chain.from_iterable(model.objects.at_desk(user).ahead(now)[:MOST] for model in KINDS.values()),
        key=lambda row: (row.answer_by, row.pk),
    )
    return {
        "desks": list(RespiteDesk.objects.of_member(user)),
        "to_answer": [(row, kind_of(row)) for row in rows if row.state in TO_ANSWER],
        "arranged": [(row, kind_of(row)) for row in rows if row.state == "confirmed"],
        "others": [(row, kind_of(row)) for row in rows if row.state in {"not_possible", "cancelled"}],
        "now": now,
        "may_plan": user.has_role(Role.TEAM_LEAD, Role.PLANNER),
    }


def context_of(by: User, row: HelpRequest, form: AnswerForm) -> dict[str, Any]:
    """One wish; its opening is recorded before it is shown."""
    name = read_request(by=by, row=row)
    registration = row.registration
    profile = RelativeProfile.objects.of_people([registration.person_id]) if registration.person_id else {}
    known = profile.get(registration.person_id) if registration.person_id else None
    return {
        "row": row,
        "kind": kind_of(row),
        "name": name,
        "phone": registration.guest_phone or (known.phone if known else ""),
        "email": registration.guest_email or (registration.person.email if registration.person else ""),
        "date": registration.pool.occurrence,
        "form": form,
        "may_answer": row.state in TO_ANSWER,
        "may_fall_through": row.state == "confirmed",
        "is_mine": row.worker_id == by.pk,
        "is_late": row.state in TO_ANSWER and row.answer_by is not None and row.answer_by < clock.now(),
    }
