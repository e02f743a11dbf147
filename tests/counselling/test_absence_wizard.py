"""Somebody is away: nothing is written or sent before one confirm; then everything at once, or nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from counselling import links
from counselling.actions import calls, keeping, new_times
from counselling.actions.absences import AbsencePlan, Choice, keep_open_absences_going, note_absence
from counselling.actions.conflicts import note_conflict
from counselling.affected import hit_by
from counselling.models import Appointment, NamelessTalk, NewTimesOffer, PhoneDuty
from counselling.rules.absences import AbsenceRefusal, kept_until
from counselling.wishes import Wish
from portal import clock
from portal.audit.models import AuditEvent
from portal.calendar.models import Absence, Occupancy
from portal.outbox import chores, kinds
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from portal.refusals import Refused
from portal.worklist import kinds as task_kinds
from portal.worklist.models import Task
from relatives import actions as relatives
from tests.factories.talks import fresh_key, make_talk, next_weekday

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(mette):
    return reverse("counselling:absence", args=[mette.pk])


def days_of(talk):
    on = talk.starts_at.astimezone(clock.zone()).date().isoformat()
    return {"kind": "away", "first": on, "last": on}


def fields_of(page):
    """What the page's form would send as it stands."""
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}


def traces():
    """Everything a confirm could change."""
    return (
        list(Absence.objects.values_list("pk")),
        sorted(Appointment.objects.values_list("pk", "version", "status", "counsellor")),
        sorted(Occupancy.objects.values_list("pk", "state", "resource")),
        sorted(OutboxMessage.objects.values_list("pk", "state")),
        sorted(Task.objects.values_list("pk", "finished_at")),
        sorted(PhoneDuty.objects.values_list("pk", "user")),
        NewTimesOffer.objects.count(),
        AuditEvent.objects.filter(kind="change").count(),
    )


def confirm(client, url, talk, **changes):
    """Look, then confirm with these changes."""
    page = client.post(url, days_of(talk))
    return client.post(url, {**days_of(talk), **fields_of(page), **changes, "step": "confirm"})


def test_the_wizard_is_silent_until_confirm(client_for, counsellor, talk, jonas, url):
    before = traces()
    client = client_for(counsellor)
    client.get(url)
    page = client.post(url, days_of(talk))
    client.post(url, {**days_of(talk), **fields_of(page), "step": "back"})
    html = page.content.decode()
    assert "1 samtale berørt" in html and "Jonas Hviid Toft" in html
    assert traces() == before


def test_confirmed_it_moves_the_talk_to_the_proposed_colleague_and_tells_once(client_for, counsellor, talk, jonas, url):
    assert confirm(client_for(counsellor), url, talk).status_code == 302
    moved = Appointment.objects.get(pk=talk.pk)
    assert moved.counsellor == jonas and moved.starts_at == talk.starts_at
    told = OutboxMessage.objects.planned().about(talk.pk).filter(kind="counselling.changed")
    assert sorted(told.values_list("channel", flat=True)) == ["email", "inbox"]
    assert Absence.objects.get().kind == "away"


def test_other_times_are_kept_and_one_is_chosen_by_link(client_for, client, counsellor, talk, mette, url):
    assert confirm(client_for(counsellor), url, talk, **{f"do-{talk.pk}": "offer"}).status_code == 302
    offer = NewTimesOffer.objects.get()
    times = list(offer.times.all())
    assert len(times) == 3 and all(time.starts_at.date() != talk.starts_at.date() for time in times)
    assert {row.state for row in Occupancy.objects.filter(held_for="counselling.new_time")} == {"held"}
    message = OutboxMessage.objects.planned().about(talk.pk).get(kind="counselling.new_times", channel="email")
    said = text_of(message).body
    assert "Mette" not in said and "Samtale" not in said
    old = OutboxMessage.objects.about(talk.pk).filter(kind="counselling.reminder").first()
    assert old.state == "withdrawn" and not kinds.get(old.kind).still_holds(old)
    talk.refresh_from_db()
    link = reverse("counselling:link_new_times", args=[links.sign(talk)])
    assert client.get(link).status_code == 200 and NewTimesOffer.objects.get().state == "open"
    assert client.post(link, {"time": str(times[1].pk)}).status_code == 302
    made = Appointment.objects.live().get()
    assert (made.uid, made.starts_at, made.ics_sequence) == (talk.uid, times[1].starts_at, talk.ics_sequence + 1)
    firm = Occupancy.objects.of(made.pk).filter(state="firm")
    assert {row.resource_id for row in firm} == {mette.pk}
    assert not Occupancy.objects.filter(held_for="counselling.new_time", state="held").exists()
    assert client.get(link).status_code == 410


