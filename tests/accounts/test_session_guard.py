"""The guard of every session: idle and absolute limits, the lock, the second factor of staff."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal import clock
from portal.accounts.models import Role, RoleAssignment, User
from portal.accounts.session_clock import SEEN
from portal.design.models import Municipality
from tests.accounts.reading import code_sent_to
from tests.accounts.test_one_box import ask, write
from tests.journeys.totp import code_now

pytestmark = pytest.mark.django_db
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PRIVATE = "relatives:settings"


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def opens(client: Client, name: str = PRIVATE) -> bool:
    return client.get(reverse(name)).status_code == 200


@pytest.fixture
def with_app(administrator: User) -> User:
    TOTP.activate(administrator, SEED)
    return administrator


def test_a_relative_stays_signed_in_for_thirty_quiet_minutes(relative: User, client_for) -> None:
    client = client_for(relative)
    assert opens(client)
    with clock.shifted_by(minutes(29)):
        assert opens(client)
    with clock.shifted_by(minutes(29 + 31)):
        answer = client.get(reverse(PRIVATE))
    assert answer["Location"].startswith(reverse("account_login"))
    assert SESSION_KEY not in client.session


def test_a_relative_is_signed_out_after_eight_hours_however_busy(relative: User, client_for) -> None:
    client = client_for(relative)
    for passed in range(0, 8 * 60, 20):
        with clock.shifted_by(minutes(passed)):
            assert opens(client), passed
    with clock.shifted_by(minutes(8 * 60)):
        assert not opens(client)


def test_who_was_signed_out_is_told_why_and_comes_back_to_the_page(relative: User, client_for) -> None:
    client = client_for(relative)
    opens(client)
    with clock.shifted_by(minutes(31)):
        page = client.get(reverse(PRIVATE), follow=True)
    assert "Vi har logget dig ud" in page.content.decode()
    assert page.context["form"].initial["next"] == reverse(PRIVATE)


def test_the_clock_is_written_at_most_once_a_minute(relative: User, client_for) -> None:
    client = client_for(relative)
    opens(client)
    with CaptureQueriesContext(connection) as quick:
        opens(client)
    assert not [query for query in quick if 'UPDATE "django_session"' in query["sql"]]
    before = client.session[SEEN]
    with clock.shifted_by(minutes(1.1)):
        opens(client)
    assert client.session[SEEN] > before


def test_staying_signed_in_starts_the_idle_clock_again(relative: User, client_for) -> None:
    client = client_for(relative)
    opens(client)
    with clock.shifted_by(minutes(28)):
        page = client.get(reverse(PRIVATE))
        assert page.context["session_clock"]["seconds_left"] >= 30 * 60 - 2
        answer = client.post(reverse("accounts:stay_signed_in"), headers={"Accept": "application/json"})
        assert answer.status_code == 204
    with clock.shifted_by(minutes(57)):
        assert opens(client)


def test_nobody_can_extend_a_session_that_ended(relative: User, client_for) -> None:
    client = client_for(relative)
    opens(client)
    with clock.shifted_by(minutes(31)):
        answer = client.post(reverse("accounts:stay_signed_in"))
    assert answer["Location"].startswith(reverse("account_login"))


def test_staff_without_a_second_factor_choose_one_before_anything_opens(administrator: User, client_for) -> None:
    client = client_for(administrator, method="code")
    answer = client.get(reverse("accounts:staff"))
    assert answer["Location"].startswith(reverse("accounts:second_factor"))
    assert opens(client, "accounts:second_factor")
    assert opens(client, "mfa_activate_totp")
    assert opens(client, "mfa_add_webauthn")
    assert not opens(client, PRIVATE)
    assert client.post(reverse("accounts:invite"), {"email": "a@b.dk"}).status_code == 302


def test_a_password_is_no_second_factor(with_app: User, client_for) -> None:
    client = client_for(with_app, method="password")
    assert client.get(reverse("accounts:staff"))["Location"].startswith(reverse("mfa_reauthenticate"))


def test_a_public_page_treats_half_signed_in_staff_as_a_visitor(administrator: User, client_for) -> None:
    page = client_for(administrator, method="code").get(reverse("front:front"))
    assert page.status_code == 200
    assert not page.context["user"].is_authenticated


def test_a_new_role_asks_for_the_second_factor_on_the_next_request(relative: User, client_for) -> None:
    client = client_for(relative)
    assert opens(client)
    RoleAssignment.objects.create(user=relative, role=Role.COUNSELLOR)
    assert client.get(reverse(PRIVATE))["Location"].startswith(reverse("accounts:second_factor"))


def test_staff_are_locked_after_twenty_quiet_minutes_and_unlock_with_the_app(with_app: User, client_for) -> None:
    client = client_for(with_app)
    assert opens(client, "accounts:staff")
    with clock.shifted_by(minutes(21)):
        locked = client.get(reverse("accounts:staff"))
        assert locked["Location"].startswith(reverse("mfa_reauthenticate"))
        assert client.session[SESSION_KEY] == str(with_app.pk)
        assert not opens(client, "accounts:municipality")
        unlocked = client.post(locked["Location"], {"code": code_now(SEED)})
        assert unlocked["Location"] == reverse("accounts:staff")
        assert opens(client, "accounts:staff")


def test_a_wrong_code_leaves_the_screen_locked(with_app: User, client_for) -> None:
    client = client_for(with_app)
    opens(client, "accounts:staff")
    with clock.shifted_by(minutes(21)):
        locked = client.get(reverse("accounts:staff"))
        assert client.post(locked["Location"], {"code": "000000"}).status_code == 200
        assert not opens(client, "accounts:staff")


def test_what_was_sent_while_locked_is_done_after_unlocking_and_is_sealed_meanwhile(
    with_app: User, client_for: Callable[..., Client]
) -> None:
    client = client_for(with_app)
    opens(client, "accounts:municipality")
    values = {"name": "Egekøbing Kommune", "colour": "#17584f", "address": "Noget fortroligt 7"}
    with clock.shifted_by(minutes(21)):
        locked = client.post(reverse("accounts:municipality"), values)
        assert "fortroligt" not in str(dict(client.session.items()))
        done = client.post(locked["Location"], {"code": code_now(SEED)})
        assert done["Location"] == reverse("accounts:municipality")
        assert Municipality.objects.get().address == "Noget fortroligt 7"


def test_staff_are_signed_out_after_ten_hours(with_app: User, client_for) -> None:
    client = client_for(with_app)
    for passed in range(0, 10 * 60, 15):
        with clock.shifted_by(minutes(passed)):
            assert opens(client, "accounts:staff"), passed
    with clock.shifted_by(minutes(10 * 60)):
        client.get(reverse("accounts:staff"))
    assert SESSION_KEY not in client.session


def test_adding_an_app_to_a_mailbox_session_does_not_make_it_strong(relative: User, client_for) -> None:
    Authenticator.objects.create(user=relative, type=Authenticator.Type.WEBAUTHN, data={"name": "x", "credential": {}})
    client = client_for(relative)
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))


def test_a_relative_with_an_app_is_asked_for_it(client: Client, relative: User) -> None:
    TOTP.activate(relative, SEED)
    ask(client, relative.email)
    assert write(client, code_sent_to(relative.email))["Location"] == reverse("mfa_authenticate")
    assert SESSION_KEY not in client.session
    client.post(reverse("mfa_authenticate"), {"code": code_now(SEED)})
    assert client.session[SESSION_KEY] == str(relative.pk)


def test_seeds_are_sealed(with_app: User) -> None:
    kept = Authenticator.objects.get(user=with_app, type="totp")
    assert SEED not in str(kept.data)
    assert kept.wrap().validate_code(code_now(SEED))
