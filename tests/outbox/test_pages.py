from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation

from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.outbox.drain import drain_once
from portal.outbox.models import LEDGER_GROUPS, OutboxMessage
from portal.outbox.words import mask
from tests.outbox.conftest import again
from tests.outbox.sink import Sink

pytestmark = pytest.mark.django_db
Plan = Callable[..., OutboxMessage]
ClientFor = Callable[..., Client]


def page(client: Client, address: str, status: int = 200) -> Any:
    """A page, read."""
    answer = client.get(address)
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "html.parser")


def set_state(message: OutboxMessage, state: str, reason: str = "") -> OutboxMessage:
    """As if the drain had ended it so."""
    OutboxMessage.objects.filter(pk=message.pk).update(state=state, reason=reason, done_at=clock.now())
    return again(message)


def test_my_messages_shows_what_was_written_to_me_and_nothing_else(
    plan: Plan, client_for: ClientFor, relative: User, another_relative: User
) -> None:
    plan(channel="inbox", to=relative, address="")
    plan(channel="inbox", to=relative, address="", send_at=clock.now() + timedelta(days=1))
    plan(channel="inbox", to=another_relative, address="")
    drain_once("messages")
    shown = page(client_for(relative), "/beskeder/")
    (article,) = shown.select("article.message")
    assert "Prøve fra " in article.h2.text
    assert "Ny" in article.h2.text
    assert "Du skal ikke gøre noget" in article.text


def test_a_message_is_read_by_post_and_stays(plan: Plan, client_for: ClientFor, relative: User) -> None:
    message = plan(channel="inbox", to=relative, address="")
    drain_once("messages")
    client = client_for(relative)
    page(client, "/beskeder/")
    assert again(message).read_at is None
    assert client.post(f"/beskeder/{message.pk}/laest/").status_code == 302
    assert again(message).read_at is not None
    assert not page(client, "/beskeder/").select(".badge")


def test_all_messages_are_read_at_once(plan: Plan, client_for: ClientFor, relative: User) -> None:
    for _ in range(3):
        plan(channel="inbox", to=relative, address="")
    drain_once("messages")
    assert client_for(relative).post("/beskeder/laest/").status_code == 302
    assert not OutboxMessage.objects.unread_by(relative).exists()


def test_an_empty_inbox_says_so(client_for: ClientFor, relative: User) -> None:
    assert "Der er ingen beskeder til dig lige nu." in page(client_for(relative), "/beskeder/").text


def test_a_text_from_outside_is_never_markup(plan: Plan, client_for: ClientFor, relative: User) -> None:
    message = plan(channel="inbox", to=relative, address="")
    drain_once("messages")
    row = again(message)
    row.text = "<b>Emne</b>\n<script>alert(1)</script> http://localhost:8000/x"
    row.save()
    shown = page(client_for(relative), "/beskeder/")
    assert "<b>Emne</b>" in shown.h2.text
    assert "alert(1)" in shown.select_one("article").text
    assert not shown.select("article script")
    assert shown.select_one('article a[href="http://localhost:8000/x"]')


def test_the_ledger_says_what_became_of_each_and_neither_content_nor_address(
    plan: Plan, client_for: ClientFor, counsellor: User
) -> None:
    plan(address="rasmus.bogh@borger.example", context={"sentinel": "KANARIE"}, secret={"code": "KANARIE"})
    set_state(plan(address="20 12 34 56", channel="sms"), "unknown", "worker_lost")
    set_state(plan(address="yasmin@borger.example"), "failed", "smtp_550")
    shown = page(client_for(counsellor), "/beskeder/leveringer/").select_one("table").text
    assert "r…@b….example" in shown and "… 56" in shown
    assert "Adressen findes ikke, eller den tager ikke imod mail fra os." in shown
    assert "Computeren gik i stå, mens den blev sendt." in shown
    for hidden in ("rasmus.bogh", "20 12 34 56", "201234", "KANARIE", "Rasmus"):
        assert hidden not in shown


@pytest.mark.parametrize(
    ("group", "states"),
    [
        ("", {"planned", "sent", "failed", "unknown", "skipped"}),
        ("planned", {"planned"}),
        ("sent", {"sent"}),
        ("failed", {"failed"}),
        ("unknown", {"unknown"}),
        ("skipped", {"skipped"}),
        ("nonsense", {"planned", "sent", "failed", "unknown", "skipped"}),
    ],
)
def test_the_ledger_can_be_narrowed(
    plan: Plan, client_for: ClientFor, administrator: User, group: str, states: set[str]
) -> None:
    for state in ("planned", "sent", "failed", "unknown", "skipped"):
        set_state(plan(), state)
    answer = client_for(administrator).get("/beskeder/leveringer/", {"state": group})
    assert {delivery.message.state for delivery in answer.context["deliveries"]} == states


