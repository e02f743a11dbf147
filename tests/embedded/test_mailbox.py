"""The demonstration's post office: a real SMTP conversation and GatewayAPI's REST, kept in files only we can read."""

import smtplib
import stat
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from pytest_django.fixtures import Settings as SettingsWrapper

from portal.embedded import mailbox, sms_gateway, views
from portal.embedded.post_office import smtp_server
from portal.embedded.servers import free_port


@pytest.fixture
def folder(tmp_path: Path, settings: SettingsWrapper) -> Path:
    """Where this test's post office keeps things."""
    settings.VAR_DIR = tmp_path
    return tmp_path / "mailbox"


@pytest.fixture
def smtp(folder: Path) -> Iterator[int]:
    """The mail server's port."""
    server = smtp_server(folder, free_port())
    server.start()
    yield server.port
    server.stop()


@pytest.fixture
def gateway(folder: Path) -> Iterator[sms_gateway.SmsGateway]:
    """The text-message gateway."""
    server = sms_gateway.SmsGateway(folder, "the token")
    server.start()
    yield server
    server.stop()


def a_mail() -> EmailMessage:
    """A receipt with a calendar file."""
    mail = EmailMessage()
    mail["From"] = "Egekøbing Kommune <no-reply@mit.egekoebing.example>"
    mail["To"] = "rasmus@post.example"
    mail["Subject"] = "Påmindelse fra Egekøbing Kommune"
    mail.set_content("Vi ses <tirsdag> kl. 14.00.\nhttp://localhost:8000/x/\n")
    mail.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="tid.ics")
    return mail


def send(port: int) -> None:
    """Through a real SMTP conversation."""
    with smtplib.SMTP("127.0.0.1", port) as connection:
        connection.send_message(a_mail())


def test_a_mail_arrives_with_its_words_and_its_file(folder: Path, smtp: int) -> None:
    send(smtp)
    [mail] = mailbox.messages(folder)
    assert mail.subject == "Påmindelse fra Egekøbing Kommune"
    assert mail.recipient == "rasmus@post.example"
    assert "kl. 14.00" in mail.text
    assert [(file.name, file.content_type, file.content) for file in mail.attachments] == [
        ("tid.ics", "text/calendar", b"BEGIN:VCALENDAR")
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_only_the_newest_mails_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "KEPT", 3)
    for number in range(5):
        mailbox.write_private(folder, ".eml", f"Subject: {number}\r\n\r\nx".encode())
    assert {mail.subject for mail in mailbox.messages(folder)} == {"2", "3", "4"}


def test_a_text_message_arrives_through_the_gateways_own_protocol(
    folder: Path, gateway: sms_gateway.SmsGateway
) -> None:
    wanted = {"sender": "Egekøbing", "message": "Kode 123 456", "recipients": [{"msisdn": 4500001234}]}
    answer = httpx.post(f"{gateway.url}/rest/mtsms", json=wanted, headers={"Authorization": "Token the token"})
    assert answer.status_code == 200
    assert len(answer.json()["ids"]) == 1
    [text] = sms_gateway.messages(folder)
    assert (text.sender, text.recipient, text.text) == ("Egekøbing", "+4500001234", "Kode 123 456")


@pytest.mark.parametrize(
    ("path", "token", "content", "status"),
    [
        ("/rest/mtsms", "another", '{"message": "x", "recipients": [{"msisdn": 1}]}', 401),
        ("/rest/mtsms", "the token", "not json", 400),
        ("/rest/mtsms", "the token", '{"message": "x", "recipients": []}', 400),
        ("/rest/mtsms", "the token", '{"message": "x", "recipients": [{"msisdn": "me"}]}', 400),
        ("/elsewhere", "the token", "{}", 404),
    ],
)
def test_the_gateway_refuses_as_the_real_one(
    folder: Path, gateway: sms_gateway.SmsGateway, path: str, token: str, content: str, status: int
) -> None:
    answer = httpx.post(gateway.url + path, content=content, headers={"Authorization": f"Token {token}"})
    assert answer.status_code == status
    assert not folder.exists()


@pytest.mark.django_db
@pytest.mark.urls("tests.embedded.demo_urls")
def test_the_page_shows_what_was_sent_and_gives_the_file(folder: Path, smtp: int, client: Client) -> None:
    assert client.get(reverse("demo:mailbox")).status_code == 200
    send(smtp)
    page = client.get(reverse("demo:mailbox")).content.decode()
    assert "Påmindelse fra Egekøbing Kommune" in page
    assert "Vi ses &lt;tirsdag&gt;" in page
    assert 'href="http://localhost:8000/x/"' in page
    [mail] = mailbox.messages(folder)
    file = client.get(reverse("demo:attachment", args=[mail.key, 0]))
    assert file.content == b"BEGIN:VCALENDAR"
    assert file["Content-Disposition"] == 'attachment; filename="tid.ics"'
    assert client.get(reverse("demo:attachment", args=[mail.key, 1])).status_code == 404


def test_no_name_leads_out_of_the_mailbox(folder: Path) -> None:
    (folder.parent / "secret.eml").write_text("Subject: secret\n\n")
    folder.mkdir()
    with pytest.raises(Http404):
        views.attachment(RequestFactory().get("/"), "../secret", 0)


@pytest.mark.django_db
def test_without_demo_there_is_no_such_page(client: Client) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("demo:mailbox")
    assert client.get("/demo/mailbox/").status_code in {302, 404}
