"""What an organiser fills in about an event: its words, how one signs up, its picture, who speaks, when it appears."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from groups import rich_text
from groups.choices import Attendance, Audience, EventKind, RegistrationMode, Sensitivity, Topic, Whose
from groups.models import Campaign, Event
from groups.models.keeping import FEWEST_DAYS, most_days
from portal import clock
from portal.calendar.models import Resource
from portal.design.forms import DateInput, DayField, FormKeyMixin, PortalForm, TimeInput

LANGUAGES = [  # each in its own words
    *settings.LANGUAGES,
    *(
        ("de", "Deutsch"),
        ("pl", "Polski"),
        ("tr", "Türkçe"),
        ("ar", "العربية"),
        ("so", "Soomaali"),
        ("uk", "Українська"),
    ),
]


class VersionForm(PortalForm):
    """A form that knows which version of the thing it was shown for."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class StartForm(FormKeyMixin, PortalForm):
    """A new event: what it is and what it is called. The rest is written afterwards."""

    title = forms.CharField(label=_("What is it called?"), max_length=120)
    kind = forms.ChoiceField(label=_("What is it?"), choices=EventKind.choices, widget=forms.RadioSelect)


class WordsForm(VersionForm):
    """What people read."""

    title = forms.CharField(label=_("Title"), max_length=120)
    sensitivity = forms.ChoiceField(
        label=_("How much may be said outside the portal?"), choices=Sensitivity.choices, widget=forms.RadioSelect
    )
    discreet_title = forms.CharField(
        label=_("Title in messages and calendars, unless it is open"),
        help_text=_("Such as: Event in the municipality. It must not say what the evening is about."),
        max_length=120,
        required=False,
    )
    kind = forms.ChoiceField(label=_("What is it?"), choices=EventKind.choices)
    audience = forms.ChoiceField(label=_("For whom?"), choices=Audience.choices)
    topics = forms.MultipleChoiceField(
        label=_("What people can find it by"),
        help_text=_("The last seven are whose relatives it is for. Tick none of them when it is for all."),
        choices=[*Topic.choices, *Whose.choices],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    summary = forms.CharField(
        label=_("In two sentences"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    body = forms.CharField(
        label=_("What happens there"),
        help_text=_("An empty line begins a new paragraph. A line that begins with - becomes a point of a list."),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    easy_read = forms.CharField(
        label=_("In easy words"), max_length=800, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    host = forms.CharField(label=_("Who invites, besides the municipality"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("In which language is it held?"), choices=LANGUAGES)
    campaign = forms.ModelChoiceField(
        label=_("Part of a theme week"), queryset=Campaign.objects.none(), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["campaign"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Campaign.objects.order_by("-starts_on", "title")

    def clean(self) -> dict[str, Any]:
        """Whatever is not open has another title for the outside."""
        given = super().clean() or self.cleaned_data
        if given.get("sensitivity") not in {None, Sensitivity.OPEN} and not given.get("discreet_title"):
            self.add_error("discreet_title", _("Write what messages and calendars call it instead."))
        return given

    def looks(self) -> dict[str, str]:
        """The words as they will look, from what is typed right now."""
        typed = {name: str(self[name].value() or "") for name in ("title", "summary", "body", "easy_read", "language")}
        is_open = self["sensitivity"].value() == Sensitivity.OPEN
        outside = "" if is_open else str(self["discreet_title"].value() or "")
        return {**typed, "body": rich_text.from_typed(typed["body"]), "discreet_title": outside}

    @staticmethod
    def shown(event: Event) -> dict[str, Any]:
        """An event as it is typed."""
        names = "title sensitivity discreet_title kind audience topics summary easy_read host language campaign version"
        return {**{name: getattr(event, name) for name in names.split()}, "body": rich_text.to_typed(event.body)}


class LocalMoment(forms.DateTimeField):
    """A moment in the municipality's own time, as the browser's field writes it."""

    def __init__(self, **given: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(required=False, widget=widget, **given)


class SignUpForm(VersionForm):
    """How one gets in, and whom one asks."""

    attendance = forms.ChoiceField(label=_("How does one take part?"), choices=Attendance.choices)
    registration = forms.ChoiceField(label=_("How does one get in?"), choices=RegistrationMode.choices)
    registration_opens_at = LocalMoment(label=_("Sign-up opens"))
    registration_closes_at = LocalMoment(label=_("Sign-up closes"), help_text=_("Empty: until it begins."))
    max_party = forms.IntegerField(label=_("How many can sign up together?"), min_value=1, max_value=6)
    may_ask_respite = forms.BooleanField(label=_("One can ask for somebody to look after the near one"), required=False)
    may_ask_transport = forms.BooleanField(label=_("One can ask for a lift"), required=False)
    is_captioned = forms.BooleanField(label=_("There are captions"), required=False)
    has_sign_interpreter = forms.BooleanField(label=_("There is a sign language interpreter"), required=False)
    unpublish_at = LocalMoment(
        label=_("Goes off the site by itself"),
        help_text=_("Empty: when its last date is over. As long as somebody is signed up it stays."),
    )
    retention_days = forms.IntegerField(
        label=_("After how many days is it deleted who was signed up?"),
        min_value=FEWEST_DAYS,
        required=False,
    )
    contact_name = forms.CharField(label=_("Whom people can ask"), max_length=80, required=False)
    contact_phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    contact_email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most, field = most_days(), self.fields["retention_days"]
        field.validators.append(MaxValueValidator(most))
        field.widget.attrs["max"] = most
        field.help_text = _(
            "Empty: {days} days after each date, as the municipality keeps it. Fewer where it is delicate to have been "
            "there, never more. Names, needs, letters and handouts go; the numbers stay."
        ).format(days=most)

    @staticmethod
    def shown(event: Event) -> dict[str, Any]:
        """An event as it is set."""
        return {name: getattr(event, name) for name in SignUpForm.base_fields}

    def clean(self) -> dict[str, Any]:
        """It closes after it opens."""
        given = super().clean() or self.cleaned_data
        opens, closes = given.get("registration_opens_at"), given.get("registration_closes_at")
        if opens and closes and closes <= opens:
            self.add_error("registration_closes_at", _("Sign-up must close after it opens."))
        return given


class PictureForm(VersionForm):
    """A picture and what it shows."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, at most 8 MB. Leave empty to keep the one that is there."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    alt = forms.CharField(
        label=_("What does it show?"), help_text=_("Read aloud to who can't see it."), max_length=200, required=False
    )
    is_decorative = forms.BooleanField(label=_("It is decoration and says nothing"), required=False)


class SpeakerForm(PortalForm):
    """Somebody who speaks."""

    name = forms.CharField(label=_("Name"), max_length=80)
    title = forms.CharField(label=_("Who they are, in a line"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("To tell them when something changes. It is never shown."), required=False
    )
    colleague = forms.ModelChoiceField(
        label=_("A colleague, whose time is taken in the calendar"), queryset=Resource.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["colleague"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Resource.objects.people().active().order_by("name")


class PublishForm(VersionForm):
    """Now, or on a day at a time."""

    on = DayField(label=_("Publish on"), help_text=_("Empty: now."), required=False, widget=DateInput())
    at = forms.TimeField(label=_("At"), required=False, widget=TimeInput())

    def moment(self) -> datetime | None:
        """When; None is now."""
        day, hour = self.cleaned_data.get("on"), self.cleaned_data.get("at")
        return datetime.combine(day, hour, clock.zone()) if day and hour else None

    def clean(self) -> dict[str, Any]:
        """Both or none."""
        given = super().clean() or self.cleaned_data
        if bool(given.get("on")) != bool(given.get("at")):
            self.add_error("at", _("Choose both a day and a time, or neither."))
        return given
