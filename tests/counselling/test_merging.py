"""Two records that are one person: what moves, what clashes, and what nobody can do meanwhile."""

from datetime import timedelta

import pytest
from django.urls import reverse

from counselling.actions import booking
from counselling.actions.calls import request_call
from counselling.actions.cases import open_case
from counselling.actions.waiting import Wishes, join_waitlist
from counselling.models import (
    Appointment,
    CallRequest,
    Case,
    CaseAssignment,
    CaseParticipant,
    ConflictOfInterest,
    FollowUp,
    WaitlistEntry,
)
from counselling.rules.cases import CaseRefusal
from counselling.rules.contacts import ContactRefusal
from counselling.rules.merging import MergeRefusal
from counselling.rules.talks import Refusal as TalkRefusal
from counselling.wishes import Wish
from portal import clock
from portal.accounts.actions import merge_people
from portal.accounts.models import Role, User
from portal.accounts.rules import Refusal
from portal.audit.models import AuditEvent
from portal.keys import new_key
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from relatives import actions as settings
from relatives.models import RelativeProfile
from tests.counselling.test_contacts import logged, refusal
from tests.factories.people import make_person
from tests.factories.talks import make_counsellor, make_talk, make_type, next_weekday

pytestmark = pytest.mark.django_db


@pytest.fixture
def double(database: None) -> User:
    """The same Rasmus, as a counsellor wrote him down on the phone."""
    return User.objects.create_user(None, name="Rasmus Bøgh")


def join(by, keep, gone, **choices):
    return merge_people(by=by, keep=keep, gone=gone, choices=choices)


def test_everything_goes_to_the_one_who_stays(counsellor, relative, double, talk_type, mette):
    talk = make_talk(double, talk_type)
    call = CallRequest.objects.create(
        person=double,
        phone="+4520304050",
        phone_index="x",
        form_key=new_key(),
        due_at=clock.now(),
        created_at=clock.now(),
    )
    contact, case = logged(counsellor, double), open_case(by=counsellor, person=double, worker=counsellor)
    join(counsellor, relative, double)
    for row, name in ((talk, "booked_by"), (call, "person"), (contact, "person"), (case, "person")):
        row.refresh_from_db()
        assert getattr(row, name) == relative
    double.refresh_from_db()
    assert not double.is_active and double.email is None and double.name == ""
    assert set(AuditEvent.objects.filter(action="accounts.people_merged").values_list("subject", flat=True)) == {
        relative.pk,
        double.pk,
    }


def test_reminders_of_talks_ahead_are_planned_anew_for_the_one_who_stays(
    counsellor, relative, double, talk_type, mette
):
    talk = make_talk(double, talk_type, starts_at=next_weekday(12))
    before = set(OutboxMessage.objects.planned().filter(about=talk.pk).values_list("pk", flat=True))
    join(counsellor, relative, double)
    planned = OutboxMessage.objects.planned().filter(about=talk.pk)
    assert planned and not before & set(planned.values_list("pk", flat=True))
    assert {message.to for message in planned} == {relative}
    assert {message.address for message in planned.filter(channel="email")} == {relative.email}


def test_the_careful_choice_of_both_profiles_holds(counsellor, relative, double):
    settings.change_phone(user=double, by=double, phone="20 30 40 50")
    quiet = settings.ContactWish(channel="email", readers="others", discreet="inbox_only", shared_phone=True)
    settings.change_contact(user=double, by=double, wish=quiet)
    open_minded = settings.ContactWish(channel="email", readers="only_me", discreet="no")
    settings.change_contact(user=relative, by=relative, wish=open_minded)
    join(counsellor, relative, double)
    profile = RelativeProfile.objects.get(user=relative)
    assert (profile.phone, profile.discreet, profile.readers) == ("+4520304050", "inbox_only", "others")
    assert profile.shared_phone and not RelativeProfile.objects.filter(user=double).exists()


def test_the_one_who_stays_gets_the_address_if_they_had_none(counsellor, relative, double):
    address = relative.email
    join(counsellor, double, relative)
    double.refresh_from_db()
    assert double.email == address and User.objects.filter(email=address).count() == 1


def test_the_owner_of_an_address_that_opens_nothing_any_more_is_told(counsellor, relative, another_relative):
    address = another_relative.email
    join(counsellor, relative, another_relative)
    assert OutboxMessage.objects.get(kind="accounts.change").address == address


