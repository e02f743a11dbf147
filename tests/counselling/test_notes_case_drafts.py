"""A note without a talk is kept while it is typed: it comes back, two windows are asked, saving takes it away."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from counselling.actions import cases, drafts
from counselling.actions.notes import open_notes
from counselling.actions.second_lock import opened_draft
from counselling.models import Case, NoteDraft
from portal import clock
from portal.accounts.models import User
from portal.privacy.actions import keep_and_delete

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(relative: User, counsellor: User) -> Case:
    return cases.open_case(by=counsellor, person=relative, worker=counsellor)


@pytest.fixture
def mettes(client_for: Any, counsellor: User) -> Client:
    client: Client = client_for(counsellor)
    return client


def autosave(client: Client, case: Case, text: str, seen: int) -> Any:
    return client.post(reverse("counselling:note_draft", args=[case.pk]), {"text": text, "draft_seen": seen})


def page(client: Client, case: Case) -> str:
    return client.get(reverse("counselling:note_new", args=[case.pk])).content.decode()


def post(client: Client, case: Case, status: int = 302, **given: Any) -> str:
    answer = client.post(reverse("counselling:note_new", args=[case.pk]), {"draft_seen": 0, **given})
    assert answer.status_code == status, answer.content[:500]
    return answer["Location"] if status == 302 else answer.content.decode()


def written(by: User, case: Case) -> list[str | None]:
    return [one.text for one in open_notes(by=by, case=case, why="case")]


def test_what_is_typed_is_kept_sealed_and_comes_back(mettes: Client, case: Case, counsellor: User) -> None:
    assert "data-draft=" in page(mettes, case)
    assert autosave(mettes, case, "Moren ringede. Halv sætni", 0).json() == {"version": 1}
    assert autosave(mettes, case, "Moren ringede. Halv sætning", 1).json() == {"version": 2}
    html = page(mettes, case)
    assert "Moren ringede. Halv sætning</textarea>" in html and "Kun du kan se den" in html
    assert 'name="draft_seen" value="2"' in html
    with opened_draft(counsellor.pk, case.pk), connection.cursor() as cursor:
        cursor.execute("SELECT text FROM counselling_notedraft")
        ((kept,),) = cursor.fetchall()
    assert b"Moren" not in bytes(kept)


def test_without_script_a_button_keeps_it_and_leads_back_to_it(mettes: Client, case: Case) -> None:
    back = reverse("counselling:case", args=[case.pk])
    where = post(mettes, case, do="draft", text="Vi talte med lægen.", next=back)
    assert where.endswith("#id_text") and "next=" in where
    html = mettes.get(where).content.decode()
    assert "Vi talte med lægen.</textarea>" in html and f'name="next" value="{back}"' in html
    post(mettes, case, do="drop", text="Vi talte med lægen.")
    assert "Vi talte med lægen." not in page(mettes, case)


def test_saving_takes_the_draft_away_in_one_step(mettes: Client, case: Case, counsellor: User) -> None:
    autosave(mettes, case, "Halv", 0)
    post(mettes, case, text="Halv og hel", draft_seen=1)
    assert written(counsellor, case) == ["Halv og hel"]
    assert drafts.open_draft(by=counsellor, place=case) is None


def test_two_windows_are_asked_whose_words_to_keep(mettes: Client, case: Case, counsellor: User) -> None:
    autosave(mettes, case, "Fra telefonen", 0)
    answer = autosave(mettes, case, "Fra skrivebordet", 0)
    assert answer.status_code == 409 and answer.json()["text"] == "Fra telefonen" and answer.json()["version"] == 1
    html = post(mettes, case, 409, text="Fra skrivebordet")
    assert "Fra telefonen" in html and "Fra skrivebordet</textarea>" in html and not written(counsellor, case)
    assert 'name="draft_seen" value="1"' in html, "the next press is a choice made with open eyes"
    post(mettes, case, do="newer", text="Fra skrivebordet")
    assert "Fra telefonen</textarea>" in page(mettes, case)
    post(mettes, case, text="Fra skrivebordet", draft_seen=1)
    assert written(counsellor, case) == ["Fra skrivebordet"]


def test_an_empty_note_keeps_the_draft(mettes: Client, case: Case) -> None:
    autosave(mettes, case, "Kladde", 0)
    assert "Skriv noget først" in post(mettes, case, 422, text=" ", draft_seen=1)
    assert "Kladde</textarea>" in page(mettes, case)


def test_an_unreadable_draft_is_never_written_over_and_the_words_stay_in_the_box(
    mettes: Client, case: Case, counsellor: User
) -> None:
    autosave(mettes, case, "Kladde", 0)
    with opened_draft(counsellor.pk, case.pk):
        other = NoteDraft(case=case, author=counsellor, changed_at=clock.now(), version=3)
        other.text = "En anden rækkes ord"
        sealed = NoteDraft._meta.get_field("text").pre_save(other, True)
        NoteDraft.objects.update(text=sealed)
    html = post(mettes, case, 409, do="draft", text="Nyt", draft_seen=1)
    assert "En tidligere kladde kan ikke åbnes" in html and "Nyt</textarea>" in html


def test_a_draft_is_its_authors_alone(
    mettes: Client, case: Case, counsellor: User, colleague: User, client_for: Any
) -> None:
    cases.add_worker(by=counsellor, case=case, worker=colleague, version=case.version)
    autosave(mettes, case, "Kun mine ord", 0)
    assert "Kun mine ord" not in page(client_for(colleague), case)
    assert autosave(client_for(colleague), case, "Og mine", 0).json() == {"version": 1}
    assert "Kun mine ord</textarea>" in page(mettes, case)


def test_a_draft_nobody_touched_for_a_month_goes(mettes: Client, case: Case, counsellor: User, at: Any) -> None:
    autosave(mettes, case, "Glemt", 0)
    at(clock.now() + timedelta(days=31))
    keep_and_delete()
    assert drafts.open_draft(by=counsellor, place=case) is None


def test_a_stranger_keeps_nothing_here(case: Case, colleague: User, relative: User, client_for: Any) -> None:
    assert autosave(client_for(colleague), case, "x", 0).status_code == 404
    assert autosave(client_for(relative), case, "x", 0).status_code == 403
