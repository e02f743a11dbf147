"""manage.py first_administrator."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.accounts.models import Role, User

pytestmark = pytest.mark.django_db


def test_it_makes_the_person_and_says_how_to_sign_in() -> None:
    said = io.StringIO()
    call_command("first_administrator", "Bent@Egekoebing.example", stdout=said)
    assert User.objects.get(email="bent@egekoebing.example").has_role(Role.ADMINISTRATOR)
    assert "http://localhost:8000/konto/log-ind/" in said.getvalue()


def test_it_refuses_a_second_one(administrator) -> None:
    with pytest.raises(CommandError, match="There is an administrator already"):
        call_command("first_administrator", "anden@egekoebing.example")
    assert not User.objects.filter(email="anden@egekoebing.example").exists()


def test_it_refuses_what_is_no_address() -> None:
    with pytest.raises(CommandError, match="no e-mail address"):
        call_command("first_administrator", "bent")
    assert not User.objects.exists()