def test_the_relative_chooses_signed_in_and_a_second_press_says_that_it_is_over(
    client_for, counsellor, relative, another_relative, talk, url
):
    confirm(client_for(counsellor), url, talk, **{f"do-{talk.pk}": "offer"})
    mine = reverse("counselling:new_times", args=[talk.pk])
    assert client_for(another_relative).get(mine).status_code == 404
    client = client_for(relative)
    assert client.post(mine, {"time": "nonsense"}).status_code == 422
    offer = NewTimesOffer.objects.get()
    time = offer.times.first()
    assert client.post(mine, {"time": str(time.pk)}).status_code == 302
    with pytest.raises(Refused) as error:
        new_times.choose_new_time(by=relative, offer=offer, time_id=time.pk)
    assert error.value.reason == AbsenceRefusal.OFFER_OVER


def test_none_suits_or_nobody_answers_and_somebody_rings(client_for, counsellor, relative, talk, url, at):
    confirm(client_for(counsellor), url, talk, **{f"do-{talk.pk}": "offer"})
    offer = NewTimesOffer.objects.get()
    with pytest.raises(Refused) as error:
        new_times.choose_new_time(by=relative, offer=offer, time_id=talk.pk)
    assert error.value.reason == AbsenceRefusal.CHOICE_MISSING
    at(offer.expires_at)
    chores.do_due()
    offer.refresh_from_db()
    assert offer.state == "expired"
    assert Task.objects.open().get(kind=new_times.RING_TASK).about == talk.pk
    assert not Occupancy.objects.blocking(clock.now()).filter(held_for="counselling.new_time").exists()


def test_none_suits_gives_the_times_back_at_once(client_for, counsellor, relative, talk, url):
    confirm(client_for(counsellor), url, talk, **{f"do-{talk.pk}": "offer"})
    page = client_for(relative).post(reverse("counselling:new_times", args=[talk.pk]), {"none": "1"})
    assert "Vi ringer til dig" in page.content.decode()
    assert not Occupancy.objects.filter(held_for="counselling.new_time", state="held").exists()
    assert Task.objects.open().filter(kind=new_times.RING_TASK).exists()


def test_a_stale_preview_shows_what_changed_and_keeps_the_choices(
    client_for, counsellor, another_relative, talk, talk_type, mette, url
):
    client = client_for(counsellor)
    page = client.post(url, days_of(talk))
    late = make_talk(another_relative, talk_type, starts_at=talk.starts_at + timedelta(hours=2))
    chosen = {f"do-{talk.pk}": "cancel", f"words-{talk.pk}": "Syg"}
    answer = client.post(url, {**days_of(talk), **fields_of(page), **chosen, "step": "confirm"})
    html = answer.content.decode()
    assert answer.status_code == 409 and "Ny, siden du så" in html and 'value="Syg"' in html
    assert not Absence.objects.exists() and Appointment.objects.live().count() == 2
    again = client.post(url, {**days_of(talk), **fields_of(answer), "step": "confirm"})
    assert again.status_code == 302
    assert Appointment.objects.get(pk=talk.pk).status == "cancelled"
    assert Appointment.objects.get(pk=late.pk).status == "booked"


def test_a_talk_cancelled_meanwhile_is_said_to_be_gone(client_for, counsellor, relative, talk, url):
    client = client_for(counsellor)
    page = client.post(url, days_of(talk))
    keeping.cancel_appointment(by=relative, appointment=talk, actor="relative")
    answer = client.post(url, {**days_of(talk), **fields_of(page), "step": "confirm"})
    assert answer.status_code == 409 and "1 samtale er der ikke længere" in answer.content.decode()
    assert answer.context["form"]["seen"].value() == ""


def test_a_colleague_taken_meanwhile_refuses_all_of_it(
    client_for, counsellor, another_relative, talk, talk_type, jonas, url
):
    client = client_for(counsellor)
    page = client.post(url, days_of(talk))
    make_talk(another_relative, talk_type, starts_at=talk.starts_at)
    answer = client.post(url, {**days_of(talk), **fields_of(page), "step": "confirm"})
    html = answer.content.decode()
    assert answer.status_code == 409 and "Kollegaen er ikke længere ledig" in html and not Absence.objects.exists()
    assert Appointment.objects.get(pk=talk.pk).version == 1
    assert answer.context["form"][f"do-{talk.pk}"].value() == "offer"