def test_of_two_open_cases_the_chosen_one_goes_on(counsellor, team_lead, colleague, relative, double, talk_type, mette):
    goes_on = open_case(by=team_lead, person=relative, worker=counsellor)
    ends = open_case(by=team_lead, person=double, worker=colleague)
    now = clock.now()
    follow_up = FollowUp.objects.create(
        case=ends, owner=colleague, kind="call", due_on=clock.today(), text="Ring om søvn", created_at=now
    )
    talk = make_talk(double, talk_type)
    Appointment.objects.filter(pk=talk.pk).update(case=ends)
    assert refusal(lambda: join(team_lead, relative, double)) == MergeRefusal.TWO_CASES
    join(team_lead, relative, double, case=str(goes_on.pk))
    ends.refresh_from_db()
    assert (ends.status, ends.close_reason, ends.person) == ("closed", "merged", relative)
    assert [row.worker for row in CaseAssignment.objects.current(clock.now()).filter(case=ends)] == [counsellor]
    follow_up.refresh_from_db()
    talk.refresh_from_db()
    assert follow_up.case == goes_on == talk.case and follow_up.text == "Ring om søvn"
    assert Case.objects.open().get(person=relative) == goes_on


def test_two_who_take_part_in_one_case_are_two_people(counsellor, relative, double):
    case = open_case(by=counsellor, person=relative, worker=counsellor)
    CaseParticipant.objects.create(case=case, person=double, relation="partner", added_at=clock.now())
    assert refusal(lambda: join(counsellor, relative, double)) == MergeRefusal.TAKE_PART_TOGETHER


def test_a_worker_is_not_the_person_of_their_own_case(counsellor, team_lead, relative):
    open_case(by=team_lead, person=relative, worker=counsellor)
    assert refusal(lambda: join(team_lead, counsellor, relative)) == MergeRefusal.WORKS_WITH_CASE


def test_a_colleagues_case_is_joined_by_them_or_the_lead(counsellor, colleague, team_lead, relative, double):
    open_case(by=team_lead, person=relative, worker=colleague)
    assert refusal(lambda: join(counsellor, relative, double)) == MergeRefusal.NOT_YOUR_CASE
    assert join(colleague, relative, double) == relative


def test_whoever_has_a_conflict_joins_nobody(counsellor, relative, double):
    ConflictOfInterest.objects.create(worker=counsellor, person=double, noted_at=clock.now())
    assert refusal(lambda: join(counsellor, relative, double)) == ContactRefusal.CALLER_BARRED


def test_conflicts_with_either_hold_for_the_one_person(counsellor, colleague, relative, double):
    for person in (relative, double):
        ConflictOfInterest.objects.create(worker=colleague, person=person, noted_at=clock.now())
    join(counsellor, relative, double)
    assert [row.worker for row in ConflictOfInterest.objects.filter(person=relative)] == [colleague]


def test_what_can_never_be_joined_is_refused(counsellor, relative, double):
    assert refusal(lambda: join(counsellor, relative, relative)) == Refusal.SAME_PERSON
    staff = make_person("Også ansat", Role.ORGANISER)
    assert refusal(lambda: join(counsellor, relative, staff)) == Refusal.WORKS_HERE
    join(counsellor, relative, double)
    assert refusal(lambda: join(counsellor, relative, double)) == Refusal.MERGED_MEANWHILE


def test_nothing_is_booked_or_opened_for_somebody_merged_away(counsellor, relative, double, talk_type, mette):
    join(counsellor, relative, double)
    wish = Wish(meeting_type=talk_type, mode="phone", is_staff=True)
    book = {"by": counsellor, "person": double, "wish": wish, "starts_at": next_weekday(), "form_key": new_key()}
    assert refusal(lambda: booking.book_for_someone(**book)) == TalkRefusal.PERSON_GONE
    assert refusal(lambda: open_case(by=counsellor, person=double)) == CaseRefusal.PERSON_GONE
    assert refusal(lambda: logged(counsellor, double)) == ContactRefusal.CALLER_GONE


def test_the_page_shows_both_side_by_side_and_joins(client_for, team_lead, counsellor, colleague, relative, double):
    cases = [open_case(by=team_lead, person=relative, worker=counsellor)]
    cases.append(open_case(by=team_lead, person=double, worker=colleague))
    client = client_for(team_lead)
    where = reverse("counselling:person_join", args=[relative.pk, double.pk])
    html = client.get(where).content.decode()
    assert "Rasmus Bøgh" in html and relative.email in html and "Hvilket forløb fortsætter?" in html
    assert AuditEvent.objects.filter(action="accounts.merge_previewed").count() == 2
    assert client.post(where, {"keep": str(relative.pk)}).status_code == 422
    done = client.post(where, {"keep": str(relative.pk), "case": str(cases[1].pk)})
    assert done.status_code == 302 and Case.objects.open().get(person=relative) == cases[1]
    assert client.get(where).status_code == 404


def test_a_refusal_stands_on_the_page_in_words(client_for, counsellor, colleague, team_lead, relative, double):
    open_case(by=team_lead, person=relative, worker=colleague)
    where = reverse("counselling:person_join", args=[relative.pk, double.pk])
    answer = client_for(counsellor).post(where, {"keep": str(relative.pk)})
    assert answer.status_code == 409 and "En kollega har forløbet" in answer.content.decode()


