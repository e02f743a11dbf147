"""Why the calendar says no, in words that say what to do, at the field it is about."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.calendar.rules import Refusal
from portal.design.forms import PortalForm

REFUSAL_TEXT: dict[Refusal, Promise] = {
    Refusal.TIME_TAKEN: _("Someone just took this time. Choose another one."),
    Refusal.HOLD_GONE: _("We could not keep the time for you any longer. Choose a time again."),
    Refusal.EMPTY_PERIOD: _("The end must come after the start."),
    Refusal.CHANGE_NIGHT: _(
        "The clock changes between 2 and 3 that night, so the time is not clear. Choose a time before 2 or after 3."
    ),
    Refusal.RESOURCE_INACTIVE: _("This calendar is no longer in use. Choose another one."),
    Refusal.ENDS_BEFORE_IT_BEGINS: _("The end must come after the start."),
    Refusal.STARTS_IN_THE_PAST: _("It is over already. Choose a time ahead."),
    Refusal.WEEKS_NOT_COUNTED: _("Say how many weeks lie between, and from which date they are counted."),
    Refusal.RULE_HAS_ENDED: _("This working time has ended by then. Choose an earlier day, or add a new one."),
    Refusal.ENDS_BEFORE_ITS_RULE: _("The last day must not come before the first."),
    Refusal.CHANGED_MEANWHILE: _(
        "The calendar was changed in the meantime, perhaps in another window. "
        "What you filled in is still here: look at the plan again, then save."
    ),
    Refusal.NOT_YOURS: _("This is somebody else's calendar. Ask the team lead to change it."),
    Refusal.FUTURE_TIME_REMAINS: _("There are still bookings ahead. Move or cancel them first."),
    Refusal.NAME_TAKEN: _("There is a room with this name already. Choose another name."),
    Refusal.PERSON_HAS_A_CALENDAR: _("This person has a calendar already. Look for it in the list."),
    Refusal.OPENING_OVERLAPS: _("These hours overlap hours that are there already. Remove those first."),
    Refusal.DAY_ALREADY_CLOSED: _("This day is closed already."),
    Refusal.ADDRESS_NOT_SECURE: _("Write the whole address. It begins with https:// or webcal://."),
    Refusal.HOST_NOT_ALLOWED: _("Calendars can't be read from that place. Ask your administrator to allow it."),
    Refusal.STOP_CHANGED: _(
        "Something was booked, moved or cancelled meanwhile. Look at the plan again, then confirm."
    ),
    Refusal.STOP_HOLDS_TOO_MUCH: _("Too much stands in those days for one go. Choose fewer days or fewer places."),
    Refusal.STOP_CHOICE_MISSING: _("Say for each of them what becomes of it."),
    Refusal.STOP_LINK_MISSING: _("An evening that moves online needs the link to take part."),
    Refusal.STOP_TOO_LONG: _("A stop lasts three months at most. Choose an earlier last day."),
    Refusal.LASTS_TOO_LONG: _("Longer than a year is too long. End the working times instead."),
}

# Where a refusal is shown: at the first of these fields that the form has, else above the form.

FIELDS_OF: dict[Refusal, tuple[str, ...]] = {
    Refusal.ENDS_BEFORE_IT_BEGINS: ("end_time", "closes_at"),
    Refusal.EMPTY_PERIOD: ("ends_at",),
    Refusal.CHANGE_NIGHT: ("start_time", "opens_at", "starts_at"),
    Refusal.WEEKS_NOT_COUNTED: ("every_weeks",),
    Refusal.RULE_HAS_ENDED: ("last_on", "from_on"),
    Refusal.ENDS_BEFORE_ITS_RULE: ("last_on",),
    Refusal.STARTS_IN_THE_PAST: ("starts_on", "last"),
    Refusal.LASTS_TOO_LONG: ("ends_on",),
    Refusal.STOP_TOO_LONG: ("last",),
    Refusal.NAME_TAKEN: ("name",),
    Refusal.PERSON_HAS_A_CALENDAR: ("user",),
    Refusal.OPENING_OVERLAPS: ("opens_at",),
    Refusal.ADDRESS_NOT_SECURE: ("address",),
    Refusal.HOST_NOT_ALLOWED: ("address",),
    Refusal.DAY_ALREADY_CLOSED: ("on",),
}


def show_refusal(form: PortalForm, reason: Refusal) -> None:
    """Say why the action said no, at the field it is about."""
    field = next((name for name in FIELDS_OF.get(reason, ()) if name in form.fields), None)
    form.refuse(REFUSAL_TEXT[reason], field)
