"""Two rows that are one person become one, in one transaction."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import QuerySet

from portal.accounts import mail, merging
from portal.accounts.merging import Counted, Merge
from portal.accounts.models import User
from portal.accounts.rules import judge_merge
from portal.audit import actions as audit
from portal.counting import count_all
from portal.refusals import Refused, locking


def rows_of(link: str, person: User) -> QuerySet[Any, Any]:
    """The rows that point to a person through a link such as counselling.Appointment.booked_by."""
    app, model, name = link.split(".")
    rows: QuerySet[Any, Any] = apps.get_model(app, model)._base_manager.filter(**{name: person})
    return rows


def preview(*, by: User, left: User, right: User) -> list[Counted]:
    """What either has, side by side; reading it is recorded for both."""
    for person in (left, right):
        audit.record_read("accounts.merge_previewed", by=by, obj=person, subject=person.pk)
    lines = [pair for part in merging.parts() for pair in part.counts.items()]
    counts = count_all([[rows_of(link, person)] for link, _label in lines for person in (left, right)])
    sides = zip(lines, counts[::2], counts[1::2], strict=True)
    return [Counted(label, of_left, of_right) for (_link, label), of_left, of_right in sides]


@locking
def merge_people(*, by: User, keep: User, gone: User, choices: Mapping[str, str]) -> User:
    """Let keep take over everything from gone; gone can't be signed in with, and has no address any more.

    Refuses when both are the same, one was merged meanwhile, gone works here, or an app can't solve a clash.
    """
    found = User.objects.select_for_update().filter(pk__in=[keep.pk, gone.pk]).order_by("pk")  # one order for everybody
    people = {person.pk: person for person in found}
    keep, gone = people[keep.pk], people[gone.pk]
    refusal = judge_merge(
        is_same=keep.pk == gone.pk,
        are_active=keep.is_active and gone.is_active,
        gone_works_here=gone.is_staff_member,
        is_bys_own=gone.pk == by.pk,
    )
    if refusal:
        raise Refused(refusal)
    merge = Merge(keep, gone, by, choices)
    for part in merging.parts():
        part.judge(merge)
    for part in merging.parts():
        part.carry(merge)
        for link in part.moves:
            rows_of(link, gone).update(**{link.rsplit(".", 1)[-1]: keep})
    empty(merge)
    for person in (keep, gone):
        audit.record("accounts.people_merged", by=by, obj=keep, subject=person.pk)
    return keep


def empty(merge: Merge) -> None:
    """Nobody signs in as gone any more; the address goes to keep if it has none, else its owner is told."""
    keep, gone = merge.keep, merge.gone
    address, name = gone.email, keep.name or gone.name
    gone.email, gone.name, gone.is_active, gone.session_stamp = None, "", False, uuid4()
    gone.save(update_fields=["email", "name", "is_active", "session_stamp"])
    Authenticator.objects.filter(user=gone).delete()
    if address and keep.email:
        mail.tell_of_change(gone, address=address, about="merged")
    keep.name, keep.email = name, keep.email or address
    keep.save(update_fields=["name", "email"])