def test_whoever_has_a_conflict_does_not_see_the_two(client_for, counsellor, relative, double):
    ConflictOfInterest.objects.create(worker=counsellor, person=double, noted_at=clock.now())
    where = reverse("counselling:person_join", args=[relative.pk, double.pk])
    assert client_for(counsellor).get(where).status_code == 403
    html = client_for(counsellor).get(reverse("counselling:person", args=[double.pk])).content.decode()
    assert "Du er inhabil" in html


def test_the_other_record_is_looked_up_by_number(client_for, counsellor, relative, double):
    for person in (relative, double):
        settings.change_phone(user=person, by=person, phone="20 30 40 50")
    where = reverse("counselling:person_other", args=[double.pk])
    html = client_for(counsellor).post(where, {"known_by": "20304050"}).content.decode()
    assert reverse("counselling:person_join", args=[double.pk, relative.pk]) in html


def test_a_merge_and_a_booking_for_the_emptied_person_leave_no_talk_behind(committed_db, threads):
    lead, gone = make_person("Lead", Role.TEAM_LEAD), User.objects.create_user(None, name="Dobbelt")
    keep, worker = make_person("Rasmus"), make_person("Mette", Role.COUNSELLOR)
    make_counsellor(worker)
    wish = Wish(meeting_type=make_type(), mode="phone", is_staff=True)

    def race(number):
        if number == 0:
            return merge_people(by=lead, keep=keep, gone=gone, choices={})
        starts = next_weekday(3 + number)
        return booking.book_for_someone(by=lead, person=gone, wish=wish, starts_at=starts, form_key=new_key())

    outcomes = threads(8, race)
    assert outcomes[0] == keep
    assert not Appointment.objects.filter(booked_by=gone).exists()
    booked = [one for one in outcomes[1:] if isinstance(one, Appointment)]
    refused = [one for one in outcomes[1:] if isinstance(one, Refused)]
    assert len(booked) + len(refused) == 7 and Appointment.objects.filter(booked_by=keep).count() == len(booked)


@pytest.mark.parametrize("wish", ["a place on the list", "a call"])
def test_a_merge_and_a_wish_of_the_emptied_person_leave_nothing_behind(committed_db, threads, wish):
    """Whoever comes first: what was wished goes over with the rest, or is refused; never kept under nobody's name."""
    lead, kind = make_person("Lead", Role.TEAM_LEAD), make_type()
    for number in range(10):
        gone, keep = User.objects.create_user(None, name="Dobbelt"), make_person(f"Rasmus {number}")

        def race(one, gone=gone, keep=keep):
            if one == 0:
                return merge_people(by=lead, keep=keep, gone=gone, choices={})
            if wish == "a call":
                call = {"phone": "+4520304050", "name": "", "topic": "", "when": "any", "may_leave_voicemail": False}
                return request_call(by=gone, form_key=new_key(), **call)
            return join_waitlist(by=lead, person=gone, meeting_type=kind, wishes=Wishes(modes=["phone"]))

        merged, wished = threads(2, race)
        assert merged == keep
        assert not isinstance(wished, Exception) or getattr(wished, "reason", wished) == TalkRefusal.PERSON_GONE
        rows = CallRequest.objects if wish == "a call" else WaitlistEntry.objects
        assert not rows.filter(person=gone).exists()
        assert rows.filter(person=keep).count() == (not isinstance(wished, Refused))


def test_nothing_is_wished_for_somebody_merged_away(counsellor, relative, double, talk_type):
    join(counsellor, relative, double)
    place = {"by": counsellor, "person": double, "meeting_type": talk_type, "wishes": Wishes(modes=["phone"])}
    assert refusal(lambda: join_waitlist(**place)) == TalkRefusal.PERSON_GONE
    call = {"phone": "+4520304050", "name": "", "topic": "", "when": "any", "may_leave_voicemail": False}
    assert refusal(lambda: request_call(by=double, form_key=new_key(), **call)) == TalkRefusal.PERSON_GONE


def test_a_talk_moved_from_an_old_page_stays_the_persons(counsellor, relative, double, talk_type, mette):
    talk = make_talk(double, talk_type)
    stale = Appointment.objects.select_related("booked_by").get(pk=talk.pk)
    join(counsellor, relative, double)
    later = talk.starts_at + timedelta(hours=2)
    moved = booking.move_appointment(by=counsellor, appointment=stale, starts_at=later, is_staff=True)
    assert moved.booked_by == relative


def test_of_two_places_on_the_waiting_list_the_longest_held_one_stays(counsellor, relative, double, talk_type, mette):
    first = join_waitlist(by=counsellor, person=double, meeting_type=talk_type, wishes=Wishes(modes=["phone"]))
    second = join_waitlist(by=counsellor, person=relative, meeting_type=talk_type, wishes=Wishes(modes=["phone"]))
    join(counsellor, relative, double)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.person, first.status, second.status) == (relative, "waiting", "withdrawn")
