"""The way to a time: which question comes next, which came before, and what is chosen so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from counselling.addresses import Address
from counselling.choices import MODE_WORDS, Company, Mode
from counselling.forms.chosen import ANYBODY, Choices
from counselling.models import CounsellorProfile, MeetingType
from counselling.wishes import Wish
from portal.design.words import language_name

WHAT, WHO, WHEN, YOU, RECEIPT = range(1, 6)
MODE_ICONS = {Mode.PHONE: "phone", Mode.VIDEO: "video", Mode.IN_PERSON: "location", Mode.HOME_VISIT: "home"}


Home = Callable[[], Address | None]


def nowhere() -> None:
    """No home is known."""


@dataclass(frozen=True)
class Option:
    """One answer to the question of a page, as a link."""

    title: str
    url: str
    text: str = ""
    note: str = ""
    icon: str = ""
    picture: str = ""
    picture_alt: str = ""


@dataclass(frozen=True)
class Journey:
    """What is chosen so far, with the rows it names. A row that is gone counts as not chosen."""

    choices: Choices
    meeting_type: MeetingType | None
    profile: CounsellorProfile | None
    address: Address | None = None  # of a home visit

    @classmethod
    def of(cls, query: Mapping[str, Any], home: Home = nowhere) -> "Journey":
        """Read an address or a form, and the home the session keeps; at most two queries."""
        choices = Choices.read(query)
        meeting_type = MeetingType.objects.named(choices.type) if choices.type else None
        if meeting_type is None:
            return cls(choices, None, None)
        if len(meeting_type.modes) == 1:
            choices = choices.but(mode=meeting_type.modes[0])
        elif choices.mode not in meeting_type.modes:
            choices = choices.but(mode="")
        address = home() if choices.mode == Mode.HOME_VISIT and choices.where else None
        if address is None:
            choices = choices.but(where="")
        profile = None
        if choices.counsellor_id:
            profile = CounsellorProfile.objects.bookable(choices.counsellor_id)
        return cls(choices, meeting_type, profile, address)

    @property
    def lost(self) -> str:
        """Which chosen thing is gone: "type", "counsellor", or nothing."""
        if self.choices.type and self.meeting_type is None:
            return "type"
        return "counsellor" if self.choices.counsellor_id and self.profile is None else ""

    @property
    def lacks_the_way_to_meet(self) -> bool:
        """Whether it is not said yet how the two meet, or where a visit goes."""
        return not self.choices.mode or (self.choices.mode == Mode.HOME_VISIT and not self.choices.where)

    def wish(self, person_id: UUID | None = None) -> Wish:
        """The talk that is wished for; only when everything needed is chosen."""
        assert self.meeting_type is not None
        choices = self.choices
        return Wish(
            meeting_type=self.meeting_type,
            mode=choices.mode,
            counsellor_id=choices.counsellor_id,
            interpreter_language=choices.interpreter,
            company=choices.company or Company.ALONE,
            wants_respite=choices.respite == "1",
            person_id=person_id,
            address=self.address,
        )

    def next_url(self, **changes: str) -> str:
        """The address of the first question without an answer, with these answers given; a change forgets the day."""
        if changes:
            changes = {"day": "", "days": "", **changes}
        return self.page_url(self.choices.but(**changes))

    def page_url(self, choices: Choices) -> str:
        """The address of the first question without an answer."""
        if not choices.type:
            return choices.url("counselling:book")
        if not choices.mode:
            return choices.url("counselling:book_how")
        if choices.mode == Mode.HOME_VISIT and not choices.where:
            return choices.url("counselling:book_where")
        if not choices.company:
            return choices.url("counselling:book_together")
        if not choices.counsellor:
            return choices.url("counselling:book_who")
        return choices.url("counselling:book_when")

    def back_url(self, name: str) -> str:
        """The page before this one, with everything chosen kept."""
        order = ["counselling:book", "counselling:book_how", "counselling:book_together", "counselling:book_who"]
        if self.meeting_type is not None and len(self.meeting_type.modes) == 1:
            order.remove("counselling:book_how")
        if self.choices.mode == Mode.HOME_VISIT:
            order.insert(order.index("counselling:book_together"), "counselling:book_where")
        order.append("counselling:book_when")
        place = order.index(name)
        return self.choices.url(order[place - 1]) if place else ""

    def chosen(self) -> list[str]:
        """What is chosen so far, in one line."""
        if self.meeting_type is None:
            return []
        said = [self.meeting_type.name]
        if self.choices.mode:
            said.append(str(MODE_WORDS[self.choices.mode]))
        if self.choices.company and self.choices.company != Company.ALONE:
            said.append(str(Company(self.choices.company).label))
        if self.profile is not None:
            said.append(self.profile.name)
        elif self.choices.counsellor == ANYBODY:
            said.append(_("The first who is free"))
        if self.choices.interpreter:
            said.append(_("Interpreter: {language}").format(language=language_name(self.choices.interpreter)))
        return said

    def steps(self) -> list[tuple[str, str]]:
        """The five steps with the addresses of those that can be gone back to."""
        pages = ("counselling:book", "counselling:book_who", "counselling:book_when")
        urls = [self.choices.url(page) for page in pages] + ["", ""]
        return list(zip(step_names(), urls, strict=True))


def step_names() -> list[str]:
    """The five steps in words."""
    return [_("What"), _("With whom"), _("When"), _("Who are you"), _("Receipt")]
