"""Who somebody is here, and how well this session knows it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from portal import clock
from portal.accounts.models import Role, User

Level = Literal["none", "code", "passkey", "mfa"]
STRONG_LEVELS = frozenset({"passkey", "mfa"})
DEMO_METHOD = "demo"
PROVED, PROVED_STRONGLY = "proved_at", "proved_strongly_at"


def is_counsellor(user: User | AnonymousUser) -> bool:
    """Whether the person talks with relatives."""
    return has_role(user, Role.COUNSELLOR)


def is_team_lead(user: User | AnonymousUser) -> bool:
    """Whether the person leads the counsellors."""
    return has_role(user, Role.TEAM_LEAD)


def is_organiser(user: User | AnonymousUser) -> bool:
    """Whether the person plans evenings and groups."""
    return has_role(user, Role.ORGANISER)


def is_planner(user: User | AnonymousUser) -> bool:
    """Whether the person writes policies and action plans."""
    return has_role(user, Role.PLANNER)


def is_dpo(user: User | AnonymousUser) -> bool:
    """Whether the person watches over the log."""
    return has_role(user, Role.DPO)


def is_administrator(user: User | AnonymousUser) -> bool:
    """Whether the person looks after staff accounts and the municipality's page."""
    return has_role(user, Role.ADMINISTRATOR)


def is_staff(user: User | AnonymousUser) -> bool:
    """Whether the person works here."""
    return isinstance(user, User) and user.is_staff_member


def has_role(user: User | AnonymousUser, *roles: str) -> bool:
    """Whether an active person holds any of the roles."""
    return isinstance(user, User) and user.is_active and user.has_role(*roles)


def records(request: HttpRequest) -> Sequence[dict[str, Any]]:
    """What was proved in this session, in order."""
    if not request.user.is_authenticated:
        return []
    found: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return found


def strong_proofs(request: HttpRequest) -> int:
    """How often a passkey, authenticator app or recovery code was shown in this session."""
    return sum(1 for record in records(request) if record.get("method") == "mfa")


def note_proof(sender: Any, request: HttpRequest, method: str, **rest: Any) -> None:
    """Remember by our own clock when something was shown (allauth's records know only the machine's)."""
    now = int(clock.now().timestamp())
    request.session[PROVED] = now
    if method == "mfa":
        request.session[PROVED_STRONGLY] = now


def proved_at(request: HttpRequest, *, strongly: bool) -> datetime | None:
    """When the person last showed something (strongly: a passkey, app or recovery code) in this session."""
    seconds = request.session.get(PROVED_STRONGLY if strongly else PROVED)
    if seconds is None:
        found = [record["at"] for record in records(request) if not strongly or record.get("method") == "mfa"]
        seconds = found[-1] if found else None
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def is_demo(request: HttpRequest) -> bool:
    """Whether this session came by the demonstration's one click; never when DEMO is off, whatever a session says."""
    return settings.DEMO and any(record.get("method") == DEMO_METHOD for record in records(request))


def session_level(request: HttpRequest) -> Level:
    """How this session was opened: "code" (mailbox or password), "passkey", or "mfa" (both, or code and app)."""
    if not request.user.is_authenticated:
        return "none"
    proved = records(request)
    if is_demo(request):
        return "mfa"
    if not strong_proofs(request):
        return "code"
    if all(record.get("method") == "mfa" and record.get("type") == "webauthn" for record in proved):
        return "passkey"
    return "mfa"


def is_strong(request: HttpRequest) -> bool:
    """Whether the session is good enough for staff pages and released notes."""
    return session_level(request) in STRONG_LEVELS


def signed_in_by(request: HttpRequest) -> str:
    """The last thing shown: "code", "password", "passkey", "app" or "demo"; "" when nobody is signed in."""
    proved = records(request)
    if not proved:
        return "code" if request.user.is_authenticated else ""
    last = proved[-1]
    if last.get("method") == "mfa":
        return "passkey" if last.get("type") == "webauthn" else "app"
    return str(last.get("method"))
