"""What a bare machine needs is installed by itself, or said in one sentence."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portal.embedded import install

ROOT = Path(__file__).resolve().parent.parent.parent


def pinned(name: str) -> dict[str, str]:
    """Package → version in a requirements file."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return dict(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", text, re.MULTILINE))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full. Free some space and run it again."),
        ("Failed to establish a new connection: Name or service not known", install.NO_NETWORK),
        ("npm error code EAI_AGAIN", install.NO_NETWORK),
        ("line one\nbuild of x failed\n", "Things could not be installed: build of x failed"),
        ("", "Things could not be installed: it said nothing"),
    ],
)
def test_a_failed_installer_becomes_one_sentence(said: str, sentence: str) -> None:
    assert install.sentence_for(said, "Things") == sentence


def test_without_a_network_one_sentence_says_so(tmp_path: Path) -> None:
    for name in ("portal/embedded/install.py", "requirements/run.txt", "package.json", "package-lock.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    nowhere = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_TIMEOUT": "2"}
    ran = subprocess.run(
        [sys.executable, "-I", "portal/embedded/install.py", "run"],
        cwd=tmp_path, env={**environment, **nowhere}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 1
    assert ran.stderr.strip() == install.NO_NETWORK
    assert "Installing" in ran.stdout


def test_an_old_python_is_told_in_one_sentence() -> None:
    ran = subprocess.run(
        ["make", "install", "PYTHON="], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode != 0
    assert "needs Python 3.11 or newer" in ran.stderr


def test_what_is_installed_already_costs_nothing() -> None:
    ran = subprocess.run([sys.executable, "-I", str(ROOT / "portal/embedded/install.py"), "dev"], capture_output=True,
                         text=True, check=False, timeout=120)  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "Python packages" not in ran.stdout


def test_developers_have_the_very_versions_that_run() -> None:
    run, dev, base = pinned("run"), pinned("dev"), pinned("base")
    assert run
    assert {name: dev.get(name) for name in run} == run
    assert {name: run.get(name) for name in base} == base


def test_every_requirement_has_a_hash_and_no_file_names_a_registry() -> None:
    for name in ("base", "run", "dev", "bench"):
        path = ROOT / "requirements" / f"{name}.txt"
        text = path.read_text()
        assert "://" not in text, path
        blocks = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).strip())
        assert all("--hash=sha256:" in block for block in blocks), path
    assert "resolved" not in (ROOT / "package-lock.json").read_text()
