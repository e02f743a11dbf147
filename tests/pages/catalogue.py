"""The list of pages. A page is an address name, the person who looks, and what its address needs from the demo."""

from typing import Any
from uuid import UUID

from counselling import links, offer_links
from counselling.actions.second_lock import opened_case
from counselling.models import (
    Appointment,
    CallRequest,
    Case,
    CaseParticipant,
    Contact,
    CounsellorProfile,
    FollowUp,
    Handover,
    IncomingWord,
    JournalPackage,
    MeetingType,
    Note,
    Snippet,
    VisitWatch,
)
from counselling.models.waiting import SlotOffer, WaitlistEntry
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import AvailabilityRule, ClosingDay, OpeningHours, Resource
from portal.directory.models import Offer, Organisation
from portal.embedded.demo.contacts import WRITTEN_DOWN
from portal.outbox.models import OutboxMessage
from portal.oversight.models import SpotCheck, SpotCheckItem
from tests.factories.journal import case_to_file
from tests.pages.course_pages import COURSE_PAGES
from tests.pages.door_pages import DOOR_PAGES
from tests.pages.evenings import EVENING_PAGES
from tests.pages.evenings_after import AFTER_PAGES
from tests.pages.evenings_respite import RESPITE_PAGES
from tests.pages.files_taken import FILE_PAGES
from tests.pages.look import (
    ADMINISTRATOR,
    COUNSELLOR,
    DPO,
    LEAD,
    NOBODY,
    RELATIVE,
    Args,
    Look,
    user,
)
from tests.pages.no_page import NO_PAGE_OF_ITS_OWN
from tests.pages.organiser_pages import ORGANISER_PAGES
from tests.pages.partner_pages import PARTNER_PAGES

__all__ = ["COUNSELLOR", "LEAD", "NOBODY", "NO_PAGE_OF_ITS_OWN", "PAGES", "RELATIVE", "Look", "user"]


def ahead_of(email: str) -> dict[str, UUID]:
    """The next talk of a relative."""
    return {"pk": Appointment.objects.of_relative(user(email)).upcoming(clock.now())[0].pk}


def token() -> dict[str, str]:
    """A signed link to a relative's next talk."""
    pk = ahead_of(RELATIVE)["pk"]
    return {"token": links.sign(Appointment.objects.get(pk=pk))}


def open_offer() -> dict[str, UUID]:
    """The time a relative is offered right now."""
    return {"pk": SlotOffer.objects.of_relative(user(RELATIVE)).open()[0].pk}


def offer_token() -> dict[str, str]:
    """The link to it."""
    return {"token": offer_links.sign(SlotOffer.objects.get(pk=open_offer()["pk"]))}


def own_place() -> dict[str, UUID]:
    """The relative's place on the waiting list."""
    return {"pk": WaitlistEntry.objects.of_relative(user(RELATIVE)).on_the_list()[0].pk}


def somebody_waiting() -> dict[str, UUID]:
    """Somebody who waits for anybody."""
    return {"pk": WaitlistEntry.objects.filter(status="waiting", counsellor=None).in_order()[0].pk}


def talk_of_counsellor() -> dict[str, UUID]:
    """The counsellor's next talk."""
    return {"pk": Appointment.objects.of_counsellor(user(COUNSELLOR)).upcoming(clock.now())[0].pk}


def busy_day() -> dict[str, str]:
    """The day of the counsellor's next talk."""
    talk = Appointment.objects.of_counsellor(user(COUNSELLOR)).upcoming(clock.now())[0]
    return {"on": talk.starts_at.astimezone(clock.zone()).date().isoformat()}


def talk_to_conclude() -> dict[str, UUID]:
    """A talk of the counsellor's that is over and lacks its outcome."""
    return {"pk": Appointment.objects.of_counsellor(user(COUNSELLOR)).unresolved(clock.now())[0].pk}


def fresh_note() -> dict[str, UUID]:
    """A note the counsellor wrote and may still change, in a case of hers."""
    me = user(COUNSELLOR)
    for case in Case.objects.worked_by(me).open().order_by("pk"):
        with opened_case(case.pk):
            for note in Note.objects.of_case(case.pk):
                if note.author == me and note.locked_at > clock.now() and note.released_at is None:
                    return {"case_id": case.pk, "pk": note.pk}
    raise LookupError("the demo has no fresh note of the counsellor's")


