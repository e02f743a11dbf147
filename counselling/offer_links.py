"""Signed links to one offered time: they show when and where, take it or decline it, while it waits for an answer."""

from uuid import UUID

from django.core import signing

from counselling.actions.replying import hash_of
from counselling.models import SlotOffer
from portal import clock

SALT = "counselling.offer"


def sign(offer: SlotOffer) -> str:
    """The token that shows, takes and declines this offer."""
    return signing.dumps(str(offer.pk), salt=SALT, compress=True)


def open_link(token: str) -> SlotOffer | None:
    """The offer a true token names, whatever became of it; None when the token is false or the time has passed."""
    try:
        key = UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError):
        return None
    offer = SlotOffer.objects.with_id(key)
    return offer if offer is not None and offer.ends_at > clock.now() else None


def open_code(code: str) -> SlotOffer | None:
    """The open offer a text message's code belongs to."""
    return SlotOffer.objects.with_code(hash_of(code))
