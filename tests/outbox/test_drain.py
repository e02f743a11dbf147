from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any
from uuid import uuid4

import pytest

from portal import clock
from portal.accounts.models import User
from portal.embedded.sms_gateway import SmsGateway, messages
from portal.outbox import kinds
from portal.outbox.actions import Draft, put, put_all, withdraw
from portal.outbox.actions.delivery import claim, settle_and_start
from portal.outbox.channels.mail import sender_of
from portal.outbox.channels.plain_mail import PlainMail
from portal.outbox.drain import drain_once
from portal.outbox.models import OutboxMessage
from tests.outbox.conftest import TRIAL, again
from tests.outbox.sink import Sink

pytestmark = pytest.mark.django_db
Plan = Callable[..., OutboxMessage]
Later = Callable[[timedelta], object]


def test_a_message_put_twice_is_one_row(plan: Plan) -> None:
    first = plan(key="same", context={"word": "first"})
    second = plan(key="same", context={"word": "second"})
    assert first.pk == second.pk
    assert OutboxMessage.objects.get().context == {"word": "first"}


def test_many_messages_are_written_with_one_statement(
    django_assert_num_queries: Callable[..., Any], relative: User
) -> None:
    drafts = [Draft(TRIAL, f"many:{n}", channel="inbox", to=relative, language="da") for n in range(5)]
    with django_assert_num_queries(1):
        rows = put_all([*drafts, drafts[0]])
    assert len({row.pk for row in rows}) == 5 == OutboxMessage.objects.count()


def test_a_kind_nobody_registered_is_refused_at_once(relative: User) -> None:
    with pytest.raises(kinds.UnknownKind):
        put("outbox.unheard_of", "key", channel="email", to=relative, language="da")


def test_a_message_without_a_recipient_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="no recipient"):
        put(TRIAL, "key", channel="email", language="da")


def test_an_email_leaves_with_neutral_headers(plan: Plan, sink: Sink) -> None:
    message = plan(address="rasmus@borger.example")
    assert drain_once("messages")["sent"] == 1
    (mail,) = sink.mails
    assert mail["Message-ID"].strip() == message.message_id == f"<outbox-{message.pk}@mit.egekoebing.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["To"] == "rasmus@borger.example"
    assert mail["From"].addresses[0].addr_spec == "noreply@mit.egekoebing.example"
    assert mail.get_content_type() == "text/plain"
    assert mail["Subject"].startswith("Prøve fra ")
    row = again(message)
    assert (row.state, row.claim, row.copies) == ("sent", None, 1)
    assert row.done_at is not None


def test_each_language_has_its_own_words(plan: Plan, sink: Sink) -> None:
    for language in ("da", "nb", "en"):
        plan(language=language, address=f"{language}@borger.example")
    drain_once("messages")
    assert "Du skal ikke" in sink.to("da@borger.example")[0].get_content()
    assert "Du trenger ikke" in sink.to("nb@borger.example")[0].get_content()
    assert "You need not" in sink.to("en@borger.example")[0].get_content()


def test_a_person_without_a_given_address_gets_it_at_their_own(plan: Plan, sink: Sink, relative: User) -> None:
    plan(to=relative, address="")
    drain_once("messages")
    assert sink.mails[0]["To"] == relative.email


def test_one_connection_carries_a_whole_pass(plan: Plan, sink: Sink) -> None:
    for _ in range(45):
        plan()
    assert drain_once("messages")["sent"] == 45
    assert sink.connections == 1


def test_what_is_not_due_stays(plan: Plan, sink: Sink, later: Later) -> None:
    plan(send_at=clock.now() + timedelta(hours=1))
    assert not drain_once("messages")
    later(timedelta(hours=1, seconds=1))
    assert drain_once("messages")["sent"] == 1


def test_the_loop_leaves_celery_the_first_try(plan: Plan, sink: Sink, later: Later) -> None:
    plan()
    assert not drain_once("messages", waited=timedelta(seconds=5))
    later(timedelta(seconds=6))
    assert drain_once("messages", waited=timedelta(seconds=5))["sent"] == 1


