"""What accounts asks people, and the words of every refusal."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role, User
from portal.accounts.rules import Refusal
from portal.design.forms import FormKeyMixin, PortalForm

REFUSAL_TEXT: dict[Refusal, Any] = {
    Refusal.WRONG_CODE: _("That is not the code we sent. Look at the newest mail and try again."),
    Refusal.CODE_EXPIRED: _("The code is too old. It works for 10 minutes. Choose “Send a new code”."),
    Refusal.TOO_MANY_TRIES: _("The code was wrong too many times. Choose “Send a new code”."),
    Refusal.TOO_MANY_CODES: _("We have sent you several codes. Wait 15 minutes, then ask for a new one."),
    Refusal.NO_CODE: _("This code can't be used any more. Write your e-mail address, and we send you a new one."),
    Refusal.WRONG_PASSWORD: _("E-mail and password do not fit together. Try again, or get a code by e-mail."),
    Refusal.TOO_MANY_PASSWORDS: _("Wrong too many times. Wait 5 minutes, or get a code by e-mail."),
    Refusal.ACCOUNT_CLOSED: _("Your account is closed. Call us, and we will help you."),
    Refusal.ADDRESS_IN_USE: _("Somebody else uses this address here. Choose another one."),
    Refusal.SAME_ADDRESS: _("This is the address you use already."),
    Refusal.INVITATION_UNKNOWN: _(
        "The link does not work. Check that you copied all of it, or ask for a new invitation."
    ),
    Refusal.INVITATION_EXPIRED: _("The invitation is more than 7 days old. Ask for a new one."),
    Refusal.INVITATION_USED: _("The invitation was used already. Sign in with your e-mail address."),
    Refusal.INVITATION_WITHDRAWN: _("The invitation was taken back. Ask whoever sent it."),
    Refusal.ALREADY_STAFF: _("This person works here already. Find them in the list and change their roles."),
    Refusal.ROLE_UNKNOWN: _("One of the roles does not exist. Choose from the list."),
    Refusal.NO_ROLE: _("Choose at least one role."),
    Refusal.LAST_ADMINISTRATOR: _("This is the only administrator. Make somebody else administrator first."),
    Refusal.FUTURE_TALKS: _("Something still waits for this person. Move it or hand it over first."),
    Refusal.NOT_YOURSELF: _("You can't do this to your own account. Ask another administrator."),
    Refusal.ADMINISTRATOR_EXISTS: _("There is an administrator already. They can invite more people."),
    Refusal.SAME_PERSON: _("That is the same person. Look up the other one."),
    Refusal.MERGED_MEANWHILE: _("One of the two was joined with somebody meanwhile. Look them up again."),
    Refusal.WORKS_HERE: _("A colleague's account is never emptied. Let the colleague's account be the one that stays."),
    Refusal.TOO_PALE: _("White words can't be read well enough on this colour. Choose a darker one."),
    Refusal.NOT_A_PICTURE: _("The file is not a picture we can read. Use PNG or JPEG."),
    Refusal.PICTURE_TOO_BIG: _("The picture is too big. Use one of 1 MB and 2,000 pixels at most."),
}


class AddressForm(PortalForm):
    """The one box."""

    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "input-width-l"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write the address like this: name@example.com"),
        },
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_email(self) -> str:
        """Addresses are compared in small letters."""
        return str(self.cleaned_data["email"]).strip().lower()


class CodeForm(PortalForm):
    """The six digits. code_id makes a double click harmless: the first half may already have renewed the session."""

    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=20,
        help_text=_("6 digits"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input-width-s"}
        ),
        error_messages={"required": _("Write the code from the mail.")},
    )
    code_id = forms.UUIDField(widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class PasswordSignInForm(PortalForm):
    """For those who chose a password."""

    email = forms.EmailField(
        label=_("Your e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "class": "input-width-l"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write the address like this: name@example.com"),
        },
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "input-width-l"}),
        error_messages={"required": _("Write your password.")},
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class NewPasswordForm(PortalForm):
    """A password of one's own, written once; it can be shown by the browser."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=200,
        help_text=_("At least 12 characters. A few words in a row are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "input-width-l"}),
        error_messages={"required": _("Write your new password.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Long enough and not among the common ones."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.user)
        return password


class InviteForm(FormKeyMixin, PortalForm):
    """Whom, and as what."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Write the colleague's name.")}
    )
    email = forms.EmailField(
        label=_("E-mail at work"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Write the colleague's e-mail address."),
            "invalid": _("Write the address like this: name@example.com"),
        },
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )


class RolesForm(PortalForm):
    """The roles somebody holds; none is possible (a colleague who becomes an ordinary person here)."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class AcceptForm(PortalForm):
    """How colleagues and relatives will see the name."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As relatives will see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
