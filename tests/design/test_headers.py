"""What every response carries."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User


@pytest.mark.django_db
def test_every_page_keeps_others_out(client: Client) -> None:
    headers = client.get(reverse("front:front")).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert "http" not in policy
    for directive in ("script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert directive in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.django_db
def test_nothing_of_a_signed_in_person_is_kept_by_the_browser(
    client_for: Callable[..., Client], relative: User
) -> None:
    assert client_for(relative).get(reverse("front:front")).headers["Cache-Control"] == "no-store"
    assert client_for(None).get(reverse("front:front")).headers["Cache-Control"] == "no-cache, private"


@pytest.mark.django_db
def test_a_public_page_sets_no_cookie_before_it_is_needed(client: Client) -> None:
    assert not client.get(reverse("front:front")).cookies