def noted_case() -> dict[str, UUID]:
    """A case with notes."""
    return {"case_id": fresh_note()["case_id"]}


def own_follow_up() -> dict[str, UUID]:
    """Something the counsellor has promised."""
    return {"pk": FollowUp.objects.of_worker(user(COUNSELLOR)).open()[0].pk}


def pending() -> dict[str, UUID]:
    """A wish for a time that waits for a yes."""
    return {"pk": Appointment.objects.undecided()[0].pk}


def own_case() -> dict[str, UUID]:
    """The counsellor's case in which somebody takes part."""
    mine = Case.objects.worked_by(user(COUNSELLOR)).open()
    return {"pk": CaseParticipant.objects.filter(case__in=mine.values("pk")).order_by("pk")[0].case_id}


def own_participant() -> dict[str, UUID]:
    """Who that is."""
    found = own_case()["pk"]
    return {"pk": found, "participant": CaseParticipant.objects.of_case(found)[0].pk}


def own_resource() -> dict[str, UUID]:
    """The counsellor's calendar."""
    return {"resource_id": Resource.objects.of_person(user(COUNSELLOR)).get().pk}


def own_rule() -> dict[str, UUID]:
    """One sentence of the counsellor's week."""
    return {"rule_id": AvailabilityRule.objects.filter(resource_id=own_resource()["resource_id"])[0].pk}


def carried_by_counsellor() -> dict[str, UUID]:
    """A case the counsellor carries."""
    return {"pk": Case.objects.caseload_of(user(COUNSELLOR))[0].pk}


def letter() -> dict[str, UUID]:
    """A letter that waits for a printer."""
    return {"message_id": OutboxMessage.objects.letters_to_print(clock.now())[0].pk}


def own_contact() -> dict[str, UUID]:
    """A call the counsellor logged, with somebody's name."""
    return {"pk": Contact.objects.filter(by=user(COUNSELLOR), person__isnull=False)[0].pk}


def written_down() -> dict[str, UUID]:
    """Somebody a counsellor wrote down on the phone."""
    return {"pk": User.objects.active().get(name=WRITTEN_DOWN).pk}


def two_records() -> dict[str, UUID]:
    """Two records that may be one person."""
    return {"pk": user(RELATIVE).pk, "other": written_down()["pk"]}


def first(model: Any, name: str = "pk", **having: Any) -> Args:
    """The first row of a model as the address's variable part."""
    return lambda: {name: model.objects.filter(**having)[0].pk}


BOOK = "?type=samtale"
HERS = {"counsellor__user__email": COUNSELLOR}

