"""The log in a relative's own words: what happened to "your data". Staff's names for their work stay in staff's log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.audit.words import REASONS, WORDS

SAID: dict[str, Any] = {
    "counselling.case_assigned": _("You were given a counsellor"),
    "counselling.case_changed": _("What is noted about your talks with us was changed"),
    "counselling.case_closed": _("It was noted that your talks with us have ended"),
    "counselling.case_found": _("Your data came up in a search"),
    "counselling.case_header_read": _("Somebody looked who your counsellor is"),
    "counselling.case_looked_for": _("Somebody looked whether you talk with us"),
    "counselling.case_opened": _("A folder for your talks with us was begun"),
    "counselling.case_part_ended": _("A colleague stopped helping with your talks"),
    "counselling.case_paused": _("It was noted that your talks with us have a break"),
    "counselling.case_read": _("Your data was opened and read"),
    "counselling.case_reopened": _("Your talks with us began again"),
    "counselling.case_resumed": _("Your talks with us went on after a break"),
    "counselling.cases_listed": _("A list with your name was read"),
    "counselling.contact_joined_case": _("A call was put together with your talks"),
    "counselling.emergency_reason_read": _("Somebody checked why your data was opened in an emergency"),
    "counselling.glass_broken": _("Your data was opened in an emergency"),
    "counselling.glass_ended": _("An emergency look at your data ended"),
    "counselling.handover_accepted": _("Another counsellor said yes to helping you"),
    "counselling.handover_declined": _("Another counsellor could not take over from yours"),
    "counselling.handover_proposed": _("Another counsellor was asked to take over from yours"),
    "counselling.handover_read": _("What your counsellor wrote to the next one was read"),
    "counselling.handover_withdrawn": _("Another counsellor was no longer asked to take over from yours"),
    "counselling.participant_added": _("Somebody was added who takes part in the talks"),
    "counselling.participant_changed": _("What somebody taking part in the talks agreed to was changed"),
    "counselling.participant_withdrew": _("Somebody taking part in the talks took back their consent"),
    "counselling.talk_joined_case": _("A talk was put together with your other talks"),
    "groups.application_listed": _("You were put on the waiting list of an evening"),
    "groups.application_offered": _("You were offered a place at an evening"),
    "groups.application_read": _("Your wish for a place at an evening was read"),
    "groups.partner_list_read": _("An association that held an evening with us saw that you were coming"),
    "groups.application_rejected": _("You were told that there was no place for you at an evening"),
}
REASONS_SAID: dict[str, Any] = {
    "allocated": _("You were given a counsellor"),
    "handover": _("You were given another counsellor"),
    "helps": _("Two counsellors help you"),
    "opened": _("Your talks with us began"),
}
WORDS_FOR_RELATIVES: dict[str, Any] = {**WORDS, **SAID}
REASONS_FOR_RELATIVES: dict[str, Any] = {**REASONS, **REASONS_SAID}