def test_a_cancellation_has_words_and_a_talk_without_message_is_rung(client_for, counsellor, relative, talk, url):
    answer = confirm(client_for(counsellor), url, talk, **{f"do-{talk.pk}": "cancel"})
    assert answer.status_code == 409 and "Skriv, hvorfor" in answer.content.decode()  # CANCEL_WITHOUT_WORDS
    assert not Absence.objects.exists() and Appointment.objects.live().exists()
    assert confirm(client_for(counsellor), url, talk, **{f"do-{talk.pk}": "ring"}).status_code == 302
    task = Task.objects.open().get(kind="counselling.ring_about_absence")
    assert task.about == talk.pk and task.due_at < talk.starts_at
    reminders = OutboxMessage.objects.planned().about(talk.pk).filter(kind="counselling.reminder")
    assert not reminders.exists()


def test_only_free_colleagues_who_may_and_can_are_offered(relative, colleague, talk, mette, jonas, at):
    hit = lambda: hit_by(mette, talk.starts_at, talk.ends_at, clock.now()).talks[0]  # noqa: E731
    assert hit().colleagues == [jonas] and hit().proposed == f"move:{jonas.pk}"
    Appointment.objects.filter(pk=talk.pk).update(interpreter_language="so")
    assert hit().colleagues == []
    Appointment.objects.filter(pk=talk.pk).update(interpreter_language="ar")
    assert hit().colleagues == [jonas]
    absence = Absence.objects.create(resource=jonas, period=(talk.starts_at, talk.ends_at))
    assert hit().colleagues == []
    absence.delete()
    note_conflict(by=colleague, worker=colleague, person=relative)
    assert hit().colleagues == [] and hit().proposed == "offer"
    at(talk.starts_at - timedelta(hours=3))
    assert hit().is_urgent and hit().proposed == "ring"


def test_who_is_reached_by_no_message_is_not_offered_times_by_message(relative, talk, mette):
    wish = relatives.ContactWish(channel="email", readers="others", discreet="inbox_only", shared_phone=False)
    relatives.change_contact(user=relative, by=relative, wish=wish)
    hit = hit_by(mette, talk.starts_at, talk.ends_at, clock.now())
    assert hit.without_email == 1 and not hit.talks[0].is_reachable and hit.talks[0].proposed == "ring"


def test_phone_tasks_and_talks_without_a_name_find_somebody(
    client_for, counsellor, colleague, talk_type, mette, jonas, url
):
    start = next_weekday(at_hour=14)
    wish = Wish(meeting_type=talk_type, mode="phone", counsellor_id=mette.pk)
    nameless, _code = calls.book_nameless_talk(wish=wish, starts_at=start, form_key=fresh_key())
    calls.give_phone_duty(by=counsellor, user=counsellor, starts_at=start, ends_at=start + timedelta(hours=3))
    answer = confirm(client_for(counsellor), url, nameless, phone=str(colleague.pk))
    assert answer.status_code == 302
    assert NamelessTalk.objects.get().counsellor == jonas and PhoneDuty.objects.get().user == colleague
    assert {row.resource_id for row in Occupancy.objects.of(nameless.pk).filter(state="firm")} == {jonas.pk}


def test_without_anybody_the_lead_has_a_task_for_the_phone_and_the_nameless(
    client_for, counsellor, talk_type, mette, url
):
    start = next_weekday(at_hour=14)
    wish = Wish(meeting_type=talk_type, mode="phone", counsellor_id=mette.pk)
    nameless, _code = calls.book_nameless_talk(wish=wish, starts_at=start, form_key=fresh_key())
    calls.give_phone_duty(by=counsellor, user=counsellor, starts_at=start, ends_at=start + timedelta(hours=3))
    assert confirm(client_for(counsellor), url, nameless).status_code == 302
    kinds_left = set(Task.objects.open().filter(role="team_lead").values_list("kind", flat=True))
    assert kinds_left == {"counselling.nameless_without_counsellor", "counselling.phone_without_anybody"}


def test_the_lead_notes_it_for_a_colleague_and_a_stranger_can_not(client_for, colleague, team_lead, talk, jonas, url):
    assert client_for(colleague).get(url).status_code == 404
    assert confirm(client_for(team_lead), url, talk, **{f"do-{talk.pk}": "cancel", f"words-{talk.pk}": "Syg"})
    assert Appointment.objects.get(pk=talk.pk).cancel_actor == "service"


def test_until_further_notice_has_no_end_on_any_page_and_bad_days_are_said(client_for, counsellor, talk, mette, url):
    client = client_for(counsellor)
    assert client.post(url, {"kind": "away", "first": "2020-01-01", "last": "2020-01-02"}).status_code == 422
    days = {"kind": "away", "first": clock.today().isoformat(), "last": ""}
    page = client.post(url, days)
    assert "indtil videre" in page.content.decode() and str(clock.today().year + 1) not in page.context["away"].words
    nobody_left = client.post(url, {**days, **fields_of(page), "step": "confirm"})
    assert nobody_left.status_code == 409 and "Der er ingen andre ledige tider" in nobody_left.content.decode()
    rung = {**fields_of(page), f"do-{talk.pk}": "ring"}
    assert client.post(url, {**days, **rung, "step": "confirm"}).status_code == 302
    absence = Absence.objects.get()
    assert absence.is_open_ended and absence.period.upper - absence.period.lower > timedelta(days=364)
    own = client.get(reverse("calendar:resource_availability", args=[mette.pk])).content.decode()
    assert "indtil videre" in own


