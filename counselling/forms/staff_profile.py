"""How a counsellor tells about themself; the photo is decoded and made anew."""

from io import BytesIO
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from counselling.actions.profiles import ProfileWish
from portal.design.forms import PortalForm
from portal.design.words import language_name

LANGUAGES = ("da", "nb", "sv", "en", "de", "ar", "fa", "so", "tr", "uk", "pl", "ro", "ur", "bs", "ti", "vi")
LARGEST_FILE = 8 * 1024 * 1024
MOST_PIXELS = 50_000_000
SIDE = 480
QUALITY = 84


class ProfileForm(PortalForm):
    """Name, a few lines in each language, the languages one talks in, and a photo with words for it."""

    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Write your name.")})
    about_da = forms.CharField(label=_("A few lines about you, in Danish"), max_length=400, required=False)
    about_nb = forms.CharField(label=_("A few lines about you, in Norwegian"), max_length=400, required=False)
    about_en = forms.CharField(label=_("A few lines about you, in English"), max_length=400, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages you can talk in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    photo = forms.FileField(
        label=_("Photo"), required=False, help_text=_("JPEG, PNG or WebP, at most 8 MB. It is cut to a square.")
    )
    photo_alt = forms.CharField(
        label=_("What the photo shows"),
        max_length=160,
        required=False,
        help_text=_("For people who can't see it, as in: Mette smiles and has short grey hair."),
    )
    remove_photo = forms.BooleanField(label=_("Remove the photo"), required=False)
    is_public = forms.BooleanField(label=_("Relatives can find me and book talks with me"), required=False)

    def __init__(self, *args: Any, has_photo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_photo = has_photo
        for name in ("about_da", "about_nb", "about_en"):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 3})
        languages = self.fields["languages"]
        assert isinstance(languages, forms.MultipleChoiceField)
        languages.choices = [(code, language_name(code).capitalize()) for code in LANGUAGES]
        if not has_photo:
            del self.fields["remove_photo"]

    def clean_photo(self) -> bytes | None:
        """The picture as our own JPEG: nothing of the file that was sent is kept."""
        file: UploadedFile[Any] | None = self.cleaned_data["photo"]
        return redrawn(file) if file else None

    def clean(self) -> dict[str, Any]:
        """A photo needs its words."""
        given = super().clean() or self.cleaned_data
        keeps = self.has_photo and not given.get("remove_photo")
        if (given.get("photo") or keeps) and not given.get("photo_alt", "").strip():
            self.add_error("photo_alt", _("Write what the photo shows."))
        return given

    def wish(self) -> ProfileWish:
        """The profile as filled in."""
        given = self.cleaned_data
        return ProfileWish(
            **{name: given[name] for name in ("name", "about_da", "about_nb", "about_en", "languages", "is_public")},
            photo_alt=given["photo_alt"].strip(),
            photo=given["photo"],
            remove_photo=given.get("remove_photo", False) and not given["photo"],
        )


def redrawn(file: "UploadedFile[Any]") -> bytes:
    """A square JPEG drawn anew from a picture; ValidationError when it is none or too large."""
    if (file.size or 0) > LARGEST_FILE:
        raise forms.ValidationError(_("The file is too large. Choose one of at most 8 MB."))
    try:
        with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise forms.ValidationError(_("The picture is too large. Choose a smaller one."))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            square = ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.LANCZOS, centering=(0.5, 0.4))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise forms.ValidationError(_("That file is no picture we can read. Choose a JPEG, PNG or WebP.")) from error
    drawn = BytesIO()
    square.save(drawn, "JPEG", quality=QUALITY, optimize=True)
    return drawn.getvalue()
