"""Passkeys here always open the door alone: stored on the device, unlocked by finger, face or PIN."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from portal.accounts.views.next_page import asked_for, with_next


class AddPasskeyForm(AddWebAuthnForm):
    """Only a name for the device is asked."""

    name = forms.CharField(label=_("Name of the device"), max_length=60, required=False)
    passwordless = None  # not a question: see the module

    def clean(self) -> dict[str, Any]:
        """Insist on the unlock (finger, face, PIN)."""
        self.cleaned_data["passwordless"] = True
        values: dict[str, Any] = super().clean()
        return values


class AddPasskeyView(AddWebAuthnView):
    """allauth's page, asking the browser for a key that is stored on the device."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The options for navigator.credentials.create()."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, True)}
        return context


add_passkey = AddPasskeyView.as_view()


class PasskeySignInView(LoginWebAuthnView):
    """allauth's page, which remembers where the person wanted to go when the key did not fit."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Back to the sign-in page with a sentence."""
        messages.error(self.request, _("The passkey did not fit. Try again, or get a code by e-mail."))
        return redirect(with_next("account_login", asked_for(self.request)))


sign_in_by_passkey = PasskeySignInView.as_view()