def test_an_absence_with_a_last_day_has_an_end(client_for, counsellor, talk, jonas, url):
    assert confirm(client_for(counsellor), url, talk).status_code == 302
    assert not Absence.objects.get().is_open_ended


def test_each_night_an_absence_without_an_end_goes_on_and_the_lead_is_asked_once(mette, jonas, at):
    begins = next_weekday()
    given = {"kind": "away", "period": (begins, begins + timedelta(days=365))}
    open_one = Absence.objects.create(resource=mette, is_open_ended=True, **given)
    closed = Absence.objects.create(resource=jonas, **given)
    ends = open_one.period[1]
    assert keep_open_absences_going() == 0, "its end is far away"
    at(ends - timedelta(days=179))
    assert keep_open_absences_going() == 1 and keep_open_absences_going() == 0
    open_one.refresh_from_db()
    closed.refresh_from_db()
    assert open_one.period.upper == ends + timedelta(days=365) and closed.period.upper == ends
    task = Task.objects.open().get(kind="counselling.absence_goes_on")
    assert task.role == "team_lead" and "Mette Krogh" in task_kinds.sentence_of(task)
    assert task_kinds.url_of(task) == reverse("calendar:resource_availability", args=[mette.pk])
    at(ends + timedelta(days=200))
    assert keep_open_absences_going() == 1
    assert Task.objects.filter(kind="counselling.absence_goes_on").count() == 2
    assert AuditEvent.objects.filter(action="calendar.absence_lengthened").count() == 2


def test_an_absence_without_an_end_that_was_forgotten_for_years_ends_ahead_again(mette, at):
    begins = next_weekday()
    period = (begins, begins + timedelta(days=365))
    one = Absence.objects.create(resource=mette, kind="away", period=period, is_open_ended=True)
    at(begins + timedelta(days=1000))
    assert keep_open_absences_going() == 1
    one.refresh_from_db()
    assert one.period.upper == clock.now() + timedelta(days=365)


def test_times_are_kept_a_day_or_two_working_days_and_never_beyond_the_talk():
    zone = clock.zone()
    friday = next_weekday(7).replace(tzinfo=zone)
    friday += timedelta(days=5 - friday.isoweekday() if friday.isoweekday() <= 5 else 0)
    assert kept_until(now=friday, starts_at=friday + timedelta(days=3), zone=zone) == friday + timedelta(days=1)
    assert kept_until(now=friday, starts_at=friday + timedelta(hours=2), zone=zone) == friday + timedelta(hours=2)
    far = kept_until(now=friday, starts_at=friday + timedelta(days=20), zone=zone)
    assert far.astimezone(zone).isoweekday() == 2


def test_a_plan_without_a_choice_or_for_somebody_no_message_reaches_is_refused(relative, counsellor, talk, mette):
    plan = {"resource": mette, "seen_version": 0, "kind": "away", "start": talk.starts_at, "end": talk.ends_at}
    seen = f"{talk.pk}:{talk.version}"

    def reason_of(**changes):
        with pytest.raises(Refused) as error:
            note_absence(by=counsellor, plan=AbsencePlan(**{**plan, "seen": seen, "choices": {}, **changes}))
        return error.value.reason

    assert reason_of() == AbsenceRefusal.CHOICE_MISSING
    assert reason_of(seen="") == AbsenceRefusal.TALKS_CHANGED
    assert reason_of(choices={talk.pk: Choice(kind="move", to=mette.pk)}) == AbsenceRefusal.COLLEAGUE_TAKEN
    assert reason_of(choices={talk.pk: Choice(kind="cancel")}) == AbsenceRefusal.CANCEL_WITHOUT_WORDS
    whole_year = {"start": clock.now(), "end": clock.now() + timedelta(days=365)}
    assert reason_of(choices={talk.pk: Choice(kind="offer")}, **whole_year) == AbsenceRefusal.NO_TIMES
    wish = relatives.ContactWish(channel="email", readers="others", discreet="inbox_only", shared_phone=False)
    relatives.change_contact(user=relative, by=relative, wish=wish)
    assert reason_of(choices={talk.pk: Choice(kind="offer")}) == AbsenceRefusal.NOT_REACHABLE
    assert not Absence.objects.exists()
