"""Changing one's sign-up: the questions of the first time, with what was answered then."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from groups.actions.changing_sign_ups import NewParty, size_of
from groups.forms.signing_up import SignUpForm
from groups.models import Attendee, Registration
from groups.rules.sign_up_questions import answers_to, read_all


class ChangeForm(SignUpForm):
    """A sign-up as it is. By link, what was written about needs is not shown: others may read the message too.

    `keeps` says that the places one has are enough after all.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    keeps = forms.BooleanField(required=False, widget=forms.HiddenInput)
    forgets = forms.BooleanField(
        label=_("Delete what I wrote the first time about needs and questions"), required=False
    )

    def __init__(self, *args: Any, row: Registration, is_link: bool, **kwargs: Any) -> None:
        self.row, self.is_link = row, is_link
        people = row.who_comes
        own_name = people[0].first_name if people else row.guest_name
        kwargs["initial"] = self.as_it_is(row, people)
        super().__init__(
            *args, event=row.pool.occurrence.event, is_guest=False, own_name=own_name, size=size_of(row), **kwargs
        )
        del self.fields["waits"]
        if row.state == "confirmed" and "accepts_fewer" in self.fields:
            del self.fields["accepts_fewer"]
        wrote = bool(people and people[0].has_needs) or bool(row.answers)
        if not (is_link and wrote):
            del self.fields["forgets"]
        else:
            self.fields["needs"].help_text = _(
                "What you wrote the first time is kept. We don't show it here, as others may open the link. "
                "Write only if something is different."
            )
            self.order_fields([*(name for name in self.fields if name != "forgets"), "forgets"])

    def as_it_is(self, row: Registration, people: list[Attendee]) -> dict[str, Any]:
        """What was answered; what may be about health only to who is signed in."""
        shown: dict[str, Any] = {"version": row.version, "seats": str(size_of(row)), "accepts_fewer": row.accepts_fewer}
        shown |= {f"companion_{one.number}": one.first_name for one in people if one.number}
        if not self.is_link:
            shown["needs"] = people[0].needs or "" if people else ""
            answers = answers_to(row.answers, read_all(row.pool.occurrence.event.questions))
            shown |= {f"answer_{number}": answer for number, answer in enumerate(answers, start=1)}
        return shown

    def new_party(self) -> NewParty:
        """Who comes from now on, after is_valid(). By link, what is left empty stays as it was."""
        given, party = self.cleaned_data, self.party()
        size = min(party.seats, size_of(self.row)) if given["keeps"] else party.seats
        needs: str | None = given["needs"]
        answers: list[str] | None = [given[f"answer_{n}"] for n, _question in enumerate(self.questions, start=1)]
        if self.is_link and not given.get("forgets"):
            needs = needs or None
            answers = answers if answers and any(answers) else None
        return NewParty(names=party.names[:size], accepts_fewer=party.accepts_fewer, needs=needs, answers=answers)

    def renew(self, version: int) -> None:
        """Keep what was typed, for the sign-up as it is now."""
        data = cast(QueryDict, self.data).copy()
        data["version"] = str(version)
        self.data = data
