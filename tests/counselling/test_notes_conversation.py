"""The screen after a talk: outcome, note, next talk and follow-up in one press; drafts in two windows; no script."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from counselling.actions import cases, drafts, keeping, notes, snippets
from counselling.actions.second_lock import opened_case, opened_draft
from counselling.models import (
    Appointment,
    Case,
    CaseParticipant,
    ConflictOfInterest,
    FollowUp,
    Note,
    NoteDraft,
    Participant,
)
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Resource
from tests.factories.talks import next_weekday

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(talk: Appointment, at: Any) -> Appointment:
    """The talk is over."""
    at(talk.ends_at + timedelta(minutes=5))
    return talk


@pytest.fixture
def mettes(client_for: Any, counsellor: User, held: Appointment) -> Client:
    client: Client = client_for(counsellor)
    return client


def address(name: str, *args: Any) -> str:
    return reverse(f"counselling:{name}", args=args)


def post(client: Client, talk: Appointment, status: int = 302, **given: Any) -> str:
    talk.refresh_from_db()
    sent = {"version": talk.version, "draft_seen": 0, "do": "save", "text": "", **given}
    answer = client.post(address("conversation", talk.pk), sent)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode() or answer["Location"]


def written(case: Case) -> list[str | None]:
    with opened_case(case.pk):
        return [note.text for note in Note.objects.of_case(case.pk)]


def test_outcome_note_follow_up_and_next_talk_are_one_press(mettes: Client, held: Appointment) -> None:
    html = mettes.get(address("conversation", held.pk), {"times": "1"}).content.decode()
    time = html.split('name="next_time" value="2')[1].split('"')[0]
    due = clock.today() + timedelta(days=5)
    post(
        mettes, held, outcome="fulfilled", text="Vi talte om søvn.", follow_kind="call", follow_on=due.isoformat(),
        follow_text="Hør til søvnen", next_time=f"2{time}", form_key="0b0e0f5c-6b1d-4d9a-9c54-6a3d8c1f0a11",
    )  # fmt: skip
    held.refresh_from_db()
    case = Case.objects.get(person=held.booked_by)
    assert (held.status, held.case) == ("fulfilled", case)
    assert written(case) == ["Vi talte om søvn."]
    row = FollowUp.objects.get()
    assert (row.kind, row.due_on, row.text) == ("call", due, "Hør til søvnen")
    assert Appointment.objects.get(status="booked").case == case
    assert list(Case.objects.worked_by(row.owner)) == [case]


def test_nothing_is_half_done_when_a_part_is_refused(mettes: Client, held: Appointment) -> None:
    past = clock.today() - timedelta(days=1)
    html = post(
        mettes, held, 409, outcome="fulfilled", text="Vi talte.", follow_kind="call", follow_on=past.isoformat()
    )
    held.refresh_from_db()
    assert held.status == "booked" and not Case.objects.exists() and not FollowUp.objects.exists()
    assert "Den dag er gået" in html and "Vi talte." in html


def test_only_an_outcome_opens_no_case(mettes: Client, held: Appointment) -> None:
    post(mettes, held, outcome="noshow")
    held.refresh_from_db()
    assert held.status == "noshow" and not Case.objects.exists()
    assert "Vi fik ikke talt sammen" in mettes.get(address("conversation", held.pk)).content.decode()


def test_what_they_wrote_before_becomes_the_first_note(
    client_for: Any, counsellor: User, relative: User, talk: Appointment, at: Any
) -> None:
    keeping.answer_intake(by=relative, appointment=talk, texts={1: "Min mor på 84"})
    at(talk.ends_at + timedelta(minutes=5))
    mettes = client_for(counsellor)
    assert "Min mor på 84" in mettes.get(address("conversation", talk.pk)).content.decode()
    post(mettes, talk, outcome="fulfilled", text="Vi talte.", keep_answers="on")
    last, first = written(Case.objects.get())
    assert last == "Vi talte." and first and "Skrevet af" in first and "Min mor på 84" in first
    assert "keep_answers" not in mettes.get(address("conversation", talk.pk)).content.decode()


def test_who_came_of_those_expected_is_noted(mettes: Client, held: Appointment) -> None:
    Appointment.objects.filter(pk=held.pk).update(company="relative")
    partner = Participant.objects.create(appointment=held, role="relative", first_name="Karin")
    cared_for = Participant.objects.create(appointment=held, role="cared_for", first_name="Ole")
    post(mettes, held, outcome="fulfilled", came=[str(partner.pk)])
    assert [Participant.objects.get(pk=one.pk).came for one in (partner, cared_for)] == [True, False]


def test_arrived_is_one_of_the_answers_while_the_talk_is_on(
    client_for: Any, counsellor: User, talk: Appointment, at: Any
) -> None:
    at(talk.starts_at + timedelta(minutes=5))
    mettes = client_for(counsellor)
    post(mettes, talk, outcome="checked_in")
    talk.refresh_from_db()
    assert talk.status == "checked_in"


def test_a_note_goes_into_the_case_the_person_has(mettes: Client, held: Appointment, counsellor: User) -> None:
    case = cases.open_case(by=counsellor, person=held.booked_by, worker=counsellor)
    post(mettes, held, outcome="fulfilled", text="Vi talte.")
    held.refresh_from_db()
    assert held.case == case and Case.objects.count() == 1


def test_a_colleagues_case_takes_my_note_and_shows_me_no_other(
    mettes: Client, held: Appointment, counsellor: User, colleague: User
) -> None:
    case = cases.open_case(by=colleague, person=held.booked_by, worker=colleague)
    notes.write_note(by=colleague, case=case, text="Kollegaens notat")
    assert "Kollegaens notat" not in mettes.get(address("conversation", held.pk)).content.decode()
    post(mettes, held, outcome="fulfilled", text="Mit notat")
    html = mettes.get(address("conversation", held.pk)).content.decode()
    assert "Mit notat" in html and "Kollegaens notat" not in html and "En kollega har forløbet" in html
    assert mettes.get(address("case_notes", case.pk)).status_code == 404


def test_a_closed_case_takes_no_note(mettes: Client, held: Appointment, counsellor: User) -> None:
    case = cases.open_case(by=counsellor, person=held.booked_by, worker=counsellor)
    Appointment.objects.filter(pk=held.pk).update(case=case)
    closed = {"status": "closed", "closed_at": clock.now(), "close_reason": "finished"}
    Case.objects.filter(pk=case.pk).update(**closed)
    html = post(mettes, held, 409, outcome="fulfilled", text="For sent")
    held.refresh_from_db()
    assert held.status == "booked" and "For sent" in html and written(case) == []


def test_a_conflict_of_interest_takes_the_pen_away_too(mettes: Client, held: Appointment, counsellor: User) -> None:
    cases.open_case(by=counsellor, person=held.booked_by, worker=counsellor)
    ConflictOfInterest.objects.create(worker=counsellor, person=held.booked_by, noted_at=clock.now())
    html = post(mettes, held, 409, outcome="fulfilled", text="Noget")
    assert "Du arbejder ikke med forløbet nu" in html


def test_a_stale_page_keeps_what_was_typed(mettes: Client, held: Appointment, counsellor: User) -> None:
    keeping.record_outcome(by=counsellor, appointment=held, version=held.version, outcome="fulfilled")
    html = post(mettes, held, 409, version=1, outcome="fulfilled", text="Lang tekst")
    assert "Lang tekst" in html and "har ændret" in html


def test_a_note_about_somebody_who_has_not_agreed_is_refused(
    mettes: Client, held: Appointment, counsellor: User
) -> None:
    case = cases.open_case(by=counsellor, person=held.booked_by, worker=counsellor)
    agreed = {"consented_at": clock.now(), "added_at": clock.now(), "relation": "partner"}
    partner = CaseParticipant.objects.create(case=case, first_name="Karin", **agreed)
    assert "Karin" in mettes.get(address("conversation", held.pk)).content.decode()
    with pytest.raises(Exception) as error:
        CaseParticipant.objects.filter(pk=partner.pk).update(withdrawn_at=clock.now())
        notes.write_note(by=counsellor, case=case, text="Om Karin", about=partner.pk)
    assert error.value.reason == notes.NoteRefusal.NO_CONSENT  # type: ignore[attr-defined]


def test_an_outcome_that_cannot_be_is_refused(client_for: Any, counsellor: User, talk: Appointment, at: Any) -> None:
    at(talk.starts_at + timedelta(minutes=5))
    post(client_for(counsellor), talk, 422, outcome="noshow")  # nobody knows before the end


def test_only_the_talks_own_counsellor_has_the_screen(
    client_for: Any, held: Appointment, colleague: User, team_lead: User, jonas: Resource
) -> None:
    assert client_for(colleague).get(address("conversation", held.pk)).status_code == 404
    assert client_for(team_lead).get(address("conversation", held.pk)).status_code == 403


def test_a_cancelled_talk_has_nothing_to_conclude(mettes: Client, talk: Appointment) -> None:
    Appointment.objects.filter(pk=talk.pk).update(status="cancelled", cancelled_at=clock.now(), cancel_actor="relative")
    answer = mettes.get(address("conversation", talk.pk))
    assert answer["Location"] == address("talk", talk.pk)


# Drafts: two windows, no script, the locked screen


def autosave(client: Client, talk: Appointment, text: str, seen: int) -> Any:
    return client.post(address("draft", talk.pk), {"text": text, "draft_seen": seen, "follow_text": "Ring"})


def test_what_is_typed_is_kept_and_comes_back(mettes: Client, held: Appointment) -> None:
    assert autosave(mettes, held, "Halv sætni", 0).json() == {"version": 1}
    assert autosave(mettes, held, "Halv sætning", 1).json() == {"version": 2}
    assert autosave(mettes, held, "Halv sætning", 1).json() == {"version": 2}  # the same again is no clash
    html = mettes.get(address("conversation", held.pk)).content.decode()
    assert "Halv sætning</textarea>" in html and 'value="Ring"' in html and "Kun du kan se den" in html


def test_a_draft_is_not_in_the_way_of_its_own_note_and_is_gone_afterwards(
    mettes: Client, held: Appointment, counsellor: User
) -> None:
    autosave(mettes, held, "Halv", 0)
    post(mettes, held, outcome="fulfilled", text="Halv og hel", draft_seen=1)
    assert drafts.open_draft(by=counsellor, place=held) is None
    assert written(Case.objects.get()) == ["Halv og hel"]


def test_another_windows_newer_draft_is_shown_and_asked_about(mettes: Client, held: Appointment) -> None:
    autosave(mettes, held, "Fra telefonen", 0)
    answer = autosave(mettes, held, "Fra skrivebordet", 0)
    assert answer.status_code == 409
    assert (answer.json()["text"], answer.json()["version"]) == ("Fra telefonen", 1)
    html = post(mettes, held, 409, do="draft", text="Fra skrivebordet")
    assert "Fra telefonen" in html and "Fra skrivebordet</textarea>" in html
    post(mettes, held, do="draft", text="Fra skrivebordet", draft_seen=1)
    assert "Fra skrivebordet</textarea>" in mettes.get(address("conversation", held.pk)).content.decode()
    post(mettes, held, do="newer", text="Noget tredje")
    assert "Noget tredje" not in mettes.get(address("conversation", held.pk)).content.decode()


def test_saving_the_note_from_an_old_window_asks_first(mettes: Client, held: Appointment) -> None:
    autosave(mettes, held, "Fra telefonen", 0)
    html = post(mettes, held, 409, outcome="fulfilled", text="Fra skrivebordet")
    assert "Fra telefonen" in html and not Case.objects.exists()
    post(mettes, held, outcome="fulfilled", text="Fra skrivebordet", draft_seen=1)
    assert written(Case.objects.get()) == ["Fra skrivebordet"]


def test_a_sentence_is_inserted_without_script(mettes: Client, held: Appointment, counsellor: User) -> None:
    one = snippets.keep_snippet(by=counsellor, title="Aftale", text="Vi aftalte at tales ved igen.")
    where = post(mettes, held, do="insert", text="Hun er træt.", snippet=str(one.pk))
    assert where.endswith("#id_text")
    html = mettes.get(address("conversation", held.pk)).content.decode()
    assert "Hun er træt.\nVi aftalte at tales ved igen.</textarea>" in html
    post(mettes, held, do="insert", text="Noget", snippet="nonsense", draft_seen=1)


def test_times_and_throwing_away_work_without_script(mettes: Client, held: Appointment, counsellor: User) -> None:
    where = post(mettes, held, do="times", text="Noget")
    assert "times=1" in where and 'name="next_time"' in mettes.get(where).content.decode()
    post(mettes, held, do="drop", text="Noget")
    assert drafts.open_draft(by=counsellor, place=held) is None


def test_a_time_that_was_taken_meanwhile_is_said_and_nothing_is_lost(mettes: Client, held: Appointment) -> None:
    night = next_weekday(20, at_hour=3).isoformat()
    html = post(
        mettes, held, 409, outcome="fulfilled", text="Vi talte.", next_time=f"{night}|{held.counsellor_id}"
    )  # fmt: skip
    assert "Vi talte." in html and not Case.objects.exists()


def test_an_unreadable_draft_is_never_written_over(mettes: Client, held: Appointment, counsellor: User) -> None:
    autosave(mettes, held, "Kladde", 0)
    with opened_draft(counsellor.pk, held.pk):
        row = NoteDraft.objects.get()
        moved = NoteDraft(appointment=held, author=counsellor, changed_at=clock.now(), version=3)
        moved.text = "En anden rækkes ord"
        sealed = NoteDraft._meta.get_field("text").pre_save(moved, True)
        NoteDraft.objects.filter(pk=row.pk).update(text=sealed)
    assert autosave(mettes, held, "Nyt", 1).status_code == 409
    html = post(mettes, held, 409, do="draft", text="Nyt", draft_seen=1)
    assert "En tidligere kladde kan ikke åbnes" in html and "Nyt</textarea>" in html
    post(mettes, held, outcome="fulfilled", text="Nyt", draft_seen=1)
    assert written(Case.objects.get()) == ["Nyt"]


def test_a_locked_screen_loses_nothing(client_for: Any, counsellor: User, held: Appointment, at: Any) -> None:
    mettes = client_for(counsellor)
    mettes.get(address("conversation", held.pk))
    at(clock.now() + timedelta(minutes=25))
    answer = autosave(mettes, held, "Midt i en sæt", 0)
    assert answer.status_code == 302
    assert drafts.open_draft(by=counsellor, place=held) is None  # kept sealed in the session until it is unlocked