PAGES = [
    *DOOR_PAGES,
    *EVENING_PAGES,
    *COURSE_PAGES,
    *ORGANISER_PAGES,
    *PARTNER_PAGES,
    *RESPITE_PAGES,
    *AFTER_PAGES,
    *FILE_PAGES,
    Look("front:front", picture="front"),
    Look("front:talk"),
    Look("front:break"),
    Look("front:learn"),
    Look("front:meet"),
    Look("front:money"),
    Look("front:unsure"),
    Look("front:young"),
    Look("front:bereaved"),
    Look("front:professional"),
    Look("front:privacy"),
    Look("front:accessibility"),
    Look("front:open_data", picture="open-data"),
    Look("directory:unit", args=lambda: {"slug": "paaroerenderaadgivningen"}),
    Look("directory:offers"),
    Look("directory:offer", args=lambda: {"slug": "gaavennerne-i-tranevig"}),
    Look("counselling:book", picture="book-1-what"),
    Look("counselling:book_how", query=BOOK),
    Look("counselling:book_where", query="?type=hjemme-hos-dig&mode=home_visit"),
    Look("counselling:my_visits", COUNSELLOR),
    Look("counselling:visit", COUNSELLOR, first(Appointment, mode="home_visit", status="fulfilled", **HERS)),
    Look("counselling:my_number", COUNSELLOR),
    Look("counselling:alarms", COUNSELLOR),
    Look("counselling:alarm", COUNSELLOR, first(VisitWatch)),
    Look("counselling:visit_address", RELATIVE, lambda: ahead_of(RELATIVE)),
    Look("counselling:not_begun", COUNSELLOR, first(Appointment, mode="home_visit", status="fulfilled", **HERS)),
    Look("counselling:travel", LEAD),
    Look("counselling:book_together", query=f"{BOOK}&mode=phone"),
    Look("counselling:book_who", query=f"{BOOK}&mode=phone&company=alone"),
    Look("counselling:book_when", query=f"{BOOK}&mode=phone&company=alone&counsellor=any", picture="book-3-when"),
    Look("counselling:call_me"),
    Look("counselling:door"),
    Look("counselling:door_not_asked"),
    Look("counselling:incoming_word", COUNSELLOR, first(IncomingWord, state="waiting")),
    Look("counselling:work_list", COUNSELLOR, lambda: {"name": "door"}, query="?door"),
    Look("counselling:reply"),
    Look("counselling:nameless", picture="without-a-name"),
    Look("counselling:nameless_cancel"),
    Look("counselling:link", args=token, picture="link-in-a-message"),
    Look("counselling:link_cancel", args=token),
    Look("counselling:link_move", args=token),
    Look("counselling:link_done"),
    Look("counselling:offer_link", args=offer_token),
    Look("account_login"),
    Look("account_signup"),
    Look("accounts:password_sign_in"),
    Look("account_inactive"),
    Look("front:my_page", RELATIVE, picture="my-page"),
    Look("counselling:appointments", RELATIVE),
    Look("counselling:appointment", RELATIVE, lambda: ahead_of(RELATIVE)),
    Look("counselling:receipt", RELATIVE, lambda: ahead_of(RELATIVE), picture="book-5-receipt"),
    Look("counselling:questions", RELATIVE, lambda: ahead_of(RELATIVE)),
    Look("counselling:cancel", RELATIVE, lambda: ahead_of(RELATIVE)),
    Look("counselling:move", RELATIVE, lambda: ahead_of(RELATIVE)),
    Look("counselling:ring_number", RELATIVE, lambda: ahead_of(RELATIVE)),
    Look("counselling:join_waiting", RELATIVE, query="?type=frokostpause&mode=phone&company=alone&counsellor=any"),
    Look("counselling:waiting_place", RELATIVE, own_place),
    Look("counselling:offered", RELATIVE, open_offer),
    Look("outbox:inbox", RELATIVE),
    Look("relatives:settings", RELATIVE, picture="how-we-reach-you"),
    Look("relatives:calendar", RELATIVE, picture="own-calendar"),
    Look("relatives:looks", RELATIVE, picture="who-has-looked"),
    Look("privacy:download", RELATIVE),
    Look("account_email", RELATIVE),
    Look("account_logout", RELATIVE),
    Look("account_set_password", RELATIVE),
    Look("usersessions_list", RELATIVE),
    Look("mfa_index", COUNSELLOR),
    Look("front:shortcuts", COUNSELLOR),
    Look("relatives:looks", COUNSELLOR, query="?before=999999"),
    Look("front:staff_start", DPO),
    Look("audit:events", DPO),
    Look("audit:events", DPO, query="?kind=read"),
    Look("audit:export", DPO),
    Look("oversight:spot_checks", LEAD),
    Look("oversight:spot_check", LEAD, first(SpotCheck)),
    Look("oversight:spot_check", LEAD, first(SpotCheck), query="?show=all"),
    Look("oversight:item", LEAD, first(SpotCheckItem, verdict="")),
    Look("counselling:day", COUNSELLOR, picture="counsellor-day"),
    Look("counselling:day_on", COUNSELLOR, busy_day),
    Look("counselling:week", COUNSELLOR, picture="counsellor-week"),
    Look("counselling:week_on", COUNSELLOR, busy_day),
    Look("counselling:talk", COUNSELLOR, talk_of_counsellor),
    Look("counselling:talk_move", COUNSELLOR, talk_of_counsellor),
    Look("counselling:talk_cancel", COUNSELLOR, talk_of_counsellor),
    Look("counselling:talk_decline", LEAD, pending),
    Look("counselling:cases", COUNSELLOR, picture="counsellor-cases"),
    Look("counselling:cases", LEAD, query="?sort=quiet"),
    Look("counselling:case_search", COUNSELLOR),
    Look("counselling:case_new", COUNSELLOR),
    Look("counselling:case_new_for", LEAD, lambda: {"pk": user(RELATIVE).pk}),
    Look("counselling:case", COUNSELLOR, own_case, picture="counsellor-case"),
    Look("counselling:case", LEAD, own_case, query="?header"),
    Look("counselling:case_change", COUNSELLOR, own_case),
    Look("counselling:case_pause", COUNSELLOR, own_case),
    Look("counselling:case_close", COUNSELLOR, own_case),
    Look("counselling:case_reopen", LEAD, first(Case, status="closed")),
    Look("counselling:case_assign", LEAD, own_case),
    Look("counselling:participant_new", COUNSELLOR, own_case),
    Look("counselling:participant", COUNSELLOR, own_participant),
    Look("counselling:work_lists", COUNSELLOR),
    Look("counselling:work_list", COUNSELLOR, lambda: {"name": "overdue"}),
    Look("counselling:work_list", LEAD, lambda: {"name": "unassigned"}, query="?lead"),
    Look("counselling:work_list", COUNSELLOR, lambda: {"name": "new"}, query="?new"),
    Look("counselling:work_list", COUNSELLOR, lambda: {"name": "waiting"}, query="?waiting"),
    Look("counselling:unresolved", COUNSELLOR),
    Look("counselling:requests", LEAD),
    Look("counselling:calls", COUNSELLOR),
    Look("counselling:queue", COUNSELLOR),
    Look("counselling:queue", LEAD, picture="waiting-list"),
    Look("counselling:queue_entry", COUNSELLOR, somebody_waiting),
    Look("counselling:queue_offer", COUNSELLOR, somebody_waiting),
    Look("counselling:queue_out", COUNSELLOR, somebody_waiting),
    Look("counselling:queue_join", COUNSELLOR, lambda: {"pk": user(RELATIVE).pk}),
    Look("counselling:offer", LEAD, open_offer),
    Look("counselling:offer_skip", LEAD, open_offer),
    Look("counselling:call", COUNSELLOR, first(CallRequest, status="open")),
    Look("counselling:log_call", COUNSELLOR, picture="log-a-call"),
    Look("counselling:contact", COUNSELLOR, own_contact),
    Look("counselling:person", COUNSELLOR, written_down),
    Look("counselling:person_other", COUNSELLOR, written_down),
    Look("counselling:person_join", COUNSELLOR, two_records),
    Look("counselling:claim", RELATIVE),
    Look("counselling:referral_in", COUNSELLOR, written_down),
    Look("counselling:referral_new", COUNSELLOR, own_case),
    Look("counselling:book_for", COUNSELLOR),
    Look("counselling:book_for_time", COUNSELLOR, lambda: {"pk": user(RELATIVE).pk}),
    Look("counselling:profile", COUNSELLOR),
    Look("counselling:written_down", RELATIVE),
    # a relative too, known by a second factor
    Look("counselling:written_down", DPO, query="?all=1", picture="my-notes"),
    Look("counselling:conversation", COUNSELLOR, talk_to_conclude, picture="counsellor-conversation"),
    Look("counselling:case_notes", COUNSELLOR, noted_case, picture="counsellor-notes"),
    Look("counselling:note_new", COUNSELLOR, noted_case),
    Look("counselling:unfiled", COUNSELLOR),
    Look("counselling:unfiled", LEAD, query="?lead"),
    Look("counselling:records", COUNSELLOR, lambda: case_to_file(COUNSELLOR)),
    Look("counselling:package", COUNSELLOR, first(JournalPackage, made_by__email=COUNSELLOR)),
    Look("counselling:note_change", COUNSELLOR, fresh_note),
    Look("counselling:note_add", COUNSELLOR, fresh_note),
    Look("counselling:note_release", COUNSELLOR, fresh_note),
    Look("counselling:follow_ups", COUNSELLOR),
    Look("counselling:follow_up", COUNSELLOR, own_follow_up),
    Look("counselling:follow_up_new", COUNSELLOR, noted_case),
    Look("counselling:snippets", COUNSELLOR),
    Look("counselling:snippet", COUNSELLOR, first(Snippet, owner__email=COUNSELLOR)),
    Look("calendar:availability", COUNSELLOR),
    Look("calendar:resource_availability", COUNSELLOR, own_resource),
    Look("calendar:add_rule", COUNSELLOR, own_resource),
    Look("calendar:change_rule", COUNSELLOR, own_rule),
    Look("calendar:end_rule", COUNSELLOR, own_rule),
    Look("calendar:add_exception", COUNSELLOR, own_resource),
    Look("calendar:add_absence", COUNSELLOR, own_resource),
    Look("calendar:own_calendar", COUNSELLOR, own_resource),
    Look("calendar:everyone", LEAD),
    Look("calendar:resources", LEAD),
    Look("calendar:add_resource", LEAD, lambda: {"kind": "room"}),
    Look("calendar:change_resource", LEAD, first(Resource, "resource_id", kind="room")),
    Look("calendar:opening_hours", LEAD),
    Look("calendar:add_opening", LEAD),
    Look("calendar:remove_opening", LEAD, first(OpeningHours, "opening_id")),
    Look("calendar:closing_days", LEAD),
    Look("calendar:stops", LEAD),
    Look("calendar:stop_new", LEAD),
    Look("calendar:add_closing_day", LEAD),
    Look("calendar:remove_closing_day", LEAD, first(ClosingDay, "closing_day_id")),
    Look("calendar:add_public_holidays", LEAD),
    Look("counselling:meeting_types", LEAD),
    Look("counselling:meeting_type_new", LEAD),
    Look("counselling:meeting_type", LEAD, first(MeetingType)),
    Look("counselling:phone_duty", LEAD),
    Look("counselling:load", LEAD, picture="lead-load"),
    Look("counselling:numbers", LEAD, picture="lead-numbers"),
    Look("counselling:numbers", LEAD, query="?grain=quarter&only=mode:phone"),
    Look("counselling:numbers_export", LEAD),
    Look("directory:kept_offers", LEAD),
    Look("directory:kept_offers", COUNSELLOR, query="?show=unchecked"),
    Look("directory:kept_offer", LEAD, first(Offer, "offer_id", slug="laer-om-sygdommen")),
    Look("directory:add_offer", LEAD),
    Look("directory:change_offer", LEAD, first(Offer, "offer_id", slug="laer-om-sygdommen")),
    Look("directory:organisations", LEAD),
    Look("directory:add_organisation", LEAD),
    Look("directory:change_organisation", LEAD, first(Organisation, "organisation_id", kind="church")),
    Look("counselling:absence", COUNSELLOR, lambda: {"pk": own_resource()["resource_id"]}),
    Look("counselling:handovers", COUNSELLOR),
    Look("counselling:handover", COUNSELLOR, first(Handover, to_worker__email=COUNSELLOR)),
    Look("counselling:hand_over", COUNSELLOR, carried_by_counsellor),
    Look("counselling:leave", COUNSELLOR),
    Look("counselling:substitute", COUNSELLOR),
    Look("counselling:glass", COUNSELLOR),
    Look("counselling:glass_open", COUNSELLOR, first(Case)),
    Look("counselling:glass_list", LEAD),
    Look("counselling:conflict", LEAD, carried_by_counsellor),
    Look("counselling:allocation", LEAD),
    Look("counselling:capacities", LEAD),
    Look("counselling:capacity", LEAD, first(CounsellorProfile)),
    Look("worklist:tasks", COUNSELLOR),
    Look("outbox:ledger", LEAD),
    Look("outbox:ledger", LEAD, query="?state=sent"),
    Look("outbox:letters", LEAD),
    Look("outbox:letter", LEAD, letter),
    Look("accounts:staff", ADMINISTRATOR),
    Look("accounts:invite", ADMINISTRATOR),
    Look("accounts:colleague", ADMINISTRATOR, lambda: {"user_id": user(COUNSELLOR).pk}),
    Look("accounts:municipality", ADMINISTRATOR),
]
