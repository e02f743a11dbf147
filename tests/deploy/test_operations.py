"""docs/operations.md stays true: every setting, every readiness key, every command it names."""

import re

from django.core.management import get_commands

from portal.embedded.checks import setting_names
from portal.front import health
from tests.deploy.compose import ROOT, compose

PAGE = (ROOT / "docs" / "operations.md").read_text()


def first_cells(heading: str) -> set[str]:
    """The names in the first column of the table under a heading."""
    section = PAGE.split(f"## {heading}")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([A-Za-z_]+)` \|", section, re.MULTILINE))


def test_every_setting_stands_in_the_table_and_none_that_is_not_read() -> None:
    assert first_cells("Settings") == setting_names()


def test_every_readiness_key_is_explained() -> None:
    assert first_cells("What to watch") == {"database", *health.CHECKS, *health.DATABASE_CHECKS}


def test_every_command_it_names_exists() -> None:
    named = set(re.findall(r"manage\.py ([a-z_]+)", PAGE))
    assert named <= set(get_commands())


def test_every_container_it_names_exists() -> None:
    named = set(re.findall(r"docker compose (?:exec|run --rm)(?: -T)? ([a-z]+)", PAGE))
    assert named
    assert named <= set(compose()["services"])


def test_the_compose_file_sets_only_settings_that_are_read() -> None:
    given = set(compose()["x-portal"]["environment"])
    own = setting_names()
    assert {name if name in own else name.removesuffix("_FILE") for name in given} <= own