def test_a_withdrawn_message_never_leaves(plan: Plan, sink: Sink) -> None:
    about = uuid4()
    message, other = plan(about=about), plan()
    assert withdraw(about) == 1
    drain_once("messages")
    assert again(message).state == "withdrawn"
    assert [mail["To"] for mail in sink.mails] == [other.address]


def test_withdraw_can_be_told_which_kinds(plan: Plan) -> None:
    about = uuid4()
    plan(about=about)
    assert withdraw(about, kinds=["outbox.other"]) == 0
    assert withdraw(about, kinds=[TRIAL]) == 1


def test_a_message_withdrawn_after_its_claim_never_leaves(plan: Plan, sink: Sink) -> None:
    about = uuid4()
    message = plan(about=about)
    (claimed,) = claim("messages", 10, now=clock.now())
    assert withdraw(about) == 1

    assert settle_and_start([], [claimed], now=clock.now()) == set()
    assert again(message).state == "withdrawn"


def test_a_message_past_its_use_is_skipped(plan: Plan, sink: Sink, later: Later) -> None:
    message = plan(latest_at=clock.now() + timedelta(minutes=10))
    later(timedelta(minutes=11))
    assert drain_once("messages")["late"] == 1
    assert (again(message).state, again(message).reason) == ("skipped", "late")
    assert not sink.mails


def test_a_claimed_row_is_nobody_elses_until_its_lease_ends(plan: Plan, later: Later) -> None:
    plan()
    assert len(claim("messages", 10, now=clock.now())) == 1
    assert claim("messages", 10, now=clock.now()) == []
    later(timedelta(seconds=76))
    assert len(claim("messages", 10, now=clock.now())) == 1


def test_a_secret_is_wiped_when_it_has_left(plan: Plan, sink: Sink) -> None:
    message = plan(secret={"code": "K7TD"})
    assert again(message).secret == {"code": "K7TD"}
    drain_once("messages")
    assert again(message).secret is None


def test_a_message_for_the_inbox_is_read_there_as_it_was_told(plan: Plan, relative: User) -> None:
    message = plan(channel="inbox", to=relative, address="", language="nb")
    drain_once("messages")
    assert again(message).text.startswith("Prøve fra ")
    assert list(OutboxMessage.objects.unread_by(relative)) == [message]


def test_a_text_message_goes_through_the_gateway(plan: Plan, gateway: SmsGateway) -> None:

    message = plan(channel="sms", address="00 00 12 34")
    assert drain_once("messages")["sent"] == 1
    (sent,) = messages(gateway.folder)
    assert (sent.recipient, sent.sender, sent.reference) == ("+4500001234", "Kommunen", str(message.pk))
    assert sent.text == "Prøve fra Kommunen. Du skal ikke gøre noget."


@pytest.mark.parametrize("subject", ["Kort", "Prøve fra Egekøbing Kommune", "æ" * 90, "a " * 70, "Linje\nBcc: x@y.dk"])
@pytest.mark.parametrize(
    "body", ["Kort.\n", "Æblegrød på 1 = 2\n.\n..x\n" + "langt ord " * 40 + "\n\n slut \n", "x" * 500]
)
def test_a_plain_mail_written_by_itself_reads_like_one_written_by_django(subject: str, body: str) -> None:
    mail = PlainMail(
        " ".join(subject.split()), body, sender_of("Egekøbing Kommune"), ["r@b.example"], headers={"Date": "x"}
    )
    ours, wire = (
        message_from_bytes(content or b"", policy=policy.default)
        for content in (mail.wire(), mail.message().as_bytes())
    )
    assert ours["Subject"].strip() == wire["Subject"].strip() == " ".join(subject.split())
    assert str(ours["From"]) == str(wire["From"]) and ours["To"] == wire["To"]
    assert ours.get_content().replace("\r\n", "\n") == wire.get_content() == body
    assert all(len(line) <= 78 for line in (mail.wire() or b"").split(b"\r\n"))
    assert b"\nBcc" not in (mail.wire() or b"")


@pytest.mark.parametrize("address", ["a@b.dk\nBcc: c@d.dk", "Navn <a@b.dk>", "æ@b.dk", "a b@c.dk", '"a"@b.dk'])
def test_an_unusual_address_is_left_to_django(address: str) -> None:
    assert PlainMail("s", "b", "x@y.dk", [address]).wire() is None
