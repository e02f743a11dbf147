"""What each button of a party at the door does, and what is said then."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.actions import door, walk_ins
from groups.door_list import Party
from groups.models import Registration
from groups.rules.door import DoorRefusal
from portal.accounts.models import User
from portal.design.words import time_words
from portal.refusals import Refused

Press = Callable[[User, Registration, str, bool], str]


def number_in(value: str) -> int:
    """Which of a party; nobody's number when it is none."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 3 else -1


def come(by: User, row: Registration, value: str, is_scanned: bool) -> str:
    """One is here, or all of the party."""
    number = None if value == "all" else number_in(value)
    done = door.check_in(by=by, registration=row, number=number, is_scanned=is_scanned)
    party = Party(done.registration)
    name = next((one.name for one in party.people if one.number == number), party.name)
    if not done.came:
        return _("{name} was checked in at {time} already.").format(name=name, time=time_words(done.since))
    said = ngettext("{name} is checked in.", "{name} and company are checked in: {count}.", done.came)
    return said.format(name=name, count=done.came)


def undo(by: User, row: Registration, value: str, is_scanned: bool) -> str:
    """It was a slip."""
    door.undo(by=by, registration=row, number=number_in(value))
    return _("It is undone. Their seat is still theirs.")


def let_in(by: User, row: Registration, value: str, is_scanned: bool) -> str:
    """Who waits gets a seat that is free."""
    door.let_in(by=by, registration=row)
    return _("They have a place now. Check in who is here.")


def take_back(by: User, row: Registration, value: str, is_scanned: bool) -> str:
    """Nobody came after all."""
    walk_ins.take_back(by=by, registration=row)
    return _("It is undone. The seats are free again.")


PRESSES: dict[str, Press] = {"come": come, "undo": undo, "let_in": let_in, "take_back": take_back}


def press(by: User, row: Registration, given: Mapping[str, str], *, is_scanned: bool = False) -> str:
    """Do what a button says and return the sentence. Refuses what is no button of ours, and what the action refuses."""
    for name, act in PRESSES.items():
        if name in given:
            return act(by, row, given[name], is_scanned)
    raise Refused(DoorRefusal.NOBODY_CHOSEN)
