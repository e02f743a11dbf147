"""Emergency access that ends while somebody reads or types: told plainly to them alone, and nothing typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from counselling.actions import cases, glass
from counselling.actions.conflicts import note_conflict
from counselling.actions.follow_ups import Plan, add_follow_up
from counselling.models import Case, EmergencyAccess, Note
from portal import clock
from portal.accounts.models import Role, User
from portal.design.words import time_words
from tests.counselling.relative_pages import one, soup_of
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
REASON = "Hun ringer i krise, og Mette er syg i dag."
WORDS = "Hun har ikke sovet i tre nætter <og> ringer i morgen."
HOUR, SECOND = timedelta(minutes=60), timedelta(seconds=1)


@pytest.fixture
def case(relative: User, counsellor: User) -> Case:
    return cases.open_case(by=counsellor, person=relative, worker=counsellor)


@pytest.fixture
def access(case: Case, colleague: User) -> EmergencyAccess:
    return glass.break_glass(by=colleague, case=case, reason=REASON)


def address(name: str, *args: Any) -> str:
    return reverse(f"counselling:{name}", args=args)


def test_a_second_before_the_end_all_is_as_it_was(client_for: Any, colleague: User, access: Any, at: Any) -> None:
    at(access.expires_at - SECOND)
    client = client_for(colleague)
    assert client.get(address("case", access.case_id)).status_code == 200
    answer = client.post(address("note_new", access.case_id), {"text": WORDS})
    assert answer.status_code == 422, "to look in an emergency is no right to write; the words stay in the box"
    assert one(soup_of(answer), "main textarea").get_text().strip() == WORDS
    assert client.get(address("case_notes", access.case_id)).status_code == 200


@pytest.mark.parametrize("name", ["case", "case_notes", "note_new", "follow_up_new"])
def test_after_the_end_it_is_said_when_it_ended_and_what_to_do(
    client_for: Any, colleague: User, access: Any, relative: User, at: Any, name: str
) -> None:
    at(access.expires_at)
    answer = client_for(colleague).get(address(name, access.case_id))
    assert answer.status_code == 403 and answer["Cache-Control"] == "no-store"
    text = one(soup_of(answer), "main").get_text(" ", strip=True)
    assert "Din nødadgang er slut" in text and f"kl. {time_words(access.expires_at)}" in text
    assert "skriv hvorfor" in text and "Mette Krogh" in text
    assert str(relative) not in answer.content.decode() and not soup_of(answer).select("textarea")
    assert soup_of(answer).select(f'main a[href="{address("glass_open", access.case_id)}"]')


@pytest.mark.parametrize(
    ("language", "words"), [("nb", "Nødtilgangen din er slutt"), ("en", "Your emergency access has ended")]
)
def test_it_is_said_in_each_language(
    client_for: Any, colleague: User, access: Any, at: Any, language: str, words: str
) -> None:
    colleague.language = language
    colleague.save()
    at(access.expires_at)
    client = client_for(colleague)
    with translation.override(language):
        answer = client.get(address("case", access.case_id), headers={"accept-language": language})
    assert answer.status_code == 403 and words in answer.content.decode()


def test_ended_early_it_says_the_moment_it_was_ended(client_for: Any, colleague: User, access: Any, at: Any) -> None:
    ended = at(access.opened_at + timedelta(minutes=20))
    glass.end_glass(by=colleague, access=access)
    answer = client_for(colleague).get(address("case", access.case_id))
    assert answer.status_code == 403 and f"kl. {time_words(ended)}" in answer.content.decode()


def test_what_was_typed_stands_on_the_page_and_is_stored_nowhere(
    client_for: Any, colleague: User, access: Any, at: Any
) -> None:
    at(access.expires_at)
    client = client_for(colleague)
    answer = client.post(address("note_new", access.case_id), {"text": WORDS, "next": "/hemmelig/"})
    assert answer.status_code == 403 and not Note.objects.exists()
    assert one(soup_of(answer), "main textarea").get_text() == WORDS
    plan = {"follow_kind": "call", "follow_on": "", "follow_text": "Ring om søvnen"}
    answer = client.post(address("follow_up_new", access.case_id), plan)
    assert answer.status_code == 403 and one(soup_of(answer), "main textarea").get_text() == "Ring om søvnen"
    assert "Ring om søvnen" not in client.get(address("case", access.case_id)).content.decode()


def test_a_follow_up_leads_to_the_same_words(
    client_for: Any, colleague: User, counsellor: User, case: Case, access: Any, at: Any
) -> None:
    plan = Plan(kind="call", due_on=clock.today() + timedelta(days=3), text="Ring")
    row = add_follow_up(by=counsellor, case=case, plan=plan)
    at(access.expires_at)
    assert client_for(colleague).get(address("follow_up", row.pk)).status_code == 403


def test_a_stranger_finds_nothing_at_any_time(
    client_for: Any, access: Any, another_relative: User, counsellor: User, colleague: User, at: Any
) -> None:
    other = cases.open_case(by=counsellor, person=another_relative, worker=counsellor)
    stranger = make_person("Else Vind", Role.COUNSELLOR, email="else.vind@egekoebing.example")
    at(access.expires_at)
    for name in ("case", "case_notes", "note_new"):
        assert client_for(stranger).get(address(name, access.case_id)).status_code == 404
        assert client_for(colleague).get(address(name, other.pk)).status_code == 404, "another case than the one opened"
    assert client_for(stranger).post(address("note_new", access.case_id), {"text": WORDS}).status_code == 404


def test_a_day_after_the_end_it_is_as_for_any_stranger(client_for: Any, colleague: User, access: Any, at: Any) -> None:
    at(access.expires_at + timedelta(hours=24) - SECOND)
    assert client_for(colleague).get(address("case", access.case_id)).status_code == 403
    at(access.expires_at + timedelta(hours=25))
    answer = client_for(colleague).post(address("note_new", access.case_id), {"text": WORDS})
    assert answer.status_code == 404 and "nødadgang" not in answer.content.decode()


def test_who_must_not_meet_the_person_finds_nothing(
    client_for: Any, colleague: User, case: Case, access: Any, at: Any
) -> None:
    note_conflict(by=colleague, worker=colleague, person=case.person)
    at(access.expires_at)
    assert client_for(colleague).get(address("case", access.case_id)).status_code == 404


def test_a_note_that_is_not_there_is_still_not_found_while_the_case_is_open(
    client_for: Any, colleague: User, case: Case, access: Any
) -> None:
    assert client_for(colleague).get(address("note_change", case.pk, case.pk)).status_code == 404
