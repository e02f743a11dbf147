"""One box, one code: known and new addresses get the same pages and mails, and end signed in."""

import re
import statistics
import time
from datetime import timedelta
from itertools import chain

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal import clock
from portal.accounts import rules
from portal.accounts.models import EmailCode, User
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from tests.accounts.reading import code_sent_to
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
NEW = "ny.person@example.com"


def ask(client: Client, email: str, next_page: str = "") -> HttpResponse:
    return client.post(reverse("account_login"), {"email": email, "next": next_page})


def page_with_code(client: Client) -> str:
    page = client.get(reverse("account_confirm_login_code"))
    return str(page.context["form"].initial["code_id"])


def write(client: Client, code: str, next_page: str = "") -> HttpResponse:
    values = {"code": code, "code_id": page_with_code(client), "next": next_page}
    return client.post(reverse("account_confirm_login_code"), values)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def without_tokens(page: HttpResponse) -> str:
    text = re.sub(r'value="([\w-]{20,}|\d{6})"', "", page.content.decode())
    return text.replace(NEW, "ADDRESS")


def test_a_new_address_gets_its_account_only_with_the_right_code(client: Client) -> None:
    ask(client, "Ny.Person@Example.com")
    assert not User.objects.filter(email=NEW).exists()
    write(client, wrong(code_sent_to(NEW)))
    assert not User.objects.filter(email=NEW).exists()
    assert write(client, code_sent_to(NEW)).status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(email=NEW).pk)


def test_a_known_address_signs_in_whatever_its_case(client: Client, relative: User) -> None:
    ask(client, relative.email.upper())
    write(client, code_sent_to(relative.email))
    assert client.session["_auth_user_id"] == str(relative.pk)
    assert User.objects.count() == 1


def test_pages_and_mails_are_the_same_for_a_known_and_a_new_address(relative: User) -> None:
    seen = []
    for address in (relative.email, NEW):
        client = Client()
        answers = [client.get(reverse("account_login")), ask(client, address)]
        answers.append(client.get(answers[-1]["Location"]))
        answers.append(write(client, wrong(code_sent_to(address))))
        code, mail = code_sent_to(address), OutboxMessage.objects.order_by("-id").first()
        assert mail is not None
        pages = [
            (answer.status_code, answer.get("Location"), without_tokens(answer).replace(relative.email, "ADDRESS"))
            for answer in answers
        ]
        seen.append((pages, mail.kind, mail.to, mail.channel, mail.context, text_of(mail).body.replace(code, "CODE")))
    assert seen[0] == seen[1]


def test_the_same_queries_run_for_a_known_and_a_new_address(relative: User) -> None:
    counted = []
    for address in (relative.email, NEW):
        client = Client()
        cache.clear()
        client.get(reverse("account_login"))
        with CaptureQueriesContext(connection) as queries:
            ask(client, address)
        counted.append([re.sub(r"'[^']*'|\"s\d+_x\d+\"", "?", query["sql"])[:60] for query in queries])
    assert counted[0] == counted[1]


def test_a_known_and_a_new_address_take_the_same_time() -> None:
    known = [make_person(f"Kendt {number}").email for number in range(25)]
    new = [f"ukendt{number}@example.com" for number in range(25)]
    took: dict[str, list[float]] = {}
    for address in chain.from_iterable(zip(known, new, strict=True)):
        client = Client()
        for step in (lambda: ask(client, address), lambda: write(client, wrong(code_sent_to(address)))):  # noqa: B023
            before = time.perf_counter()
            step()
            took.setdefault("known" if address in known else "new", []).append(time.perf_counter() - before)
        cache.clear()
    ratio = statistics.median(took["new"]) / statistics.median(took["known"])
    assert 0.8 < ratio < 1.25, f"a stranger could tell by the clock: {ratio:.2f}"


def test_where_the_person_wanted_to_go_is_kept(client: Client) -> None:
    start = client.get(reverse("relatives:settings"))
    assert start["Location"].startswith(reverse("account_login"))
    page = client.get(start["Location"])
    assert page.context["form"].initial["next"] == reverse("relatives:settings")
    answer = ask(client, NEW, reverse("relatives:settings"))
    assert client.get(answer["Location"]).context["form"].initial["next"] == reverse("relatives:settings")
    assert write(client, code_sent_to(NEW), reverse("relatives:settings"))["Location"] == reverse("relatives:settings")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client: Client, elsewhere: str) -> None:
    ask(client, NEW, elsewhere)
    assert write(client, code_sent_to(NEW), elsewhere)["Location"] == reverse("front:my_page")


def test_a_time_held_in_the_session_survives_signing_in(client: Client) -> None:
    session = client.session
    session["hold_token"] = "the-held-time"
    session.save()
    before = session.session_key
    ask(client, NEW)
    write(client, code_sent_to(NEW))
    assert client.session.session_key != before
    assert client.session["hold_token"] == "the-held-time"


