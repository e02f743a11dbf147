"""Units: the municipality's own doors."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.directory.models import Unit
from portal.directory.rules import Refusal
from portal.refusals import Refused, violated_constraint


@dataclass(frozen=True, kw_only=True)
class UnitFacts:
    """What a unit's page says."""

    slug: str
    name: str
    kind: str
    parent_id: UUID | None = None
    summary: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    leader_name: str = ""
    relatives_contact: str = ""


@transaction.atomic
def add_unit(*, by: User | None, facts: UnitFacts) -> Unit:
    """Add a unit. Refuses when its address is taken."""
    try:
        with transaction.atomic():
            unit = Unit.objects.create(**asdict(facts))
    except IntegrityError as error:
        if violated_constraint(error) == "directory_unit_slug_key":
            raise Refused(Refusal.ADDRESS_TAKEN) from error
        raise
    audit.record("directory.unit_added", by=by, obj=unit)
    return unit
