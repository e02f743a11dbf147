"""What happens to a booked talk, a call, a talk without a name, a type, a profile, a person: each refusal."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest

from counselling.actions import calls, keeping, meeting_types, people, profiles, sweeping
from counselling.models import Appointment, CounsellorProfile
from counselling.rules.talks import Refusal
from counselling.wishes import Wish
from portal import clock
from portal.audit.models import AuditEvent
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from portal.worklist.models import Task
from relatives.models import RelativeProfile
from tests.factories.talks import make_talk, make_type, next_weekday

pytestmark = pytest.mark.django_db


@contextmanager
def refused(reason):
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.reason == reason


@pytest.fixture
def wanted(relative, mette):
    """A request that waits for a yes or no."""
    return make_talk(relative, make_type("hjemme", needs_approval=True))


@pytest.fixture
def nameless(talk_type, mette):
    """A talk without a name, and its code."""
    wish = Wish(meeting_type=talk_type, mode="phone")
    return calls.book_nameless_talk(wish=wish, starts_at=next_weekday(), form_key=uuid4())


def ask_for_a_call(**fields):
    given = {"by": None, "phone": "+4520304050", "name": "", "topic": "talk", "when": "any", "form_key": uuid4()}
    return calls.request_call(may_leave_voicemail=False, **(given | fields))


def kinds_of(talk):
    return set(OutboxMessage.objects.planned().about(talk.pk).values_list("kind", flat=True))


def test_cancelling_frees_the_time_tells_the_relative_and_withdraws_what_was_planned(relative, talk):
    keeping.cancel_appointment(by=relative, appointment=talk, actor="relative")
    talk.refresh_from_db()
    assert (talk.status, talk.cancel_actor, talk.is_late_cancel) == ("cancelled", "relative", False)
    assert kinds_of(talk) == {"counselling.cancelled"}
    make_talk(relative, talk.meeting_type, starts_at=talk.starts_at)


def test_the_link_pressed_twice_cancels_once(relative, talk):
    first = keeping.cancel_appointment(by=relative, appointment=talk, actor="relative")
    again = keeping.cancel_appointment(by=relative, appointment=talk, actor="relative")
    assert first.version == again.version


def test_a_late_cancellation_is_flagged_not_punished(relative, talk, at):
    at(talk.starts_at - timedelta(hours=1))
    assert keeping.cancel_appointment(by=relative, appointment=talk, actor="relative").is_late_cancel


def test_cancel_refuses_once_begun_for_the_relative_and_once_ended_for_staff(relative, counsellor, talk, at):
    at(talk.starts_at)
    with refused(Refusal.ALREADY_STARTED):
        keeping.cancel_appointment(by=relative, appointment=talk, actor="relative")
    at(talk.ends_at)
    with refused(Refusal.ALREADY_OVER):
        keeping.cancel_appointment(by=counsellor, appointment=talk, actor="counsellor", reason="Syg")


def test_staff_cancel_with_a_reason_on_the_page_they_saw(counsellor, talk):
    with refused(Refusal.REASON_MISSING):
        keeping.cancel_appointment(by=counsellor, appointment=talk, actor="counsellor", reason="  ")
    with refused(Refusal.STALE):
        keeping.cancel_appointment(by=counsellor, appointment=talk, actor="counsellor", reason="Syg", version=9)


def test_a_request_is_acknowledged_and_nothing_else_is_said_before_the_answer(wanted):
    assert kinds_of(wanted) == {"counselling.request_received"}


def test_confirming_tells_plans_reminders_and_ends_the_task(counsellor, wanted):
    assert Task.objects.open().filter(about=wanted.pk).count() == 1
    keeping.confirm_pending(by=counsellor, appointment=wanted, version=1)
    assert "counselling.confirmed" in kinds_of(wanted) and not Task.objects.open().exists()
    with refused(Refusal.STALE):
        keeping.confirm_pending(by=counsellor, appointment=wanted, version=1)
    with refused(Refusal.NOT_FROM_HERE):
        keeping.confirm_pending(by=counsellor, appointment=wanted, version=2)


def test_declining_needs_a_reason_and_frees_the_time(relative, counsellor, wanted):
    with refused(Refusal.REASON_MISSING):
        keeping.decline_pending(by=counsellor, appointment=wanted, version=1, reason="")
    keeping.decline_pending(by=counsellor, appointment=wanted, version=1, reason="Kursus")
    assert kinds_of(wanted) == {"counselling.declined"}
    make_talk(relative, wanted.meeting_type, starts_at=wanted.starts_at)


def test_a_request_past_its_deadline_becomes_the_team_leads_once(wanted, at):
    assert sweeping.escalate_late_requests() == 0
    at(wanted.decide_by + timedelta(minutes=1))
    assert [sweeping.escalate_late_requests() for _minute in range(2)] == [1, 1]
    task = Task.objects.get(kind=sweeping.LATE_TASK)
    assert (task.role, task.about) == ("team_lead", wanted.pk)


def test_arriving_is_noted_on_the_day_only_and_no_reminder_follows(counsellor, talk, at):
    with refused(Refusal.NOT_FROM_HERE):
        keeping.check_in(by=counsellor, appointment=talk, version=1)
    at(talk.starts_at - timedelta(minutes=5))
    assert keeping.check_in(by=counsellor, appointment=talk, version=1).status == "checked_in"


def test_an_outcome_is_noted_once_and_a_missed_talk_only_after_its_end(counsellor, talk, at):
    at(talk.starts_at + timedelta(minutes=20))
    with refused(Refusal.NOT_YET_OVER):
        keeping.record_outcome(by=counsellor, appointment=talk, version=1, outcome="noshow")
    keeping.record_outcome(by=counsellor, appointment=talk, version=1, outcome="fulfilled")
    with refused(Refusal.STALE):
        keeping.record_outcome(by=counsellor, appointment=talk, version=1, outcome="noshow")
    with refused(Refusal.NOT_FROM_HERE):
        keeping.record_outcome(by=counsellor, appointment=talk, version=2, outcome="noshow")


def test_answers_close_when_the_talk_begins_or_is_off(relative, talk, at):
    keeping.answer_intake(by=relative, appointment=talk, texts={1: "Min mor"})
    keeping.answer_intake(by=relative, appointment=talk, texts={1: "Min far"})
    assert talk.answers.get().text == "Min far"
    at(talk.starts_at)
    with refused(Refusal.ALREADY_STARTED):
        keeping.answer_intake(by=relative, appointment=talk, texts={1: "For sent"})
    Appointment.objects.filter(pk=talk.pk).update(status="fulfilled", outcome_at=clock.now())
    with refused(Refusal.NOT_FROM_HERE):
        keeping.answer_intake(by=relative, appointment=talk, texts={1: "For sent"})


def test_a_video_link_is_kept_only_while_the_talk_is_on(counsellor, talk):
    keeping.set_video_link(by=counsellor, appointment=talk, version=1, video_link="https://video.example/a")
    keeping.cancel_appointment(by=counsellor, appointment=talk, actor="counsellor", reason="Syg")
    with refused(Refusal.NOT_FROM_HERE):
        keeping.set_video_link(by=counsellor, appointment=talk, version=2, video_link="")


def test_a_call_is_asked_for_once_per_form_and_needs_a_number():
    key = uuid4()
    assert ask_for_a_call(form_key=key) == ask_for_a_call(form_key=key)
    with refused(Refusal.PHONE_MISSING):
        ask_for_a_call(phone="")


def test_calls_are_full_when_more_wait_than_can_be_rung():
    for _person in range(calls.OPEN_CALLS_AT_MOST):
        ask_for_a_call()
    with refused(Refusal.CALLS_FULL):
        ask_for_a_call()


def test_a_call_is_finished_once_and_its_task_with_it(counsellor):
    asked = ask_for_a_call()
    calls.finish_call_request(by=counsellor, request=asked, status="not_reached")
    assert Task.objects.open().filter(about=asked.pk).exists()
    calls.finish_call_request(by=counsellor, request=asked, status="reached")
    assert not Task.objects.open().filter(about=asked.pk).exists()
    with refused(Refusal.NOT_FROM_HERE):
        calls.finish_call_request(by=counsellor, request=asked, status="reached")


def test_one_person_has_the_phone_at_a_time(team_lead, counsellor, colleague):
    start = clock.now()
    duty = calls.give_phone_duty(by=team_lead, user=counsellor, starts_at=start, ends_at=start + timedelta(days=5))
    assert calls.on_duty(start + timedelta(days=1)) == counsellor
    later = start + timedelta(days=4)
    with refused(Refusal.DUTY_TAKEN):
        calls.give_phone_duty(by=team_lead, user=colleague, starts_at=later, ends_at=later + timedelta(days=5))
    calls.take_phone_duty_away(by=team_lead, duty=duty)
    assert calls.on_duty(start + timedelta(days=1)) is None


def test_a_talk_without_a_name_keeps_nothing_but_the_time(nameless):
    talk, code = nameless
    kept = {field.name for field in talk._meta.concrete_fields}
    assert kept == {"id", "code_hash", "meeting_type", "counsellor", "starts_at", "ends_at", "status"}
    assert code.replace(" ", "") not in talk.code_hash


def test_a_talk_without_a_name_is_cancelled_by_its_code_until_it_begins(nameless, talk_type, at):
    talk, code = nameless
    with refused(Refusal.CODE_UNKNOWN):
        calls.cancel_nameless_talk(code="0000 0000")
    at(talk.starts_at)
    with refused(Refusal.ALREADY_STARTED):
        calls.cancel_nameless_talk(code=code)
    at(talk.starts_at - timedelta(minutes=1))
    assert calls.cancel_nameless_talk(code=code).status == calls.cancel_nameless_talk(code=code).status == "cancelled"
    with refused(Refusal.MODE_NOT_OFFERED):
        wish = Wish(meeting_type=talk_type, mode="video")
        calls.book_nameless_talk(wish=wish, starts_at=next_weekday(), form_key=uuid4())


def test_the_outcome_of_a_talk_without_a_name(counsellor, nameless, at):
    talk, _code = nameless
    with refused(Refusal.NOT_YET_OVER):
        calls.conclude_nameless_talk(by=counsellor, talk=talk, outcome="fulfilled")
    at(talk.ends_at)
    calls.conclude_nameless_talk(by=counsellor, talk=talk, outcome="noshow")
    with refused(Refusal.NOT_FROM_HERE):
        calls.conclude_nameless_talk(by=counsellor, talk=talk, outcome="fulfilled")


def test_a_meeting_type_is_made_changed_and_taken_out_of_use_on_the_page_one_saw(team_lead):
    words = {f"{part}_{code}": "Åben samtale" for part in ("name", "summary") for code in ("da", "nb", "en")}
    numbers = dict.fromkeys(
        ("duration_minutes", "buffer_after_minutes", "step_minutes", "min_notice_minutes", "min_notice_phone_minutes"),
        30,
    )
    more = dict.fromkeys(
        ("horizon_days", "move_notice_minutes", "max_open_per_person", "decide_within_hours", "position"), 3
    )
    wish = meeting_types.TypeWish(
        **words,
        **numbers,
        **more,
        questions=[],
        modes=["phone"],
        purpose="any",
        is_self_bookable=True,
        needs_approval=False,
    )
    first, second = (meeting_types.create_type(by=team_lead, wish=wish) for _time in range(2))
    assert (first.slug, second.slug) == ("aaben-samtale", "aaben-samtale-2")
    assert meeting_types.change_type(by=team_lead, meeting_type=first, wish=wish, version=1).version == 2
    with refused(Refusal.STALE):
        meeting_types.change_type(by=team_lead, meeting_type=first, wish=wish, version=1)
    with refused(Refusal.STALE):
        meeting_types.switch_type(by=team_lead, meeting_type=first, is_active=False, version=1)
    assert not meeting_types.switch_type(by=team_lead, meeting_type=first, is_active=False, version=2).is_active


def test_a_photo_without_words_is_not_kept_with_words_of_an_older_one(counsellor, mette):
    plain = {"name": "Mette", "about_da": "", "about_nb": "", "about_en": "", "languages": ["da"]}
    with_photo = profiles.ProfileWish(**plain, photo_alt="Mette smiler", photo=b"jpeg")
    profiles.change_profile(by=counsellor, resource=mette, wish=with_photo)
    without = profiles.ProfileWish(**plain, photo_alt="Mette smiler", remove_photo=True)
    profile = profiles.change_profile(by=counsellor, resource=mette, wish=without)
    assert (profile.photo, profile.photo_alt) == (None, "")


def test_a_new_feed_secret_kills_the_old_one_and_only_a_hash_is_kept(counsellor, mette):
    old, new = (profiles.renew_feed(by=counsellor, resource=mette) for _time in range(2))
    assert CounsellorProfile.objects.with_feed(profiles.secret_hash(old)) is None
    assert CounsellorProfile.objects.with_feed(profiles.secret_hash(new)).resource == mette
    profiles.revoke_feed(by=counsellor, resource=mette)
    assert CounsellorProfile.objects.with_feed(profiles.secret_hash(new)) is None
    assert CounsellorProfile.objects.with_feed("") is None


def wish_for(**fields):
    given = {"name": "Poul Åge", "phone": "20 30 40 50", "email": "", "channel": "sms", "language": "da"}
    return people.PersonWish(**(given | fields))


def test_somebody_without_email_is_written_down_once_and_found_by_number(counsellor):
    key = uuid4()
    first, again = (people.make_person(by=counsellor, wish=wish_for(), form_key=key) for _press in range(2))
    assert first == again and first.email is None
    people.make_person(by=counsellor, wish=wish_for(name="Inge-Lise"), form_key=uuid4())
    assert {user.name for user in people.look_up(by=counsellor, phone="+45 20304050")} == {"Poul Åge", "Inge-Lise"}
    assert people.look_up(by=counsellor, phone="11 11 11 11", email="nobody@borger.example") == []
    assert AuditEvent.objects.filter(action="counselling.person_looked_up").count() == 2


def test_make_person_refuses_an_address_that_is_known_and_a_letter_without_address(counsellor, relative):
    with refused(Refusal.PERSON_KNOWN):
        people.make_person(by=counsellor, wish=wish_for(email=relative.email), form_key=uuid4())
    with refused("postal_address_is_needed"):
        people.make_person(by=counsellor, wish=wish_for(channel="letter"), form_key=uuid4())
    assert not RelativeProfile.objects.exists()
    made = people.make_person(by=counsellor, wish=wish_for(channel="letter", postal_address="Vej 1"), form_key=uuid4())
    assert RelativeProfile.objects.get(user=made).channel == "letter"
