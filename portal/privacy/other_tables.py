"""The tables of what stands below this app (Django, allauth, the log, the design): nobody else can list them."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session

from portal.audit.models import ExportFile
from portal.privacy.registry import (
    Basis,
    Erase,
    Fields,
    Owners,
    Period,
    each,
    none,
    ordinary,
    register,
    secret,
    technical,
)

SESSION = "until the session ends, two weeks at most"
UNVERIFIED = "48 hours when it is not verified; else as long as the account"
LOGGED = ordinary("24 months", Basis.SECURITY, erase=Erase.PERIOD)
LOG_LINK = ordinary("24 months", Basis.SECURITY, export=False, erase=Erase.PERIOD)
DAY = "24 hours"
SIGN_IN = ordinary(SESSION, Basis.SECURITY)

TABLES: dict[str, Fields] = {
    "audit": {
        "AuditEvent": {
            "id": LOG_LINK,
            "at": LOGGED,
            "kind": LOGGED,
            "actor": LOG_LINK,
            "role": LOGGED,
            "action": LOGGED,
            "object_kind": LOGGED,
            "object_id": LOG_LINK,
            "subject": LOG_LINK,
            "reason": LOGGED,
            "request_id": LOG_LINK,
        },
        "ExportFile": {
            **each(technical(DAY), "id made_by kind"),
            **each(ordinary(DAY), "made_at expires_at fetched_at fetches reason"),
            "content": ordinary(DAY, export=False),  # of others: its maker has fetched it
            **each(none(DAY), "name file_format rows"),
        },
        "AuditSeal": each(
            none("as long as the log"),
            "number sealed_at count events digests newest settled is_complete removed_to previous hash",
        ),
    },
    "auth": {
        "Permission": {"id": none(), "name": none(), "content_type": none(), "codename": none()},
        "Group": {"id": none(), "name": none()},
        "Group_permissions": {"id": none(), "group": none(), "permission": none()},
    },
    "design": {
        "Municipality": {
            name: none()
            for name in (
                *("id", "name", "short_name", "logo", "logo_type", "logo_alt", "colour", "address", "site_host"),
                *("phone_main", "phone_hours", "phone_hours_nb", "phone_hours_en", "counselling_phone"),
                *("acute_numbers", "updated_at"),
            )
        }
    },
    "contenttypes": {"ContentType": {"id": none(), "app_label": none(), "model": none()}},
    "sessions": {
        "Session": {"session_key": secret(SESSION), "session_data": secret(SESSION), "expire_date": technical(SESSION)}
    },
    "account": {
        "EmailAddress": {
            "id": technical(),
            "user": technical(),
            "email": ordinary(UNVERIFIED),
            "verified": ordinary(UNVERIFIED),
            "primary": ordinary(UNVERIFIED),
        },
        "EmailConfirmation": {
            "id": technical("48 hours"),
            "email_address": technical("48 hours"),
            "created": technical("48 hours"),
            "sent": technical("48 hours"),
            "key": secret("48 hours"),
        },
    },
    "mfa": {
        "Authenticator": {
            "id": technical(),
            "user": technical(),
            "type": ordinary(basis=Basis.SECURITY),
            "data": secret(),
            "created_at": ordinary(basis=Basis.SECURITY),
            "last_used_at": ordinary(basis=Basis.SECURITY),
        }
    },
    "usersessions": {
        "UserSession": {
            "id": technical(SESSION),
            "user": technical(SESSION),
            "created_at": SIGN_IN,
            "ip": SIGN_IN,
            "last_seen_at": SIGN_IN,
            "session_key": secret(SESSION),
            "user_agent": SIGN_IN,
            "data": technical(SESSION),
        }
    },
}
OWNERS: dict[str, Owners] = {
    "audit": {"AuditEvent": ("subject",), "ExportFile": ("made_by",)},
    "account": {"EmailAddress": ("user",)},
    "mfa": {"Authenticator": ("user",)},
    "usersessions": {"UserSession": ("user",)},
}
PERIODS = (
    Period(
        "audit.files",
        "Files people made to take along are deleted after a day",
        timedelta(days=1),
        lambda moment: ExportFile.objects.filter(made_at__lt=moment),
    ),
    Period(
        "sessions.ended",
        "Sessions are deleted when they have ended",
        timedelta(0),
        lambda moment: Session.objects.filter(expire_date__lt=moment),
    ),
    Period(
        "account.unverified",
        "Extra e-mail addresses nobody confirmed are deleted after 48 hours",
        timedelta(hours=48),
        lambda moment: EmailAddress.objects.filter(verified=False, primary=False, user__created_at__lt=moment),
    ),
)


def register_all() -> None:
    """Put them into the register."""
    for app, fields in TABLES.items():
        register(app, fields, owners=OWNERS.get(app))
    register("privacy", {}, periods=PERIODS)