def test_the_ledger_goes_on_where_the_page_ended(plan: Plan, client_for: ClientFor, counsellor: User) -> None:
    rows = [plan(send_at=clock.now() - timedelta(minutes=number // 2)) for number in range(60)]
    client, seen, query = client_for(counsellor), [], ""
    while True:
        answer = client.get(f"/beskeder/leveringer/?{query}")
        seen += [delivery.message.pk for delivery in answer.context["deliveries"]]
        query = answer.context["older"]
        if not query:
            break
    assert len(seen) == 60
    assert set(seen) == {row.pk for row in rows}


def test_nonsense_in_the_page_marker_is_the_first_page(client_for: ClientFor, counsellor: User) -> None:
    for marker in ("x", "2026_x", "_", "9999-99-99_00000000-0000-0000-0000-000000000000", "\x00"):
        assert client_for(counsellor).get("/beskeder/leveringer/", {"before": marker}).status_code == 200


def test_a_failed_message_is_sent_again_and_the_button_is_recorded(
    plan: Plan, client_for: ClientFor, counsellor: User, sink: Sink
) -> None:
    message = set_state(plan(), "failed", "smtp_550")
    client = client_for(counsellor)
    assert page(client, "/beskeder/leveringer/").select("table form")
    client.post(f"/beskeder/leveringer/{message.pk}/igen/")
    assert drain_once("messages")["sent"] == 1
    assert AuditEvent.objects.get(action="outbox.message_retried").actor == counsellor.pk


def test_an_sms_that_may_have_arrived_is_not_sent_again(plan: Plan, client_for: ClientFor, counsellor: User) -> None:
    message = set_state(plan(channel="sms"), "unknown", "worker_lost")
    client = client_for(counsellor)
    assert not page(client, "/beskeder/leveringer/").select("table form")
    answer = client.post(f"/beskeder/leveringer/{message.pk}/igen/", follow=True)
    assert "Ring til personen i stedet" in answer.content.decode()
    assert again(message).state == "unknown"


def test_late_messages_are_said_on_the_ledger(plan: Plan, client_for: ClientFor, counsellor: User) -> None:
    plan(send_at=clock.now() - timedelta(minutes=16))
    assert "mere end 15 minutter forsinket" in page(client_for(counsellor), "/beskeder/leveringer/").text


def test_a_letter_is_printed_then_posted(plan: Plan, client_for: ClientFor, counsellor: User, relative: User) -> None:
    message = plan(channel="letter", to=relative, address="Strandvej 3\n4000 Egekøbing", kind="tests.fragile")
    client = client_for(counsellor)
    shown = page(client, f"/beskeder/breve/{message.pk}/")
    assert "Strandvej 3" in shown.text and "Prøve fra" in shown.h1.text
    assert AuditEvent.objects.get(action="outbox.letter_opened").kind == "read"
    assert again(message).state == "planned"
    client.post(f"/beskeder/breve/{message.pk}/skrevet-ud/")
    assert (again(message).state, again(message).text.split("\n")[0]) == ("printed", shown.h1.text)
    client.post(f"/beskeder/breve/{message.pk}/sendt/")
    assert again(message).state == "posted"
    assert "Der er ingen breve, der venter." in page(client, "/beskeder/breve/").text


def test_a_letter_somebody_else_posted_is_said(
    plan: Plan, client_for: ClientFor, counsellor: User, relative: User
) -> None:
    message = set_state(plan(channel="letter", to=relative), "posted")
    client = client_for(counsellor)
    answer = client.get(f"/beskeder/breve/{message.pk}/", follow=True)
    assert "En anden har taget sig af brevet" in answer.content.decode()


def test_letters_never_leave_by_machine(plan: Plan, relative: User) -> None:
    plan(channel="letter", to=relative)
    assert not drain_once("messages")
    assert not drain_once("codes")
    assert not OutboxMessage.objects.is_late(clock.now() + timedelta(days=1))


@pytest.mark.parametrize(
    ("address", "shown"), [("ab@c.dk", "a…@c….dk"), ("+45 12 34 56 78", "… 78"), ("112", "…"), ("", "…")]
)
def test_addresses_are_masked(address: str, shown: str) -> None:
    assert mask(address) == shown


@pytest.mark.parametrize("language", ["da", "nb", "en"])
def test_every_group_of_the_ledger_has_words_in_each_language(language: str) -> None:
    with translation.override(language):
        words = {str(label) for label, _states in LEDGER_GROUPS.values()}
    assert len(words) == 5


@pytest.mark.parametrize("count", [3, 24])
@pytest.mark.parametrize("address", ["/beskeder/", "/beskeder/leveringer/", "/beskeder/breve/"])
def test_pages_ask_the_same_number_of_questions_however_long_they_are(
    plan: Plan,
    client_for: ClientFor,
    counsellor: User,
    django_assert_max_num_queries: Callable[..., Any],
    address: str,
    count: int,
) -> None:
    for _ in range(count):
        set_state(plan(channel="inbox", to=counsellor, address=""), "sent")
        plan(channel="letter", to=counsellor)
        plan(to=counsellor, address="")
    client = client_for(counsellor)
    client.get(address)
    with django_assert_max_num_queries(12) as asked:
        client.get(address)
    assert len(asked) == QUERIES.setdefault(address, len(asked))


QUERIES: dict[str, int] = {}
