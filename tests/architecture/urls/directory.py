"""Rows of the directory: pages for everybody, and where staff read and two roles write."""

from collections.abc import Mapping
from typing import Any

from portal.accounts.models import User
from portal.directory.models import Unit
from tests.architecture.url_table import NOT_ALLOWED, ROLES, Row, everyone, only, signed_in
from tests.factories.directory import an_offer, an_organisation

STAFF, EDITORS = ROLES[3:], ("team_lead", "planner")
People = Mapping[str, User]


def unit(people: People) -> dict[str, Any]:
    return {"slug": Unit.objects.create(slug="askehoej", name="Plejehjemmet Askehøj", kind="nursing_home").slug}


def address(people: People) -> dict[str, Any]:
    return {"slug": an_offer().slug}


def offer(people: People) -> dict[str, Any]:
    return {"offer_id": an_offer().pk}


def organisation(people: People) -> dict[str, Any]:
    return {"organisation_id": an_organisation().pk}


ACTS_ON_OFFER = ("check_offer", "withdraw_offer", "restore_offer")
ACTS_ON_ORGANISATION = ("withdraw_organisation", "restore_organisation")
OBJECTS = {
    "directory:unit": unit,
    "directory:offer": address,
    **{f"directory:{name}": offer for name in ("kept_offer", "change_offer", *ACTS_ON_OFFER)},
    **{f"directory:{name}": organisation for name in ("change_organisation", *ACTS_ON_ORGANISATION)},
}
ROWS = [
    *(Row(f"directory:{name}", get=everyone(200), post=everyone(NOT_ALLOWED)) for name in ("unit", "offers", "offer")),
    *(
        Row(f"directory:{name}", get=only(*STAFF), post=signed_in(NOT_ALLOWED))
        for name in ("kept_offers", "kept_offer", "organisations")
    ),
    *(
        Row(f"directory:{name}", get=only(*EDITORS), post=only(*EDITORS, status=422))
        for name in ("add_offer", "change_offer", "add_organisation", "change_organisation")
    ),
    *(
        Row(f"directory:{name}", get=signed_in(NOT_ALLOWED), post=only(*EDITORS, status=302))
        for name in (*ACTS_ON_OFFER, *ACTS_ON_ORGANISATION)
    ),
]
