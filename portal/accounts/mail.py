"""What accounts sends: codes, invitations, a word after a change. Neutral texts; what opens an account is sealed."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from portal import clock
from portal.accounts.models import EmailCode, StaffInvitation, User
from portal.outbox import actions as outbox

CODE, INVITATION, CHANGE = "accounts.code", "accounts.invitation", "accounts.change"


def send_code(row: EmailCode) -> None:
    """The code of a row to its address; skipped when it would come too late to be used."""
    outbox.put(
        CODE,
        f"code:{row.pk}:{row.sends}",
        channel="email",
        address=row.email,
        about=row.pk,
        version=row.sends,
        latest_at=row.expires_at,
        language=row.language,
        context={},
        secret={"code": row.code},
    )


def send_invitation(invitation: StaffInvitation, *, token: str, language: str) -> None:
    """The link that lets a colleague in."""
    with translation.override(language):
        path = reverse("accounts:invitation", args=[token])
    outbox.put(
        INVITATION,
        f"invitation:{invitation.pk}",
        channel="email",
        address=invitation.email,
        about=invitation.pk,
        latest_at=invitation.expires_at,
        language=language,
        context={},
        secret={"path": path},
    )


def tell_of_change(user: User, *, address: str = "", about: str = "") -> None:
    """Tell a person that the way they sign in was changed (at the old address when the address itself changed).

    about tells changes apart that happen within one minute; the text never says which it was.
    """
    if not (address or user.email):
        return
    outbox.put(
        CHANGE,
        f"change:{user.pk}:{about}:{clock.now():%Y%m%d%H%M}",
        channel="email",
        to=user,
        address=address or user.email or "",
        about=user.pk,
        language=user.language,
        context={},
        secret=None,
    )


def code_still_holds(message: Any) -> bool:
    """A used code, or one that was sent anew since, need not leave."""
    row = EmailCode.objects.filter(pk=message.about).first()
    return row is not None and row.used_at is None and row.sends == message.version


def invitation_still_holds(message: Any) -> bool:
    """A withdrawn or accepted invitation need not leave."""
    row = StaffInvitation.objects.filter(pk=message.about).first()
    return row is not None and row.accepted_at is None and row.withdrawn_at is None
