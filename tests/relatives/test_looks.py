"""Who looked at me: a relative sees each look of others, by whom, when, what and why."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from counselling.actions.cases import open_case
from counselling.actions.glass import break_glass
from portal.accounts.actions import merge_people
from portal.accounts.models import User
from portal.audit.actions import record, record_read
from portal.audit.models import AuditEvent
from portal.audit.relatives_words import REASONS_FOR_RELATIVES, REASONS_SAID, SAID, WORDS_FOR_RELATIVES
from portal.audit.words import REASONS, WORDS
from portal.privacy.export import export_person
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
STAFFS = re.compile(r"forløb|\b(sag|sagen|sager|sagerne|sagens|sak|saken|saker|sakene|sakens)\b", re.IGNORECASE)


@pytest.fixture
def page(relative: User) -> Callable[..., str]:
    """The page as the relative sees it after signing in with a passkey."""
    client = sign_in(relative)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "webauthn", "at": 1_790_000_000}]
    session.save()

    def shown(query: str = "") -> str:
        answer = client.get(reverse("relatives:looks") + query)
        assert answer.status_code == 200
        return answer.content.decode()

    return shown


def test_it_shows_who_did_what_when_and_why(page: Callable[..., str], relative: User, counsellor: User) -> None:
    record_read("counselling.talk_opened", by=counsellor, obj=relative, subject=relative.pk)
    reason = "Hun ringede og var bange for i nat."
    record("counselling.appointment_moved", by=counsellor, obj=relative, subject=relative.pk, reason=reason)
    html = page()
    assert html.count("Mette Krogh, ") == 2
    assert "En samtale blev åbnet og læst" in html and "En samtale er flyttet" in html and reason in html
    assert "kl. " in html


def test_an_emergency_shows_what_was_written_as_its_reason(
    page: Callable[..., str], relative: User, counsellor: User, colleague: User, team_lead: User
) -> None:
    case = open_case(by=counsellor, person=relative, worker=counsellor)
    why = "Hun ringede grædende, og Mette har fri i dag."
    break_glass(by=colleague, case=case, reason=why)
    html = page()
    assert "Jonas Hviid Toft, " in html and why in html
    event = AuditEvent.objects.get(action="counselling.glass_broken")
    assert why not in event.reason, "the log itself holds no words about people"


def test_codes_are_not_shown_as_reasons(page: Callable[..., str], relative: User, dpo: User) -> None:
    record_read("audit.log_read", by=dpo, obj=relative, subject=relative.pk, reason="change")
    assert "Grund" not in page()


def test_own_looks_and_looks_at_others_are_not_in_it(
    page: Callable[..., str], relative: User, another_relative: User, counsellor: User
) -> None:
    record_read("counselling.talk_opened", by=relative, obj=relative, subject=relative.pk)
    record_read("counselling.talk_opened", by=counsellor, obj=relative, subject=another_relative.pk)
    assert "Ingen andre har set dine oplysninger." in page()


def test_other_relatives_are_not_named(page: Callable[..., str], relative: User, another_relative: User) -> None:
    record("counselling.appointment_moved", by=another_relative, obj=relative, subject=relative.pk)
    html = page()
    assert "En samtale er flyttet" in html and str(another_relative) not in html and "Pårørende" in html


def test_the_list_goes_on_page_by_page_to_its_end(page: Callable[..., str], relative: User, counsellor: User) -> None:
    for number in range(65):
        record_read(
            "counselling.talk_opened", by=counsellor, obj=relative, subject=relative.pk, reason=f"nr {number} x"
        )
    seen, query = [], ""
    while True:
        html = page(query)
        seen += re.findall(r"nr (\d+) x", html)
        older = re.search(r'href="(\?before=\d+)"', html)
        if older is None:
            break
        query = older[1]
    assert [int(number) for number in seen] == list(range(64, -1, -1))
    assert "nr 64 x" in page("?before=nonsense") and "nr 64 x" in page(f"?before={'9' * 30}")


def test_what_was_looked_at_under_an_emptied_record_is_shown_to_the_one_who_stays(
    page: Callable[..., str], relative: User, counsellor: User, team_lead: User
) -> None:
    """Also over two joinings, and not what the person did themself under the other record."""
    first, second = (User.objects.create_user(None, name="Rasmus") for _number in range(2))
    record_read("counselling.talk_opened", by=counsellor, obj=first, subject=first.pk, reason="nr 1 x")
    record_read("counselling.talk_opened", by=second, obj=second, subject=second.pk, reason="nr 2 x")
    merge_people(by=team_lead, keep=second, gone=first, choices={})
    assert "nr 1 x" not in page()
    merge_people(by=team_lead, keep=relative, gone=second, choices={})
    html = page()
    assert "nr 1 x" in html and "nr 2 x" not in html
    assert html.count("To personer blev lagt sammen til én") == 1, "joining the two is said once"
    assert AuditEvent.objects.ids_of(first.pk) == {first.pk}, "the emptied record does not get the other's"


def test_the_own_copy_has_what_happened_under_an_emptied_record(
    relative: User, counsellor: User, team_lead: User
) -> None:
    double = User.objects.create_user(None, name="Rasmus")
    looked = record_read("counselling.talk_opened", by=counsellor, obj=double, subject=double.pk)
    merge_people(by=team_lead, keep=relative, gone=double, choices={})
    rows = export_person(relative)["tables"]["audit.auditevent"]
    assert looked.at.isoformat() in {row["at"] for row in rows}


def test_a_session_opened_with_a_mailbox_alone_does_not_see_it(
    client_for: Callable[..., Client], relative: User, counsellor: User
) -> None:
    record_read("counselling.talk_opened", by=counsellor, obj=relative, subject=relative.pk)
    html = client_for(relative).get(reverse("relatives:looks")).content.decode()
    assert "Mette Krogh" not in html and reverse("mfa_index") in html
    assert AuditEvent.objects.count() == 1


def test_the_settings_page_leads_there(client_for: Callable[..., Client], relative: User) -> None:
    html = client_for(relative).get(reverse("relatives:settings")).content.decode()
    assert reverse("relatives:looks") in html


@pytest.mark.parametrize("language", ["da", "nb"])
def test_no_line_has_the_staffs_names_for_their_work(language: str) -> None:
    with translation.override(language):
        said = [*WORDS_FOR_RELATIVES.items(), *REASONS_FOR_RELATIVES.items()]
        assert [name for name, words in said if STAFFS.search(str(words))] == []
        assert any(STAFFS.search(str(words)) for words in WORDS.values()), "staff keep their own words"


def test_each_word_for_relatives_stands_for_something_that_is_recorded() -> None:
    assert set(SAID) <= set(WORDS) and set(REASONS_SAID) <= set(REASONS)


def test_an_emergency_is_said_in_plain_words_and_stays_so_in_the_staffs_log(
    page: Callable[..., str],
    client_for: Callable[..., Client],
    relative: User,
    counsellor: User,
    colleague: User,
    dpo: User,
) -> None:
    case = open_case(by=counsellor, person=relative, worker=counsellor)
    break_glass(by=colleague, case=case, reason="Hun ringede, og Mette har fri i dag.")
    html = page()
    assert "Dine oplysninger blev åbnet i en nødsituation" in html and "nødadgang" not in html
    main = html.partition("<main")[2].partition("</main>")[0]
    assert not STAFFS.search(main)
    assert "Et forløb blev åbnet med nødadgang" in client_for(dpo).get(reverse("audit:events")).content.decode()
