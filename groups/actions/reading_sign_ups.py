"""Looking at who signed up is itself written down, before the names are shown."""

from django.db import transaction

from groups.models import Occurrence, Registration
from portal.accounts.models import User
from portal.audit import actions as audit


@transaction.atomic
def read_sign_ups(*, by: User, date: Occurrence) -> list[Registration]:
    """Everybody whose sign-up counts, with who comes along, in the order they came."""
    audit.record_read("groups.sign_ups_read", by=by, obj=date)
    return list(Registration.objects.of_date(date.pk).live().prefetch_related("attendees"))
