"""What is written down about courses for staff."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.choices import EventKind
from groups.forms.organising import VersionForm
from groups.models import Course, CourseNeed, CoursePage, Event
from groups.rich_text import to_typed
from portal.design.forms import PortalForm
from portal.directory.models import Unit

SESSIONS = (EventKind.STAFF_TRAINING, EventKind.COURSE)


class CourseForm(VersionForm):
    """What it is about, and how long it holds."""

    title = forms.CharField(label=_("What is the course called?"), max_length=120)
    summary = forms.CharField(
        label=_("What do colleagues learn?"), max_length=400, widget=forms.Textarea(attrs={"rows": 4})
    )
    has_relatives_topic = forms.BooleanField(label=_("Relatives are one of its topics"), required=False)
    elearning_url = forms.URLField(
        label=_("Link, when it is learned elsewhere"), required=False, max_length=400, assume_scheme="https"
    )
    months_valid = forms.IntegerField(
        label=_("For how many months does it hold?"),
        required=False,
        min_value=1,
        max_value=120,
        help_text=_("Leave it empty when it holds for good."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    @staticmethod
    def shown(course: Course) -> dict[str, Any]:
        """A course as it is."""
        return {name: getattr(course, name) for name in CourseForm.base_fields}

    def values(self) -> dict[str, Any]:
        """What the action needs."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class SessionsForm(VersionForm):
    """Which events are its sessions."""

    events = forms.ModelMultipleChoiceField(
        label=_("Which events count?"),
        queryset=Event.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Any date of any of them is worth the same: early, late and night shifts can each come."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["events"].queryset = Event.objects.of_kinds(*SESSIONS)  # type: ignore[attr-defined]  # a choice field


class CoursePageForm(PortalForm):
    """One page to learn from."""

    title = forms.CharField(label=_("Heading"), max_length=120)
    body = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("An empty line begins a paragraph, “- ” a point of a list, “## ” a heading."),
    )

    @staticmethod
    def shown(page: CoursePage) -> dict[str, Any]:
        """A page as it was typed."""
        return {"title": page.title, "body": to_typed(page.body)}


class NeedForm(PortalForm):
    """A unit, how many work there, and how many are done already."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    staff = forms.IntegerField(label=_("How many work there?"), min_value=1, max_value=20_000)
    counted = forms.IntegerField(
        label=_("How many of them completed it before, or on a paper list?"),
        min_value=0,
        max_value=20_000,
        initial=0,
        help_text=_("Those who complete it here are counted by themselves. Don't count them twice."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.shown().for_list()  # type: ignore[attr-defined]  # a choice field

    @staticmethod
    def shown(need: CourseNeed) -> dict[str, Any]:
        """As it is."""
        return {"unit": need.unit_id, "staff": need.staff, "counted": need.counted}


class WorkplaceForm(PortalForm):
    """Where I work."""

    unit = forms.ModelChoiceField(
        label=_("Where do you work?"),
        queryset=Unit.objects.none(),
        help_text=_("The organiser sees how many of each unit have completed a course."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.shown().for_list()  # type: ignore[attr-defined]  # a choice field
