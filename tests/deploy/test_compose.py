"""The production files do what the tested programs do: same commands, two roles, probes, secrets as files."""

import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from portal.embedded import servers
from portal.embedded.environment import Plan
from portal.embedded.run import web_service, worker_services
from portal.embedded.servers import ValkeyPlace
from tests.deploy.compose import ROOT, compose, config, image_command

PORTAL_SERVICES = ("web", "codes", "worker", "beat", "drain")


def plain(command: list[str]) -> list[str]:
    """A command without what differs by place: the interpreter, folders, the address it listens on."""
    words = [word for word in command if word not in {"-W", "ignore"}][1:]
    words = [Path(word).name if word.startswith("/") else word for word in words]
    return [re.sub(r"^(127\.0\.0\.1|0\.0\.0\.0)$", "HOST", word) for word in words]


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """What `make run` would start."""
    valkey = ValkeyPlace(tmp_path, 1, "x")
    return Plan(tmp_path, 8000, {}, tmp_path, valkey, is_demo=False, has_own_post_office=False)


def test_the_containers_run_the_commands_that_make_run_runs(plan: Plan) -> None:
    assert plain(image_command()) == plain(web_service(plan).command)
    services = compose()["services"]
    for service in worker_services(plan):
        assert plain(services[service.name]["command"]) == plain(service.command), service.name


def test_every_service_has_a_health_check_and_comes_back() -> None:
    for name, service in compose()["services"].items():
        if name in {"prepare", "keys"}:  # they end by themselves
            assert service["restart"] == "no"
        else:
            assert service["healthcheck"]["test"], name
            assert service["restart"] == "unless-stopped", name


def test_only_the_proxy_is_reached_from_outside() -> None:
    services = compose()["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert compose()["networks"]["inside"]["internal"] is True
    assert services["postgres"]["networks"] == services["valkey"]["networks"] == ["inside"]


def test_no_password_stands_in_the_file_and_only_prepare_has_the_owners() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    assert not re.search(r"(?i)password:\s*[\"']?[a-z0-9]{6,}", text)
    services = compose()["services"]
    assert [name for name, service in services.items() if "database_owner_url" in service.get("secrets", [])] == [
        "prepare"
    ]
    for name in PORTAL_SERVICES:
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]


def test_the_secrets_are_made_once_for_us_alone(tmp_path: Path) -> None:
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy" / "make_secrets.py").write_text((ROOT / "deploy" / "make_secrets.py").read_text())
    make = [sys.executable, "-I", str(tmp_path / "deploy" / "make_secrets.py")]
    subprocess.run(make, check=True, capture_output=True)
    folder = tmp_path / "secrets"
    first = {path.name: path.read_text() for path in folder.iterdir()}
    subprocess.run(make, check=True, capture_output=True)
    assert {path.name: path.read_text() for path in folder.iterdir()} == first
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    named = {Path(entry["file"]).name for entry in compose()["secrets"].values()}
    assert named == set(first) | {"keyring.json"}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[servers.Postgres, Path]]:
    """A PostgreSQL as its image starts it, after the roles' script of the compose file has run."""
    folder = tmp_path_factory.mktemp("compose")
    secrets = folder / "secrets"
    secrets.mkdir()
    (secrets / "owner_password").write_text("an owner's 'password'")
    (secrets / "app_password").write_text("an app's password")
    script = folder / "roles.sh"
    script.write_text(config("roles").replace("/run/secrets", str(secrets)))
    server = servers.start_postgres(folder / "pg", folder / "s")
    path = f"{servers.postgres_binaries()}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PGHOST": str(server.sockets)}
    subprocess.run(["sh", str(script)], check=True, env=environment, capture_output=True)
    yield server, folder
    server.stop()


def test_the_roles_script_makes_a_database_that_prepare_database_accepts(
    fresh: tuple[servers.Postgres, Path], tmp_path: Path
) -> None:
    server, _ = fresh
    for name in ("app", "owner"):
        (tmp_path / f"{name}_url").write_text(server.url(f"portal_{name}", "portal") + "\n")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "TEST_"))},
        "DATABASE_URL_FILE": str(tmp_path / "app_url"),
        "DATABASE_OWNER_URL_FILE": str(tmp_path / "owner_url"),
    }
    command = [sys.executable, "-W", "ignore", "manage.py", "prepare_database", "--verbosity", "0"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    with psycopg.connect(server.url("portal_app", "portal")) as connection:
        assert connection.execute("SELECT count(*) FROM audit_auditevent").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM audit_auditevent")


def test_the_proxy_keeps_the_probes_inside_and_names_the_request() -> None:
    caddyfile = config("caddyfile")
    assert caddyfile.startswith("{$SITE_HOST} {")
    assert "respond /healthz 404" in caddyfile
    assert "respond /readyz 404" in caddyfile
    assert "reverse_proxy web:8000" in caddyfile
    assert "X-Request-ID" in caddyfile
