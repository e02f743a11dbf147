"""What a counsellor fills in about one talk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.design.forms import PortalForm


class VersionedForm(PortalForm):
    """A form that knows which version of the thing it was shown for."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class CancelForm(VersionedForm):
    """Calling a talk off as staff: always with a reason."""

    reason = forms.CharField(
        label=_("Why is the talk cancelled?"),
        help_text=_("Only colleagues can read this. The relative gets a neutral message that the talk is off."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why.")},
    )


class DeclineForm(VersionedForm):
    """Saying no to a requested time: always with a reason."""

    reason = forms.CharField(
        label=_("Why is the time not possible?"),
        help_text=_("The relative can read this when signed in. The message says only how to choose another time."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why.")},
    )


class VideoLinkForm(VersionedForm):
    """The address of the video room."""

    video_link = forms.URLField(
        label=_("Video link"),
        max_length=200,
        assume_scheme="https",
        required=False,
        help_text=_("Paste the address of the meeting. The relative sees it on the talk's page."),
        error_messages={"invalid": _("That is no web address. Copy the whole link, from https:// on.")},
    )

    def clean_video_link(self) -> str:
        """Only encrypted addresses are handed on."""
        link: str = self.cleaned_data["video_link"]
        if link and not link.startswith("https://"):
            raise forms.ValidationError(_("The link must begin with https://."))
        return link
