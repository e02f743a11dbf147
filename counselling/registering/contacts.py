"""What unplanned calls tell the registries: their place in the staff's menu, and on a case's time line."""

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counselling.case_timeline import Happening, Source
from counselling.case_timeline import register as register_line
from counselling.contact_choices import ContactOutcome
from counselling.models import Contact
from counselling.registering.case_lines import label, of_cases
from portal.accounts.models import Role
from portal.design import navigation

STAFF = (Role.COUNSELLOR, Role.TEAM_LEAD)


def rang(line: Happening) -> str:
    """Somebody rang, and what came of it."""
    return _("An unplanned call: {outcome}").format(outcome=label(ContactOutcome, line.code).lower())


def contact_url(line: Happening) -> str:
    """The call's page."""
    return reverse("counselling:contact", args=[line.about])


def register() -> None:
    """Called once from registering/__init__.py."""
    navigation.register(
        area="staff", label=gettext_lazy("Log a call"), url_name="counselling:log_call", roles=STAFF, order=14, key="j"
    )
    columns = {"at": "at", "who": F("by__name"), "code": F("outcome")}
    register_line("contact", Source(of_cases(Contact), rang, columns, contact_url, is_news=True))
