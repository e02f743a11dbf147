"""Rows of co-organisers: agreements are the organisers'; in the partner's area `relative` is its person.

No role opens the partner's drafts: organisers have their own pages for them.
"""

from collections.abc import Mapping
from typing import Any

from groups.actions.partner_drafts import send_draft_in
from groups.models import Event
from portal.accounts.models import User
from tests.architecture.url_table import NOT_FOUND, Row, only, signed_in
from tests.factories.evenings import make_event, make_pool
from tests.factories.partners import (
    make_invitation,
    make_member,
    make_partner,
    make_partner_draft,
    make_together,
)

People = Mapping[str, User]
STAFF = ("team_lead", "organiser", "planner")


def partner(people: People) -> dict[str, Any]:
    row = make_partner(people["organiser"])
    make_member(row, people["relative"])
    return {"pk": row.pk}


def member(people: People) -> dict[str, Any]:
    row = make_partner(people["organiser"])
    return {"pk": row.pk, "member": make_member(row, people["relative"]).pk}


def invitation(people: People) -> dict[str, Any]:
    return {"pk": make_invitation(make_partner(people["organiser"]), people["relative"].email or "").pk}


def draft(people: People) -> dict[str, Any]:
    row = make_partner(people["organiser"])
    make_member(row, people["relative"])
    return {"pk": make_partner_draft(people["relative"], row).pk}


def event(people: People) -> dict[str, Any]:
    return {"pk": make_event(people["organiser"]).pk}


def made_together(people: People) -> dict[str, Any]:
    made = make_event(people["organiser"])
    return {"pk": made.pk, "row": make_together(made, make_partner(people["organiser"])).pk}


def sent_in(people: People) -> dict[str, Any]:
    event = Event.objects.get(**draft(people))
    return {"pk": send_draft_in(by=people["relative"], event=event, version=event.version).pk}


def held(people: People) -> dict[str, Any]:
    """An evening the relative holds for a partner that works on the municipality's behalf."""
    row = make_partner(people["organiser"], data_role="processor")
    make_member(row, people["relative"])
    pool = make_pool(people["organiser"], 3)
    make_together(pool.occurrence.event, row)
    return {"pk": pool.occurrence_id}


OBJECTS = {
    "groups:event_partners": event,
    "groups:event_partner_off": made_together,
    "groups:event_send_back": sent_in,
    "groups:partner_who_comes": held,
    **{f"groups:{name}": partner for name in ("co_organiser", "co_organiser_change", "co_organiser_invite")},
    "groups:co_organiser_end": member,
    "groups:partner_join": invitation,
    "groups:partner_draft_new": partner,
    **{f"groups:{name}": draft for name in ("partner_draft", "partner_draft_change", "partner_draft_send")},
}
OURS = {"others": NOT_FOUND}
ROWS = [
    Row("groups:co_organisers", get=only(*STAFF), post=signed_in(405)),
    Row("groups:co_organiser_new", get=only(*STAFF), post=only(*STAFF, status=200)),
    Row("groups:co_organiser", get=only(*STAFF), post=signed_in(405)),
    Row("groups:co_organiser_change", get=only(*STAFF), post=only(*STAFF, status=200)),
    Row("groups:co_organiser_invite", get=only(*STAFF), post=only(*STAFF, status=200)),
    Row("groups:co_organiser_end", get=signed_in(405), post=only(*STAFF, status=302)),
    Row("groups:event_partners", get=only(*STAFF), post=only(*STAFF, status=200)),
    Row("groups:event_partner_off", get=signed_in(405), post=only(*STAFF, status=302)),
    Row("groups:event_send_back", get=only(*STAFF), post=only(*STAFF, status=200)),
    Row("groups:partner_who_comes", get=only("relative", **OURS), post=signed_in(405)),
    Row("groups:partner_home", get=signed_in(200), post=signed_in(405)),
    Row("groups:partner_join", get=signed_in(405), post=only("relative", status=302, **OURS)),
    Row(
        "groups:partner_draft_new",
        get=only("relative", **OURS),
        post=only("relative", status=200, **OURS),
    ),
    Row("groups:partner_draft", get=only("relative", **OURS), post=signed_in(405)),
    Row(
        "groups:partner_draft_change",
        get=only("relative", **OURS),
        post=only("relative", status=200, **OURS),
    ),
    Row("groups:partner_draft_send", get=signed_in(405), post=only("relative", status=409, **OURS)),
]
