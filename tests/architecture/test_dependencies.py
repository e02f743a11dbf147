"""What we install: pinned with hashes, none below its safe floor, each with its reason, and a list anybody can read."""

import json
import re
import tomllib
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from packaging.requirements import Requirement
from packaging.version import Version

from tests.architecture.sources import ROOT

REQUIREMENTS = ROOT / "requirements"
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.IGNORECASE | re.MULTILINE)


def pinned(name: str) -> dict[str, Version]:
    """The versions of a requirements file."""
    text = (REQUIREMENTS / f"{name}.txt").read_text()
    return {package.lower().replace("_", "-"): Version(version) for package, version in PIN.findall(text)}


FILES = sorted(path.stem for path in REQUIREMENTS.glob("*.txt") if path.stem != "minimum_safe")


@pytest.mark.parametrize("name", FILES)
def test_no_pin_is_below_its_safe_floor(name: str) -> None:
    floors = [
        Requirement(line.split("#")[0])
        for line in (REQUIREMENTS / "minimum_safe.txt").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    pins = pinned(name)
    low = [
        f"{floor.name} {pins[floor.name]}"
        for floor in floors
        if floor.name in pins and not floor.specifier.contains(pins[floor.name], prereleases=True)
    ]
    assert not low


def test_the_list_of_floors_says_when_it_was_reviewed() -> None:
    found = re.match(r"# reviewed (\d{4}-\d{2}-\d{2})", (REQUIREMENTS / "minimum_safe.txt").read_text())
    assert found is not None
    assert date.fromisoformat(found[1]).year >= 2026


@pytest.mark.parametrize("name", FILES)
def test_every_pin_has_hashes_and_no_file_names_a_registry(name: str) -> None:
    text = (REQUIREMENTS / f"{name}.txt").read_text()
    assert text.count("--hash=sha256:") >= len(pinned(name)) > 20
    assert not re.search(r"https?://|--index-url|--find-links", text)


def test_versions_that_hang_in_an_outage_are_not_installed() -> None:
    pins = pinned("run")
    assert (str(pins["celery"]), str(pins["kombu"]), str(pins["redis"])) == ("5.6.3", "5.6.2", "6.4.0")


def test_every_dependency_carries_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    named = tomllib.loads(text)
    listed = list(named["project"]["dependencies"])
    for group in named["dependency-groups"].values():
        listed += group
    lines = [line for line in text.splitlines() if line.strip().startswith('"') and "#" in line]
    without = [one for one in listed if not any(f'"{one}"' in line for line in lines)]
    assert not without


def test_the_bill_of_materials_lists_what_runs() -> None:
    said = StringIO()
    call_command("sbom", stdout=said)
    bill = json.loads(said.getvalue())
    assert bill["bomFormat"] == "CycloneDX"
    listed = {part["name"]: part["version"] for part in bill["components"]}
    assert listed["django"].startswith("5.2.") and listed["celery"] == "5.6.3"
    assert all(part["purl"].startswith("pkg:pypi/") for part in bill["components"] if "pypi" in part["bom-ref"])