@pytest.mark.parametrize("language", ["", "nb/", "en/"])
def test_a_wrong_code_gets_a_clear_sentence_and_nothing_is_lost(client: Client, language: str) -> None:
    box = {"": "konto/log-ind/", "nb/": "konto/logg-inn/", "en/": "accounts/sign-in/"}[language]
    page = client.get(f"/{language}{box}")
    answer = client.post(page.request["PATH_INFO"], {"email": NEW, "next": "/x/"})
    page = client.get(answer["Location"])
    values = {"code": wrong(code_sent_to(NEW)), "code_id": page.context["form"].initial["code_id"], "next": "/x/"}
    refused = client.post(answer["Location"], values)
    assert refused.status_code == 200
    words = {"": "Det er ikke den kode", "nb/": "Det er ikke koden", "en/": "That is not the code"}[language]
    text = refused.content.decode()
    assert words in text and NEW in text and 'value="/x/"' in text


def test_a_code_is_too_old_after_ten_minutes(client: Client) -> None:
    ask(client, NEW)
    with clock.shifted_by(timedelta(minutes=10, seconds=1)):
        refused = write(client, code_sent_to(NEW))
    assert refused.status_code == 409
    assert "for gammel" in refused.content.decode()
    assert not User.objects.exists()


def test_after_five_wrong_tries_the_right_code_no_longer_helps(client: Client) -> None:
    ask(client, NEW)
    code = code_sent_to(NEW)
    for _ in range(rules.CODE_TRIES):
        refused = write(client, wrong(code))
    assert "for mange gange" in refused.content.decode()
    assert "for mange gange" in write(client, code).content.decode()
    assert not User.objects.exists()


def test_a_new_mail_brings_the_same_code_while_it_works(client: Client) -> None:
    ask(client, NEW)
    first = code_sent_to(NEW)
    answer = client.post(reverse("accounts:send_again"))
    assert answer["Location"] == reverse("account_confirm_login_code")
    assert OutboxMessage.objects.count() == 2
    assert code_sent_to(NEW) == first


def test_a_new_mail_brings_a_fresh_code_when_the_old_one_ended(client: Client) -> None:
    ask(client, NEW)
    code = code_sent_to(NEW)
    for _ in range(rules.CODE_TRIES):
        write(client, wrong(code))
    client.post(reverse("accounts:send_again"))
    assert write(client, code_sent_to(NEW)).status_code == 302


def test_after_four_mails_somebody_must_wait(client: Client) -> None:
    ask(client, NEW)
    for _ in range(rules.CODE_SENDS):
        answer = client.post(reverse("accounts:send_again"), follow=True)
    assert "Vent 15 minutter" in answer.content.decode()
    assert OutboxMessage.objects.count() == rules.CODE_SENDS


def test_an_address_gets_five_codes_in_fifteen_minutes_known_or_not(relative: User) -> None:
    for address in (relative.email, NEW):
        statuses = [ask(Client(), address).status_code for _ in range(6)]
        assert statuses == [302] * 5 + [429]


def test_a_closed_account_is_told_so_only_after_the_right_code(client: Client, relative: User) -> None:
    relative.is_active = False
    relative.save()
    assert ask(client, relative.email).status_code == 302
    refused = write(client, code_sent_to(relative.email))
    assert "Din konto er lukket" in refused.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_code_page_without_a_code_leads_back_to_the_box(client: Client) -> None:
    assert client.get(reverse("account_confirm_login_code"))["Location"] == reverse("account_login")
    assert client.post(reverse("accounts:send_again"))["Location"] == reverse("account_login")


def test_a_code_is_good_for_one_sign_in(client: Client) -> None:
    ask(client, NEW)
    code_id, code = page_with_code(client), code_sent_to(NEW)
    write(client, code)
    other = Client()
    with clock.shifted_by(rules.SAME_CLICK + timedelta(seconds=1)):
        answer = other.post(reverse("account_confirm_login_code"), {"code": code, "code_id": code_id})
    assert answer.status_code == 409
    assert "_auth_user_id" not in other.session


def test_a_double_click_signs_in_both_times(committed_db: None, threads) -> None:
    client = Client()
    ask(client, NEW)
    values = {"code": code_sent_to(NEW), "code_id": page_with_code(client)}

    def click(number: int) -> Client:
        same = Client()
        same.cookies = client.cookies.copy()
        assert same.post(reverse("account_confirm_login_code"), values).status_code == 302
        return same

    clicked = threads(2, click)
    assert [c.session.get("_auth_user_id") for c in clicked] == [str(User.objects.get().pk)] * 2


def test_the_code_is_sealed_in_the_database(client: Client) -> None:
    ask(client, NEW)
    code = code_sent_to(NEW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM accounts_emailcode t")
        stored = cursor.fetchone()[0]
        cursor.execute("SELECT row_to_json(t)::text FROM outbox_outboxmessage t")
        stored += cursor.fetchone()[0]
    assert code not in stored and NEW not in stored
    assert EmailCode.objects.get().code == code
