"""Organisations: added, changed, taken out of use and into it again by whoever keeps the directory."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import IntegrityError

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.directory.models import Organisation
from portal.directory.rules import Refusal
from portal.refusals import Refused, locking, violated_constraint

REFUSED_BY = {
    "an_organisation_has_a_name_of_its_own": Refusal.NAME_TAKEN,
    "an_organisation_has_a_name": Refusal.NAMELESS,
}


@dataclass(frozen=True, kw_only=True)
class OrganisationFacts:
    """What is known about an organisation."""

    name: str
    kind: str
    website: str = ""
    phone: str = ""
    email: str = ""


@locking
def add_organisation(*, by: User, facts: OrganisationFacts) -> Organisation:
    """Add an organisation. Refuses a name that another one has."""
    organisation = Organisation(**asdict(facts))
    keep(organisation)
    audit.record("directory.organisation_added", by=by, obj=organisation)
    return organisation


@locking
def change_organisation(*, by: User, organisation_id: UUID, facts: OrganisationFacts, version: int) -> Organisation:
    """Change what is known. Refuses a name that another one has, and when somebody changed it meanwhile."""
    row = locked(organisation_id, version)
    for name, value in asdict(facts).items():
        setattr(row, name, value)
    row.version += 1
    keep(row)
    audit.record("directory.organisation_changed", by=by, obj=row)
    return row


@locking
def withdraw_organisation(*, by: User, organisation_id: UUID, version: int) -> Organisation:
    """Take an organisation out of use. Refuses while it has offers that are shown.

    FOR UPDATE waits for offers being added (they share the row's key) and makes later ones read is_active again.
    """
    row = locked(organisation_id, version)
    if not row.is_active:
        raise Refused(Refusal.WITHDRAWN)
    if row.offers.filter(is_active=True).exists():
        raise Refused(Refusal.STILL_OFFERS)
    row.is_active = False
    row.version += 1
    keep(row)
    audit.record("directory.organisation_withdrawn", by=by, obj=row)
    return row


@locking
def restore_organisation(*, by: User, organisation_id: UUID, version: int) -> Organisation:
    """Take an organisation into use again. Refuses when it is in use, or when somebody changed it meanwhile."""
    row = locked(organisation_id, version)
    if row.is_active:
        raise Refused(Refusal.NOT_WITHDRAWN)
    row.is_active = True
    row.version += 1
    keep(row)
    audit.record("directory.organisation_restored", by=by, obj=row)
    return row


def locked(organisation_id: UUID, version: int) -> Organisation:
    """The row as it is now, locked. Refuses when the page it was judged from is older."""
    row = Organisation.objects.select_for_update().get(id=organisation_id)
    if row.version != version:
        raise Refused(Refusal.STALE)
    return row


def keep(organisation: Organisation) -> None:
    """Save; a violated constraint becomes the refusal it stands for."""
    try:
        organisation.save()
    except IntegrityError as error:
        reason = REFUSED_BY.get(violated_constraint(error) or "")
        raise Refused(reason) if reason else error from error
