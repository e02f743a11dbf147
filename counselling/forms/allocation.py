"""Giving a case to somebody, and how much somebody can carry."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from counselling.case_choices import CaseTopic
from counselling.handover_choices import OverrideReason
from counselling.models import CounsellorProfile
from portal.design.forms import PortalForm


class AllocateForm(PortalForm):
    """To whom; why, when it is not the first proposal."""

    worker = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    why = forms.ChoiceField(
        label=_("Why somebody else than the first?"),
        choices=[("", _("It is the first")), *OverrideReason.choices],
        required=False,
    )


class CapacityForm(PortalForm):
    """A counsellor's ceiling and working share, and what they know well."""

    ceiling = forms.DecimalField(
        label=_("Ceiling at full time"),
        help_text=_("How much weight of cases, such as 25. A plain case weighs 1, a new one 1.5."),
        min_value=Decimal(1),
        max_value=Decimal(200),
        max_digits=5,
        decimal_places=2,
        localize=True,
    )
    fte = forms.DecimalField(
        label=_("Working share"),
        help_text=_("1 is full time, 0.5 is half time."),
        min_value=Decimal("0.05"),
        max_value=Decimal(1),
        max_digits=3,
        decimal_places=2,
        localize=True,
    )
    topics = forms.MultipleChoiceField(
        label=_("Knows well"),
        help_text=_("Cases about this are proposed to the counsellor first, as long as there is room."),
        choices=[(topic.value, topic.label) for topic in CaseTopic if topic != CaseTopic.OTHER],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @staticmethod
    def shown(person: CounsellorProfile) -> dict[str, Any]:
        """What the form starts from."""
        return {"ceiling": person.ceiling, "fte": person.fte, "topics": person.topics}
