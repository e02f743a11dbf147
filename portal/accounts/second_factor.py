"""Passkeys and authenticator apps of a person: is there one, and where is it shown."""

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role, User

FACTORS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)
_asked: WeakKeyDictionary[HttpRequest, frozenset[str]] = WeakKeyDictionary()
WORDS = {Authenticator.Type.WEBAUTHN: _("Passkey"), Authenticator.Type.TOTP: _("Authenticator app")}


def types_of(user: User) -> frozenset[str]:
    """Which second factors the person has (recovery codes are no factor of their own)."""
    return frozenset(Authenticator.objects.filter(user=user, type__in=FACTORS).values_list("type", flat=True))


@dataclass(frozen=True)
class Colleague:
    """One line of the list of those who work here."""

    person: User
    role_words: list[Any]
    has_second_factor: bool


def colleague_of(person: User) -> Colleague:
    """A person as the list shows them; roles and factors must be loaded already."""
    held = sorted(person.role_assignments.all(), key=lambda assignment: Role.values.index(assignment.role))
    kept = person.authenticator_set.all()  # type: ignore[attr-defined]  # allauth's reverse name
    has_one = any(factor.type in FACTORS for factor in kept)
    return Colleague(person, [Role(assignment.role).label for assignment in held], has_one)


def names_of(user: User) -> list[Any]:
    """The kinds of second factor in words."""
    return [WORDS[kind] for kind in FACTORS if kind in types_of(user)]


def exists_for(request: HttpRequest) -> bool:
    """Whether the signed-in person has a second factor."""
    return bool(types_for(request))


def types_for(request: HttpRequest) -> frozenset[str]:
    """The signed-in person's second factors; asked once per request."""
    assert isinstance(request.user, User)
    found = _asked.get(request)
    if found is None:
        found = _asked[request] = types_of(request.user)
    return found


def page_for(request: HttpRequest) -> str:
    """The page where the person shows the factor: the passkey's when there is one (one tap)."""
    has_passkey = Authenticator.Type.WEBAUTHN in types_for(request)
    return reverse("mfa_reauthenticate_webauthn" if has_passkey else "mfa_reauthenticate")


def count_first_factor(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **rest: Any
) -> None:
    """The first factor a person sets up was just used to do so, and counts as shown in this session.

    A further one does not: who only opened the mailbox must not raise the session by adding a factor.
    """
    if authenticator.type not in FACTORS or not request.user.is_authenticated:
        return
    if Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=authenticator.pk).exists():
        return
    record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)
