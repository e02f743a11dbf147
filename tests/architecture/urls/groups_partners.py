"""Rows of co-organisers: agreements are the organisers'; in the partner's area `relative` is its person.

No role opens the partner's drafts: organisers have their own pages for them.
"""

from collections.abc import Mapping
from typing import Any

from portal.accounts.models import User
from tests.architecture.url_table import NOT_FOUND, Row, only, signed_in
from tests.factories.partners import make_invitation, make_member, make_partner, make_partner_draft

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


OBJECTS = {
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
