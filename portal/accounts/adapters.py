"""How django-allauth behaves here: its mails go through the outbox, its secrets are sealed, proofs go stale."""

import io
from typing import Any
from urllib.parse import urlsplit

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.accounts import access, landing, mail, second_factor
from portal.accounts.actions.seeds import SEED
from portal.accounts.models import User
from portal.accounts.rules import FRESH_PROOF
from portal.design.models import Municipality
from portal.vault import keyring

STAGES = ["portal.accounts.stages.SecondFactorStage"]


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an e-mail code or an invitation, never by allauth's own sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """There is one box; allauth's sign-up pages do not exist."""
        return False

    def get_login_stages(self) -> list[str]:
        """After the first proof: the second factor. The address is always proved, so nothing else."""
        return STAGES

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff land where their work is, relatives on My page."""
        return landing.page_of(request.user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Allauth only has one thing left to say: the way you sign in was changed. One neutral text for all of it."""
        user = self.request.user if self.request is not None else None
        if isinstance(user, User):
            mail.tell_of_change(user, about=template_prefix)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """A passkey, app, password or set of recovery codes was added or removed."""
        mail.tell_of_change(user, address=email or "", about=template_prefix)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Nothing needs saying when somebody signed in or out: they see it."""
        template = args[0] if args else kwargs.get("message_template")
        if template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, *args, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether the last proof is older than five minutes.

        Who has a passkey or an app must have shown that; signing in just now counts. Raises when the only proof
        a person has is the mailbox: allauth would let them through.
        """
        has_factor = second_factor.exists_for(self.request)
        proved_at = access.proved_at(self.request, strongly=has_factor)
        if proved_at is not None and clock.now() - proved_at < FRESH_PROOF:
            return False
        if access.is_demo(self.request):
            return False
        if not has_factor:
            raise ReauthenticationRequired
        return True

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Passkey first (one tap), then app or recovery code; a code by e-mail only for who has neither."""
        if not user.is_authenticated:
            return []
        types = second_factor.types_of(user)
        ways: list[dict[str, Any]] = []
        if "webauthn" in types:
            ways.append(way("mfa_reauthenticate:webauthn", _("Use your passkey"), "mfa_reauthenticate_webauthn"))
        if types:
            ways.append(
                way("mfa_reauthenticate", _("Use a code from your app or a recovery code"), "mfa_reauthenticate")
            )
        return ways or [way("code", _("Get a code by e-mail"), "accounts:confirm_by_code")]


def way(key: str, description: Any, url_name: str) -> dict[str, Any]:
    """One way of proving who one is, as allauth's templates read it."""
    return {"id": key, "description": description, "url": reverse(url_name)}


class MfaAdapter(DefaultMFAAdapter):
    """Seeds are sealed by the vault; issuer and passkey names carry the municipality only, never the subject."""

    def encrypt(self, text: str) -> str:
        """Seal a TOTP or recovery seed."""
        return keyring.seal_text(text, SEED)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a seed; CannotBeShown when it is not one of ours."""
        return keyring.open_text(encrypted_text, SEED)

    def get_totp_issuer(self) -> str:
        """What the authenticator app shows."""
        return Municipality.objects.current().called

    def build_totp_svg(self, url: str) -> str:
        """The QR code as SVG without styles, so that it stands in the page under a strict policy."""
        out = io.BytesIO()
        segno.make(url, error="m").save(out, kind="svg", border=4, xmldecl=False, nl=False, omitsize=True)
        return out.getvalue().decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the portal's address, whatever name this request came by."""
        return {
            "id": urlsplit(settings.SITE_URL).hostname or "localhost",
            "name": Municipality.objects.current().called,
        }
