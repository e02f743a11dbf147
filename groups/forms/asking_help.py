"""Asking for respite and a lift with a sign-up: what to say, and where."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from groups.actions.asking_help import Wish
from groups.forms.organising import VersionForm
from groups.models import HelpRequest

LONGEST = 600
ASKS = {
    "respite": _("I can only come if somebody is with my near one meanwhile"),
    "lift": _("I can only come if I get a lift"),
}
WHAT = {
    "respite": _("Who is it, and what should the one who comes know?"),
    "lift": _("Is there something the driver should know?"),
}
WHERE = {
    "respite": _("Where? Street, number and postcode"),
    "lift": _("From where? Street, number and postcode"),
}
KEPT = _(
    "What you wrote is kept. We don't show it here, as others may open the link. Write only if something is different."
)
WHERE_MISSING = _("Write where, so that we know whom to ask.")
WHO_MISSING = _("Write in a few words who it is.")
HELP = _("Only those who look for somebody read it. Deleted 14 days after at the latest.")


class AskingForm(forms.Form):
    """The questions about help, where the event allows them and there is a desk. Mixed into a sign-up's form."""

    may_ask: Sequence[str] = ()

    def add_asking(self, may_ask: Sequence[str]) -> None:
        """The questions for what may be asked."""
        self.may_ask = may_ask
        for kind in may_ask:
            shows = forms.CheckboxInput(attrs={"data-shows": f"{kind}_what {kind}_address"})
            self.fields[f"{kind}_asked"] = forms.BooleanField(label=ASKS[kind], required=False, widget=shows)
            self.fields[f"{kind}_what"] = forms.CharField(
                label=WHAT[kind],
                help_text=HELP,
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"{kind}_address"] = forms.CharField(label=WHERE[kind], required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Who asks says where, and for respite for whom. Who wrote it without the tick has asked."""
        given = super().clean() or self.cleaned_data
        for kind in self.may_ask:
            wrote = bool(given.get(f"{kind}_what") or given.get(f"{kind}_address"))
            given[f"{kind}_asked"] = given.get(f"{kind}_asked") or wrote
            if not given[f"{kind}_asked"]:
                continue
            if not given.get(f"{kind}_address") and f"{kind}_address" not in self.errors:
                self.add_error(f"{kind}_address", WHERE_MISSING)
            if kind == "respite" and not given.get("respite_what") and "respite_what" not in self.errors:
                self.add_error("respite_what", WHO_MISSING)
        return given

    def wishes(self) -> list[Wish]:
        """What is asked for, after is_valid()."""
        given = self.cleaned_data
        return [
            Wish(kind=kind, what=given[f"{kind}_what"], address=given[f"{kind}_address"])
            for kind in self.may_ask
            if given[f"{kind}_asked"]
        ]


class WishForm(VersionForm):
    """One wish by itself, after the sign-up. By link, what was written is not shown: others may read the message too.

    The version is 0 while nothing is asked.
    """

    def __init__(self, *args: Any, kind: str, row: HelpRequest | None, is_link: bool, **kwargs: Any) -> None:
        self.kind, self.is_new = kind, row is None
        shown: dict[str, Any] = {"version": row.version if row else 0}
        if row is not None and not is_link:
            shown |= {"what": row.what, "address": row.address}
        super().__init__(*args, initial=shown, **kwargs)
        must = row is None
        self.fields["what"] = forms.CharField(
            label=WHAT[kind],
            help_text=HELP if must or not is_link else KEPT,
            required=must and kind == "respite",
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": WHO_MISSING},
        )
        self.fields["address"] = forms.CharField(
            label=WHERE[kind], required=must, max_length=200, error_messages={"required": WHERE_MISSING}
        )

    def wish(self) -> Wish:
        """What is asked for, after is_valid(). Left empty, it stays as it was."""
        given = self.cleaned_data
        return Wish(kind=self.kind, what=given["what"], address=given["address"])

    def renew(self, version: int) -> None:
        """Keep what was typed, for the wish as it is now."""
        data = cast(QueryDict, self.data).copy()
        data["version"] = str(version)
        self.data = data
