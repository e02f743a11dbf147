"""What `make test` runs, step after step, each with servers of its own; one failing step fails the whole."""

import contextlib
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from portal.embedded import servers

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = ROOT / ".venv" / "bin"
APPS = ("portal", "relatives", "counselling", "groups", "councils")
SETTING = re.compile(r'(?:env\.\w+|Env\(\)\.\w+)\(\s*"([A-Z_]+)"')
PYTHON = str(BIN / "python")
MANAGE = [PYTHON, "-W", "ignore", "manage.py"]
STEPS: dict[str, list[list[str]]] = {
    "lint": [[str(BIN / "ruff"), "check", "."], [str(BIN / "ruff"), "format", "--check", "."]],
    "types": [[str(BIN / "mypy")]],
    "imports": [[str(BIN / "lint-imports")]],
    "messages": [[PYTHON, "-W", "ignore", "-m", "portal.management.catalogue", "check"]],
    "migrations": [[*MANAGE, "makemigrations", "--check", "--dry-run"]],
    "deploy": [[*MANAGE, "check", "--deploy", "--fail-level", "WARNING"]],
    "security": [[str(BIN / "bandit"), "-q", "-c", "pyproject.toml", "-r", *APPS]],
    "compose": [[str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"]],
    "tests": [[PYTHON, "-m", "pytest"]],
}
WITH_SERVERS = {"migrations", "deploy"}
AS_IN_PRODUCTION = {
    "SITE_URL": "https://mit.egekoebing.example",
    "ALLOWED_HOSTS": "mit.egekoebing.example",
    "TRUSTED_PROXY_COUNT": "1",
    "DEMO": "0",
}


def setting_names() -> set[str]:
    """Every environment variable the settings read: none of the person's own may reach the tests."""
    return set(SETTING.findall((ROOT / "portal" / "settings.py").read_text()))


def clean_environment(given: Mapping[str, str]) -> dict[str, str]:
    """The environment without any of the portal's settings."""
    names = setting_names() | {"DJANGO_SETTINGS_MODULE"}  # tests choose their own moment to read the settings
    return {name: value for name, value in given.items() if name not in names}


@contextlib.contextmanager
def production_like() -> Iterator[dict[str, str]]:
    """Settings as in production, with a database of our own behind them."""
    folder = Path(tempfile.mkdtemp(prefix="portal-check-"))
    server = servers.start_postgres(folder / "pg", folder / "s", {"fsync": "off"})
    try:
        servers.make_database(server, "portal")
        addresses = {
            "DATABASE_URL": server.url("portal_app", "portal"),
            "DATABASE_OWNER_URL": server.url("portal_owner", "portal"),
            "SECRET_KEY": secrets.token_urlsafe(48),
            "PORTAL_VAR": str(folder),
        }
        yield {**clean_environment(os.environ), **AS_IN_PRODUCTION, **addresses}
    finally:
        server.stop(immediate=True)
        shutil.rmtree(folder, ignore_errors=True)


def run_step(name: str) -> bool:
    """Run one step's commands; whether all went well."""
    with production_like() if name in WITH_SERVERS else contextlib.nullcontext(clean_environment(os.environ)) as given:
        codes = [subprocess.run(command, cwd=ROOT, env=given, check=False).returncode for command in STEPS[name]]
    return not any(codes)


def main(names: list[str]) -> int:
    """Run the named steps and say at the end which failed."""
    failed = []
    for name in names:
        sys.stdout.write(f"── {name}\n")
        sys.stdout.flush()
        began = time.monotonic()
        if not run_step(name):
            failed.append(name)
        sys.stdout.write(f"── {name}: {'FAILED' if name in failed else 'ok'}, {time.monotonic() - began:.0f} s\n")
    sys.stdout.write(f"Failed: {', '.join(failed)}\n" if failed else "All steps passed.\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
