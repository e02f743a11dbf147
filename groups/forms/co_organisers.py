"""What is written about a co-organiser, what its people write, and why something was refused."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from groups import rich_text
from groups.choices import DataRole, EventKind
from groups.models import CoOrganiser, DraftWish, Event, Venue
from groups.rules.co_organisers import PartnerRefusal, may_last
from portal.design.forms import DateInput, DayField, FormKeyMixin, PortalForm
from portal.directory.models import Organisation

REFUSAL_TEXT = {
    PartnerRefusal.PARTNER_STALE: _("A colleague changed it meanwhile. Look at how it is now, and save again."),
    PartnerRefusal.AGREED_TWICE: _("There is an agreement with that organisation already. Change that one instead."),
    PartnerRefusal.AGREEMENT_BACKWARDS: _("The last day must be after the day it was agreed."),
    PartnerRefusal.AGREEMENT_OVER: _("The agreement is over, so nothing can be written or sent in."),
    PartnerRefusal.INVITED_ALREADY: _("That person is invited or writes for it already."),
    PartnerRefusal.NO_SUCH_INVITATION: _("The invitation has run out. Ask the municipality for a new one."),
    PartnerRefusal.MEMBERSHIP_OVER: _("You don't write for that organisation any more."),
    PartnerRefusal.DRAFT_STALE: _("Somebody changed it while you wrote. Look at how it is now, and save again."),
    PartnerRefusal.DRAFT_IS_READ: _("The municipality has it now. Write to your contact if something must change."),
    PartnerRefusal.DRAFT_HAS_NO_WORDS: _("Say in two sentences what it is about, then send it in."),
    PartnerRefusal.NOT_SENT_IN: _("It is not waiting to be read any more. Look at the page again."),
    PartnerRefusal.TOGETHER_ALREADY: _("That co-organiser is on it already."),
    PartnerRefusal.NOT_YOURS_TO_SEE: _("You can't see who comes to that evening any more."),
}
KINDS = [one for one in EventKind.choices if one[0] != EventKind.STAFF_TRAINING]
AREA = {"rows": 3}


class PartnerForm(FormKeyMixin, PortalForm):
    """The agreement with an organisation."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, initial=0)
    organisation = forms.ModelChoiceField(
        label=_("Which organisation?"),
        help_text=_("Not on the list? Add it under offers of help first."),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose"),
    )
    agreed_on = DayField(label=_("When was it agreed?"), widget=DateInput())
    until = DayField(
        label=_("Last day"), help_text=_("Empty: until further notice."), required=False, widget=DateInput()
    )
    data_role = forms.ChoiceField(
        label=_("What may they see of those who sign up?"),
        help_text=_("As the agreement says. They never see e-mail, phone or what somebody needs."),
        choices=DataRole.choices,
        widget=forms.RadioSelect,
        initial=DataRole.NONE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organisation.objects.active()

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        given = super().clean() or self.cleaned_data
        if given.get("agreed_on") and may_last(given["agreed_on"], given.get("until")):
            self.add_error("until", REFUSAL_TEXT[PartnerRefusal.AGREEMENT_BACKWARDS])
        return given

    def values(self) -> dict[str, Any]:
        """What the action needs."""
        return {name: self.cleaned_data[name] for name in ("organisation", "agreed_on", "until", "data_role")}

    @staticmethod
    def shown(partner: CoOrganiser) -> dict[str, Any]:
        """An agreement as it is typed."""
        return {name: getattr(partner, name) for name in ("version", "organisation", "agreed_on", "until", "data_role")}


class InviteMemberForm(PortalForm):
    """Who is asked to write drafts."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("They sign in with this address. It opens their drafts, and what the agreement lets them see."),
    )


class TogetherForm(PortalForm):
    """Which co-organiser an event is made together with."""

    partner = forms.ModelChoiceField(
        label=_("Which co-organiser?"), queryset=CoOrganiser.objects.none(), empty_label=_("Choose")
    )

    def __init__(self, *args: Any, partners: QuerySet[CoOrganiser], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = partners


class SendBackForm(PortalForm):
    """What the partner is asked to change."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    asks = forms.CharField(
        label=_("What would you like them to change?"),
        help_text=_("They read it on their page. Write nothing about people."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class DraftForm(FormKeyMixin, PortalForm):
    """What somebody of a co-organiser writes: the event in words, and what they wish for."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, initial=0)
    title = forms.CharField(label=_("What is it called?"), max_length=120)
    kind = forms.ChoiceField(label=_("What is it?"), choices=KINDS)
    summary = forms.CharField(
        label=_("In two sentences"),
        help_text=_("It must be there before you send it in."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs=AREA),
    )
    body = forms.CharField(
        label=_("What happens there"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    when = forms.CharField(
        label=_("When would you like it to be?"), help_text=_("Such as: a Tuesday in March, at 7 pm."), max_length=200
    )
    venue = forms.ModelChoiceField(
        label=_("Where?"), queryset=Venue.objects.none(), required=False, empty_label=_("Somewhere else")
    )
    place = forms.CharField(label=_("If it is somewhere else: where?"), max_length=200, required=False)
    seats = forms.IntegerField(
        label=_("How many can come?"),
        help_text=_("Empty: people just come, without signing up."),
        min_value=1,
        max_value=1000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["venue"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Venue.objects.active()

    def values(self) -> dict[str, Any]:
        """What the action needs."""
        given = dict(self.cleaned_data)
        del given["version"]
        given.pop("form_key", None)
        return given

    @staticmethod
    def shown(event: Event) -> dict[str, Any]:
        """A draft as it is typed."""
        wish: DraftWish | None = getattr(event, "wish", None)
        words = {name: getattr(event, name) for name in ("version", "title", "kind", "summary")}
        wishes = {name: getattr(wish, name) for name in ("when", "venue", "place", "seats")} if wish else {}
        return {**words, **wishes, "body": rich_text.to_typed(event.body)}
