"""One box, one code: known and new addresses get the same, and end signed in."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from tests.accounts.reading import code_sent_to

pytestmark = pytest.mark.django_db


def ask(client: Client, email: str, next_page: str = ""):
    return client.post(reverse("account_login"), {"email": email, "next": next_page})


def write(client: Client, code: str, next_page: str = "", code_id: str = ""):
    page = client.get(reverse("account_confirm_login_code"))
    code_id = code_id or str(page.context["form"].initial["code_id"])
    return client.post(reverse("account_confirm_login_code"), {"code": code, "code_id": code_id, "next": next_page})


def test_a_new_address_ends_signed_in_with_an_account(client):
    answer = ask(client, "Ny.Person@example.com")
    assert answer.status_code == 302
    assert not User.objects.filter(email="ny.person@example.com").exists()
    answer = write(client, code_sent_to("ny.person@example.com"))
    assert answer.status_code == 302, answer.content.decode()
    user = User.objects.get(email="ny.person@example.com")
    assert client.session["_auth_user_id"] == str(user.pk)
