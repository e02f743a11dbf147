"""The address of a home visit while it is being booked: sealed in the session, so that no web address ever holds it."""

import json
from collections.abc import Callable
from functools import partial

from django.http import HttpRequest

from counselling.addresses import Address
from portal.vault import CannotBeShown, keyring

SLOT = "counselling_visit"
PURPOSE = "counselling|visit_address"
OWN = "own"


def address_in(request: HttpRequest, whose: str = OWN) -> Address | None:
    """The address written in this browser; None when there is none, it is somebody else's, or it does not open."""
    sealed = (request.session.get(SLOT) or {}).get(whose, "")
    try:
        return Address(**json.loads(keyring.open_text(sealed, PURPOSE))) if sealed else None
    except CannotBeShown:
        return None


def keep_address_in(request: HttpRequest, address: Address, whose: str = OWN) -> None:
    """Remember an address, sealed; only the latest one."""
    request.session[SLOT] = {whose: keyring.seal_text(json.dumps(vars(address)), PURPOSE)}


def forget_address(request: HttpRequest) -> None:
    """Remember no address any more; writes nothing when there is none."""
    if SLOT in request.session:
        del request.session[SLOT]


def home_in(request: HttpRequest) -> Callable[[], Address | None]:
    """The same, looked up only when a page needs it: pages about other talks leave the session alone."""
    return partial(address_in, request)
