"""What the settings say about cookies, read by a process of its own."""

import json
import os
import subprocess
import sys

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, reverse

ASKED = [
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "SESSION_COOKIE_DOMAIN",
    "SESSION_COOKIE_PATH",
    "CSRF_COOKIE_DOMAIN",
    "CSRF_COOKIE_PATH",
]
PROGRAM = f"""
import json
from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in {ASKED!r}}}))
"""


def settings_with(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_under_https_the_cookies_are_bound_to_the_host() -> None:
    ran = settings_with(SITE_URL="https://mit.egekoebing.example", ALLOWED_HOSTS="mit.egekoebing.example")
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout.splitlines()[-1])
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-") and found["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"] and found["SESSION_COOKIE_HTTPONLY"]
    assert found["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert (found["SESSION_COOKIE_DOMAIN"], found["SESSION_COOKIE_PATH"]) == (None, "/")
    assert (found["CSRF_COOKIE_DOMAIN"], found["CSRF_COOKIE_PATH"]) == (None, "/")


def test_on_loopback_http_the_cookies_have_plain_names() -> None:
    found = json.loads(settings_with(SITE_URL="http://localhost:8000").stdout.splitlines()[-1])
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"]) == ("session", "csrf")
    assert not found["SESSION_COOKIE_SECURE"] and not found["CSRF_COOKIE_SECURE"]


@pytest.mark.parametrize("environment", [{"BIND_HOST": "0.0.0.0"}, {"SITE_URL": "https://mit.egekoebing.example"}])
def test_the_demonstration_does_not_start_where_others_can_reach_it(environment: dict[str, str]) -> None:
    ran = settings_with(DEMO="1", **environment)
    assert ran.returncode != 0 and "loopback" in ran.stderr


def test_one_click_sign_in_is_not_even_routed_without_the_demonstration() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("demo_sign_in:people")


@pytest.mark.django_db
def test_a_session_that_says_demo_is_worth_nothing_without_the_demonstration(counsellor, client_for) -> None:
    client = client_for(counsellor, method="demo")
    answer = client.get(reverse("front:my_page"))
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("accounts:second_factor"))
    with override_settings(DEMO=True):
        assert client.get(reverse("front:my_page")).status_code == 200
