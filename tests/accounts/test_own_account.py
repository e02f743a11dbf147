"""A person's own account: another address, a password, proof that it is still them."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from portal import clock
from portal.accounts import mail
from portal.accounts.forms import REFUSAL_TEXT
from portal.accounts.models import EmailCode, User
from portal.accounts.rules import Refusal
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from tests.accounts.reading import code_sent_to, newest
from tests.accounts.test_one_box import ask, write, wrong
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
OTHER = "ny.adresse@example.com"
GOOD = "fire gule heste i regn"


@pytest.fixture
def signed_in(client: Client, relative: User) -> Client:
    ask(client, relative.email)
    write(client, code_sent_to(relative.email))
    return client


def write_new(client: Client, code: str):
    page = client.get(reverse("accounts:new_address"))
    return client.post(
        reverse("accounts:new_address"), {"code": code, "code_id": page.context["form"].initial["code_id"]}
    )


def test_a_new_address_is_used_after_its_code_and_the_old_one_is_told(signed_in, relative) -> None:
    old = relative.email
    assert signed_in.post(reverse("account_email"), {"email": OTHER})["Location"] == reverse("accounts:new_address")
    assert User.objects.get().email == old
    write_new(signed_in, code_sent_to(OTHER))
    assert User.objects.get().email == OTHER
    assert newest(mail.CHANGE, old).to == relative
    assert signed_in.session[SESSION_KEY] == str(relative.pk)


def test_other_sessions_end_when_the_address_changes(signed_in, relative, client_for) -> None:
    elsewhere = client_for(relative)
    assert elsewhere.get(reverse("front:my_page")).status_code == 200
    signed_in.post(reverse("account_email"), {"email": OTHER})
    write_new(signed_in, code_sent_to(OTHER))
    assert elsewhere.get(reverse("front:my_page")).status_code == 302
    assert signed_in.get(reverse("front:my_page")).status_code == 200


def test_an_address_somebody_else_has_is_refused_only_after_its_code(signed_in) -> None:
    other = make_person("En Anden").email
    answer = signed_in.post(reverse("account_email"), {"email": other})
    assert answer["Location"] == reverse("accounts:new_address")
    refused = write_new(signed_in, code_sent_to(other))
    assert refused.status_code == 409 and "En anden bruger" in refused.content.decode()


def test_the_present_address_is_refused(signed_in, relative) -> None:
    page = signed_in.post(reverse("account_email"), {"email": relative.email})
    assert "bruger i forvejen" in page.content.decode()


def test_a_wrong_code_changes_nothing(signed_in, relative) -> None:
    signed_in.post(reverse("account_email"), {"email": OTHER})
    write_new(signed_in, wrong(code_sent_to(OTHER)))
    assert User.objects.get().email == relative.email


def test_a_code_for_signing_in_does_not_change_an_address(signed_in, relative) -> None:
    ask(Client(), OTHER)
    code = EmailCode.objects.latest("sent_at")
    signed_in.post(reverse("accounts:new_address"), {"code": code.code, "code_id": str(code.pk)})
    assert User.objects.get(pk=relative.pk).email == relative.email


def test_who_signed_in_long_ago_confirms_with_a_code_first(signed_in, relative) -> None:
    with clock.shifted_by(timedelta(minutes=6)):
        answer = signed_in.post(reverse("account_email"), {"email": OTHER})
        assert answer["Location"].startswith(reverse("accounts:confirm_by_code"))
        signed_in.get(answer["Location"])
        sent = OutboxMessage.objects.filter(kind=mail.CODE).count()
        signed_in.post(answer["Location"])
        assert OutboxMessage.objects.filter(kind=mail.CODE).count() == sent + 1
        page = signed_in.get(answer["Location"])
        values = {
            "code": code_sent_to(relative.email),
            "code_id": page.context["form"].initial["code_id"],
            "next": page.context["form"].initial["next"],
        }
        done = signed_in.post(answer["Location"], values)
    assert done["Location"] == reverse("accounts:new_address")


def test_who_has_an_app_confirms_with_it_and_not_by_mail(signed_in, relative) -> None:
    TOTP.activate(relative, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    answer = signed_in.post(reverse("account_email"), {"email": OTHER})
    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    assert signed_in.get(reverse("accounts:confirm_by_code"))["Location"] == reverse("mfa_reauthenticate")


def test_a_password_can_be_chosen_and_used(signed_in, relative) -> None:
    signed_in.post(reverse("account_set_password"), {"password": GOOD})
    assert signed_in.get(reverse("front:my_page")).status_code == 200
    other = Client()
    values = {"email": relative.email, "password": GOOD, "next": reverse("relatives:settings")}
    assert other.post(reverse("accounts:password_sign_in"), values)["Location"] == reverse("relatives:settings")
    assert other.session[SESSION_KEY] == str(relative.pk)
    assert newest(mail.CHANGE, relative.email)


@pytest.mark.parametrize("password", ["kort", "password1234", "123456789012"])
def test_short_and_common_passwords_are_refused(signed_in, password) -> None:
    page = signed_in.post(reverse("account_set_password"), {"password": password})
    assert page.status_code == 200 and page.context["form"].errors


def test_a_wrong_password_and_an_unknown_address_sound_the_same(client, relative) -> None:
    said = []
    for address in (relative.email, "ingen@example.com"):
        page = client.post(reverse("accounts:password_sign_in"), {"email": address, "password": GOOD})
        said.append((page.status_code, page.context["form"].non_field_errors()))
    assert said[0] == said[1]
    assert said[0][1] == [REFUSAL_TEXT[Refusal.WRONG_PASSWORD]]


def test_five_wrong_passwords_and_somebody_must_wait(client, relative) -> None:
    for _ in range(6):
        page = client.post(reverse("accounts:password_sign_in"), {"email": relative.email, "password": GOOD})
    assert page.context["form"].non_field_errors() == [REFUSAL_TEXT[Refusal.TOO_MANY_PASSWORDS]]


def test_a_forgotten_password_and_a_passkey_from_the_start_begin_with_the_code(client) -> None:
    assert reverse("account_set_password") in client.get(reverse("account_reset_password"))["Location"].replace(
        "%2F", "/"
    )
    assert reverse("mfa_add_webauthn") in client.get(reverse("account_signup_by_passkey"))["Location"].replace(
        "%2F", "/"
    )


def test_a_new_password_ends_other_sessions_and_keeps_this_one(signed_in, relative, client_for) -> None:
    elsewhere = client_for(relative)
    session = signed_in.session
    session["hold_token"] = "kept"
    session.save()
    signed_in.post(reverse("account_set_password"), {"password": GOOD})
    assert elsewhere.get(reverse("front:my_page")).status_code == 302
    assert signed_in.get(reverse("front:my_page")).status_code == 200
    assert signed_in.session["hold_token"] == "kept"


def test_the_message_after_a_change_never_says_what_changed(signed_in, relative) -> None:
    signed_in.post(reverse("account_set_password"), {"password": GOOD})
    text = text_of(newest(mail.CHANGE, relative.email))
    assert "adgangskode" not in (text.subject + text.body).lower()
    assert relative.name not in text.body
