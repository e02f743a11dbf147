"""Passkeys and authenticator apps of a person: is there one, and where is it shown."""

from collections.abc import Iterable
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role, User

FACTORS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)
WORDS = {Authenticator.Type.WEBAUTHN: _("Passkey"), Authenticator.Type.TOTP: _("Authenticator app")}


def types_of(user: User) -> frozenset[str]:
    """Which second factors the person has (recovery codes are no factor of their own)."""
    return frozenset(Authenticator.objects.filter(user=user, type__in=FACTORS).values_list("type", flat=True))


def marked(people: Iterable[User]) -> list[User]:
    """The people, each with has_second_factor and role_words; roles and factors must be loaded already."""
    found = list(people)
    for person in found:
        held = sorted(person.role_assignments.all(), key=lambda assignment: Role.values.index(assignment.role))
        person.role_words = [Role(assignment.role).label for assignment in held]  # type: ignore[attr-defined]  # for the list
        kept = person.authenticator_set.all()  # type: ignore[attr-defined]  # allauth's reverse name
        person.has_second_factor = any(factor.type in FACTORS for factor in kept)  # type: ignore[attr-defined]  # for the list
    return found


def names_of(user: User) -> list[Any]:
    """The kinds of second factor in words."""
    return [WORDS[kind] for kind in FACTORS if kind in types_of(user)]


def exists_for(request: HttpRequest) -> bool:
    """Whether the signed-in person has a second factor; asked once per request."""
    if not hasattr(request, "_second_factors"):
        request._second_factors = types_of(request.user)  # type: ignore[attr-defined,arg-type]  # kept for the request
    return bool(request._second_factors)  # type: ignore[attr-defined]  # set above


def page_for(request: HttpRequest) -> str:
    """The page where the person shows the factor: the passkey's when there is one (one tap)."""
    has_passkey = exists_for(request) and Authenticator.Type.WEBAUTHN in request._second_factors  # type: ignore[attr-defined]  # set by exists_for
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
