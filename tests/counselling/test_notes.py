"""Notes: changed within a day by who wrote them, added to, released by who carries the case, read by the relative."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from counselling.actions import cases, concluding, drafts, notes, releasing, snippets
from counselling.actions.case_reading import read_case
from counselling.actions.follow_ups import Plan, add_follow_up
from counselling.actions.second_lock import opened_case
from counselling.models import Appointment, Case, CaseParticipant, Note, Snippet
from counselling.rules.notes import NoteRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from portal.refusals import Refused
from tests.factories.database import as_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(relative: User, counsellor: User) -> Case:
    return cases.open_case(by=counsellor, person=relative, worker=counsellor)


@pytest.fixture
def note(case: Case, counsellor: User) -> Note:
    return notes.write_note(by=counsellor, case=case, text="Hun er træt.")


@pytest.fixture
def mettes(client_for: Any, counsellor: User) -> Client:
    client: Client = client_for(counsellor)
    return client


def refused(work: Any) -> object:
    with pytest.raises(Refused) as error:
        work()
    return error.value.reason


def address(name: str, *args: Any) -> str:
    return reverse(f"counselling:{name}", args=args)


def now_holds(case: Case, note: Note) -> Note:
    with opened_case(case.pk):
        row = Note.objects.get(pk=note.pk)
        str(row.text)
        return row


def change(by: User, case: Case, note: Note, text: str = "Andre ord", version: int = 1) -> Any:
    return lambda: notes.change_note(by=by, case=case, note_id=note.pk, text=text, version=version)


def test_a_note_is_changed_by_who_wrote_it(case: Case, note: Note, counsellor: User) -> None:
    change(counsellor, case, note)()
    assert (now_holds(case, note).text, now_holds(case, note).version) == ("Andre ord", 2)
    assert refused(change(counsellor, case, note)) == NoteRefusal.NOTE_STALE
    assert refused(change(counsellor, case, note, text="  ", version=2)) == NoteRefusal.NOTE_EMPTY


def test_after_a_day_a_note_is_only_added_to(case: Case, note: Note, counsellor: User, at: Any) -> None:
    at(note.locked_at)
    assert refused(change(counsellor, case, note)) == NoteRefusal.NOTE_LOCKED
    notes.add_to_note(by=counsellor, case=case, note_id=note.pk, text="Hun ringede igen.")
    opened = notes.open_notes(by=counsellor, case=case, why="case")
    assert [(one.text, one.note.adds_to_id) for one in opened] == [
        ("Hun ringede igen.", note.pk),
        ("Hun er træt.", None),
    ]


def test_a_colleague_adds_and_does_not_change(case: Case, note: Note, counsellor: User, colleague: User) -> None:
    cases.assign_case(by=counsellor, case=case, worker=colleague, reason="handover")
    assert refused(change(colleague, case, note)) == NoteRefusal.NOTE_OF_ANOTHER
    added = notes.add_to_note(by=colleague, case=case, note_id=note.pk, text="Jeg har også talt med hende.")
    again = notes.add_to_note(by=colleague, case=case, note_id=added.pk, text="Og igen.")
    assert added.adds_to_id == again.adds_to_id == note.pk
    assert refused(lambda: notes.write_note(by=counsellor, case=case, text="x")) == NoteRefusal.NOT_YOUR_CASE
    missing = lambda: notes.add_to_note(by=colleague, case=case, note_id=case.pk, text="x")  # noqa: E731
    assert refused(missing) == NoteRefusal.NOT_YOUR_CASE


def release(by: User, case: Case, note: Note, version: int = 1) -> Any:
    return lambda: releasing.release_note(by=by, case=case, note_id=note.pk, version=version)


def test_who_carries_the_case_releases_and_takes_back_and_both_stand_in_the_log(
    case: Case, note: Note, counsellor: User, relative: User
) -> None:
    release(counsellor, case, note)()
    assert [one.text for one in releasing.open_released(by=relative)] == ["Hun er træt."]
    assert refused(change(counsellor, case, note, version=2)) == NoteRefusal.NOTE_RELEASED
    releasing.withdraw_note(by=counsellor, case=case, note_id=note.pk)
    assert releasing.open_released(by=relative) == []
    again = lambda: releasing.withdraw_note(by=counsellor, case=case, note_id=note.pk)  # noqa: E731
    assert refused(again) == NoteRefusal.NOTE_NOT_RELEASED
    said = AuditEvent.objects.filter(action__startswith="counselling.note_", subject=relative.pk)
    assert [one.action.split("_")[1] for one in said.order_by("id")] == ["written", "released", "withdrawn"]


def test_a_release_is_of_what_was_looked_at(case: Case, note: Note, counsellor: User) -> None:
    change(counsellor, case, note)()
    assert refused(release(counsellor, case, note, version=1)) == NoteRefusal.NOTE_STALE


def test_only_who_carries_the_case_releases(case: Case, note: Note, counsellor: User, colleague: User) -> None:
    cases.begin_assignment(by=counsellor, case=case, worker=colleague, role="co", reason="helps", now=clock.now())
    assert refused(release(colleague, case, note)) == NoteRefusal.NOT_PRIMARY
    release(counsellor, case, note)()
    back = lambda: releasing.withdraw_note(by=colleague, case=case, note_id=note.pk)  # noqa: E731
    assert refused(back) == NoteRefusal.NOT_PRIMARY


def test_the_message_of_a_release_says_nothing_but_that_there_is_something(
    case: Case, note: Note, counsellor: User
) -> None:
    release(counsellor, case, note)()
    sent = OutboxMessage.objects.filter(kind="counselling.note_released", about=note.pk)
    assert sent.filter(channel="inbox").exists() and sent.filter(channel="email").exists()
    for language in ("da", "nb", "en"):
        for message in sent:
            message.language = language
            said = text_of(message)
            assert "notat" not in said.body.lower() and "Mette" not in said.body and "talk" not in said.body.lower()
    releasing.withdraw_note(by=counsellor, case=case, note_id=note.pk)
    assert set(sent.values_list("state", flat=True)) <= {"withdrawn", "sent"}


@pytest.fixture
def partner(case: Case, another_relative: User) -> CaseParticipant:
    agreed = {"consented_at": clock.now(), "added_at": clock.now(), "relation": "partner"}
    return CaseParticipant.objects.create(case=case, person=another_relative, **agreed)


def test_a_note_about_one_is_shown_to_that_one_alone(
    case: Case, note: Note, partner: CaseParticipant, counsellor: User, relative: User, another_relative: User
) -> None:
    hers = notes.write_note(by=counsellor, case=case, text="Om hende alene", about=partner.pk)
    release(counsellor, case, note)()
    release(counsellor, case, hers)()
    assert [one.text for one in releasing.open_released(by=relative)] == ["Hun er træt."]
    assert [one.text for one in releasing.open_released(by=another_relative)] == ["Om hende alene"]
    assert releasing.readers_of(hers, case) == [another_relative]


def test_who_takes_part_sees_the_common_notes_after_a_yes_and_not_after_a_no(
    case: Case, note: Note, partner: CaseParticipant, counsellor: User, another_relative: User
) -> None:
    release(counsellor, case, note)()
    assert releasing.open_released(by=another_relative) == []
    CaseParticipant.objects.filter(pk=partner.pk).update(sees_notes=True)
    assert [one.text for one in releasing.open_released(by=another_relative)] == ["Hun er træt."]
    CaseParticipant.objects.filter(pk=partner.pk).update(sees_notes=False, withdrawn_at=clock.now())
    assert releasing.open_released(by=another_relative) == []


def test_the_relative_reads_with_a_passkey_and_not_with_a_code_alone(
    case: Case, note: Note, counsellor: User, relative: User, client_for: Any
) -> None:
    release(counsellor, case, note)()
    code = client_for(relative).get(address("written_down")).content.decode()
    assert "Hun er træt." not in code and "Lav en adgangsnøgle" in code
    assert not AuditEvent.objects.filter(action="counselling.released_notes_read").exists()
    strong = client_for(relative, method="mfa").get(address("written_down")).content.decode()
    assert "Hun er træt." in strong and "Mette Krogh" in strong
    event = AuditEvent.objects.get(action="counselling.released_notes_read")
    assert (event.actor, event.subject, event.kind) == (relative.pk, relative.pk, "read")


def test_the_preview_shows_the_words_and_who_will_read_them(
    mettes: Client, case: Case, note: Note, relative: User
) -> None:
    html = mettes.get(address("note_release", case.pk, note.pk)).content.decode()
    assert "Hun er træt." in html and "Rasmus" in html and "Del notatet" in html
    answer = mettes.post(address("note_release", case.pk, note.pk), {"version": 7})
    assert answer.status_code == 409 and "ændret imens" in answer.content.decode()
    mettes.post(address("note_release", case.pk, note.pk), {"version": 1})
    assert now_holds(case, note).released_at
    mettes.post(address("note_withdraw", case.pk, note.pk))
    mettes.post(address("note_withdraw", case.pk, note.pk))
    assert now_holds(case, note).released_at is None


def test_notes_are_written_changed_and_added_to_on_their_pages(mettes: Client, case: Case) -> None:
    mettes.post(address("note_new", case.pk), {"text": "Efter et opkald"})
    one = notes.open_notes(by=User.objects.get(name="Mette Krogh"), case=case, why="case")[0].note
    mettes.post(address("note_change", case.pk, one.pk), {"text": "Efter to opkald", "version": 1})
    stale = mettes.post(address("note_change", case.pk, one.pk), {"text": "Efter tre", "version": 1})
    assert stale.status_code == 422 and "Efter tre</textarea>" in stale.content.decode()
    mettes.post(address("note_add", case.pk, one.pk), {"text": "Hun skrev selv."})
    html = mettes.get(address("case_notes", case.pk)).content.decode()
    assert "Efter to opkald" in html and "Hun skrev selv." in html and "Efter tre" not in html
    assert mettes.get(address("note_change", case.pk, case.pk)).status_code == 404


def test_the_case_page_shows_its_notes_its_follow_ups_and_who_carries_it(
    case: Case, note: Note, counsellor: User, mettes: Client
) -> None:
    plan = Plan(kind="call", due_on=clock.today() + timedelta(days=1), text="Hør til hende")
    add_follow_up(by=counsellor, case=case, plan=plan)
    html = mettes.get(reverse("counselling:case", args=[case.pk])).content.decode()
    for said in ("Hun er træt.", "Hør til hende", reverse("counselling:note_release", args=[case.pk, note.pk])):
        assert said in html
    assert "Ingen har" not in html and address("hand_over", case.pk) in html
    recorded = AuditEvent.objects.of_object("counselling.case", case.pk).values_list("action", flat=True)
    assert {"counselling.case_read", "counselling.notes_opened"} <= set(recorded)


def test_a_right_that_ended_while_the_page_was_made_shows_no_note(case: Case, note: Note, colleague: User) -> None:
    assert read_case(by=colleague, case=case).notes == []


def test_without_a_log_the_page_is_503_and_shows_nothing(
    committed_db: None, relative: User, counsellor: User, client_for: Any
) -> None:
    case = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    notes.write_note(by=counsellor, case=case, text="Hun er træt.")
    mettes = client_for(counsellor)
    mettes.raise_request_exception = False
    mettes.get(address("case_notes", case.pk))
    with as_superuser() as boss:
        boss.execute("REVOKE INSERT ON audit_auditevent FROM portal_app")
        try:
            answer = mettes.get(address("case_notes", case.pk))
            whole = mettes.get(address("case", case.pk))
        finally:
            boss.execute("GRANT INSERT ON audit_auditevent TO portal_app")
    for page in (answer, whole):
        assert page.status_code == 503 and "træt" not in page.content.decode()


def test_two_windows_that_both_write_are_asked(case: Case, talk: Appointment, counsellor: User) -> None:
    assert drafts.keep_draft(by=counsellor, place=case, text="Et", rest={}, seen=0) == 1
    second = lambda: drafts.keep_draft(by=counsellor, place=case, text="To", rest={}, seen=0)  # noqa: E731
    assert refused(second) == NoteRefusal.DRAFT_NEWER


def test_an_outcome_the_talk_cannot_have_is_refused(talk: Appointment, counsellor: User, at: Any) -> None:
    at(talk.ends_at + timedelta(minutes=1))
    said = concluding.Conclusion(outcome="cancelled")
    work = lambda: concluding.conclude_talk(by=counsellor, talk=talk, version=1, said=said)  # noqa: E731
    assert refused(work) == NoteRefusal.OUTCOME_MISSING


def test_a_sentence_has_a_title_of_its_own(counsellor: User, team_lead: User) -> None:
    own = snippets.keep_snippet(by=counsellor, title="Aftale", text="Vi tales ved.")
    again = lambda: snippets.keep_snippet(by=counsellor, title="Aftale", text="x")  # noqa: E731
    assert refused(again) == NoteRefusal.SNIPPET_TITLE_TAKEN  # the constraint a_snippet_has_a_title_of_its_own
    teams = snippets.keep_snippet(by=team_lead, title="Aftale", text="Vi ringes ved.", is_teams=True)
    not_heard = snippets.keep_snippet(by=counsellor, title="Mere", text="x", is_teams=True)
    assert (own.owner, teams.owner, not_heard.owner) == (counsellor, None, counsellor)
    assert set(Snippet.objects.usable_by(counsellor)) == {own, teams, not_heard}
    snippets.drop_snippet(by=counsellor, key=teams.pk)
    snippets.drop_snippet(by=counsellor, key=own.pk)
    assert set(Snippet.objects.usable_by(counsellor)) == {teams, not_heard}


def test_sentences_are_kept_on_their_page(mettes: Client, client_for: Any, team_lead: User) -> None:
    mettes.post(address("snippets"), {"title": "Aftale", "text": "Vi tales ved."})
    taken = mettes.post(address("snippets"), {"title": "Aftale", "text": "x"})
    assert taken.status_code == 422 and "Vælg en anden titel" in taken.content.decode()
    one = Snippet.objects.get()
    mettes.post(address("snippet", one.pk), {"title": "Aftale", "text": "Vi ringes ved."})
    assert "Vi ringes ved." in mettes.get(address("snippets")).content.decode()
    client_for(team_lead).post(address("snippets"), {"title": "Fælles", "text": "Til alle", "is_teams": "on"})
    html = mettes.get(address("snippets")).content.decode()
    assert "Teamets" in html and html.count("Fjern: ") == 1
    mettes.post(address("snippet_drop", one.pk))
    assert "Vi ringes ved." not in mettes.get(address("snippets")).content.decode()
