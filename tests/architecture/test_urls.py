"""Every address × role × method: one reviewed table, and a reviewed list of what is public."""

from pathlib import Path

import pytest
from django.test import Client

from tests.architecture import url_table
from tests.architecture.url_table import Visitors

PUBLIC = Path(__file__).with_name("public_urls.txt")
ROWS = url_table.rows()


def test_the_public_addresses_are_the_reviewed_ones() -> None:
    reviewed = [line for line in PUBLIC.read_text().splitlines() if line and not line.startswith("#")]
    assert sorted(reviewed) == url_table.public_addresses(), "review it, then change public_urls.txt"


def test_every_address_has_a_name() -> None:
    nameless = [str(pattern.pattern) for name, pattern in url_table.addresses() if name.endswith("None")]
    assert not nameless


def test_no_row_is_about_an_address_that_is_gone() -> None:
    assert not set(ROWS) - {name for name, _ in url_table.addresses()}


@pytest.mark.django_db
def test_every_address_has_a_row(visitors: Visitors) -> None:
    missing = {
        url_table.suggestion(name, pattern.pattern.converters, visitors)
        for name, pattern in url_table.addresses()
        if name not in ROWS
    }
    lines = "\n".join(sorted(missing))
    assert not missing, f"review these and add them to tests/architecture/urls/<app>.py:\n{lines}"


@pytest.mark.django_db
@pytest.mark.parametrize("app", sorted({name.split(":")[0] if ":" in name else "allauth" for name in ROWS}))
def test_each_role_gets_the_answer_the_table_says(app: str, visitors: Visitors) -> None:
    found = []
    for name, row in ROWS.items():
        if (name.split(":")[0] if ":" in name else "allauth") == app:
            found += url_table.differences(row, visitors)
    assert not found, "\n".join(found)


@pytest.mark.django_db
def test_unsafe_methods_nobody_planned_are_refused_or_sent_to_sign_in(client: Client) -> None:
    client.raise_request_exception = False
    wrong = []
    for name, row in ROWS.items():
        if name not in url_table.objects() and not row.args:
            for method in ("put", "delete", "patch"):
                status = getattr(client, method)(url_table.reverse(name)).status_code
                if status >= 500 or (status == 200 and name not in url_table.public_addresses()):
                    wrong.append(f"{name} {method.upper()}: {status}")
    assert not wrong, "\n".join(wrong)
