"""What accounts keeps about people, why and how long."""

from datetime import timedelta

from portal.accounts.models import EmailCode, StaffInvitation
from portal.privacy.registry import Basis, Period, none, ordinary, secret, technical

CODE = "a day after the code ends"
INVITATION = "90 days after the invitation ends"
SECURITY = Basis.SECURITY

FIELDS = {
    "User": {
        "id": technical(),
        "email": ordinary(),
        "name": ordinary(),
        "language": ordinary(),
        "is_active": ordinary(basis=SECURITY),
        "created_at": ordinary(),
        "last_login": ordinary(basis=SECURITY),
        "password": secret(),
        "session_stamp": secret(),
    },
    "RoleAssignment": {
        "id": technical(),
        "user": technical(),
        "role": ordinary(basis=SECURITY),
        "given_at": ordinary(basis=SECURITY),
        "given_by": technical(),
    },
    "EmailCode": {
        "id": secret(CODE),
        "purpose": ordinary(CODE, SECURITY, export=False),
        "email": ordinary(CODE, SECURITY, export=False),
        "code": secret(CODE),
        "language": none(CODE),
        "sent_at": ordinary(CODE, SECURITY, export=False),
        "expires_at": ordinary(CODE, SECURITY, export=False),
        "sends": none(CODE),
        "tries": none(CODE),
        "used_at": ordinary(CODE, SECURITY, export=False),
    },
    "StaffInvitation": {
        "id": technical(INVITATION),
        "email": ordinary(INVITATION),
        "name": ordinary(INVITATION),
        "roles": ordinary(INVITATION),
        "token_hash": secret(INVITATION),
        "invited_at": ordinary(INVITATION),
        "invited_by": technical(INVITATION),
        "expires_at": ordinary(INVITATION),
        "accepted_at": ordinary(INVITATION),
        "accepted_by": technical(INVITATION),
        "withdrawn_at": ordinary(INVITATION),
    },
    "DemoPerson": {"user": technical(), "says": none(), "place": none()},
}
OWNERS = {
    "User": ("pk",),
    "RoleAssignment": ("user",),
    "StaffInvitation": ("accepted_by",),
    "DemoPerson": ("user",),
}
PERIODS = (
    Period(
        "accounts.codes", "Sign-in codes are deleted a day after they end", timedelta(days=1), EmailCode.objects.ended
    ),
    Period(
        "accounts.invitations",
        "Invitations are deleted 90 days after they end",
        timedelta(days=90),
        StaffInvitation.objects.ended,
    ),
)
