"""`make run` from its first start to kill -9: the whole portal, as a person starts it."""

import contextlib
import os
import shutil
import signal
import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from portal.embedded import servers
from tests.embedded import rig


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A private home folder, closed to others as a person's is."""
    folder = Path(tempfile.mkdtemp(prefix="portal-home-"))
    folder.chmod(0o700)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running(var: Path, **more: str) -> Iterator[rig.Running]:
    """A portal that is stopped afterwards, whatever happens."""
    portal = rig.Running(var, **more)
    try:
        yield portal
    finally:
        portal.tidy()


def owner(var: Path) -> psycopg.Connection[tuple[object, ...]]:
    """The role that owns the tables, on the embedded server."""
    return psycopg.connect(servers.postgres_url(var / "run", "portal_owner", "portal"), autocommit=True)


def limit() -> float:
    """A second start takes at most 10 s; on a machine where others are busy too there is no telling."""
    is_quiet = os.getloadavg()[0] < (os.cpu_count() or 1) + 1
    return 10 if is_quiet else 90


def mode(path: Path) -> int:
    """A file's permissions."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_bare_start_becomes_ready_survives_deaths_and_stops_cleanly(home: Path) -> None:
    var = home / "var"
    with running(var, DEMO="0") as portal:
        portal.ready(90)
        assert portal.ask("/healthz") == (200, "ok\n")
        assert portal.ask("/")[0] == 200
        assert f"http://localhost:{portal.port}" in portal.said
        assert (mode(home), mode(var)) == (0o700, 0o700)
        assert (mode(var / "secret_key"), mode(var / "keyring.json")) == (0o600, 0o600)
        if os.geteuid() == 0:
            assert mode(Path("/root")) == ROOT_HOME
        the_second_start_is_told(var)
        the_database_away_is_named_and_comes_back(portal, var)
        a_killed_child_comes_back(portal)
        children = portal.children()
        assert portal.end() == 0
        assert rig.alive(children) == []
        assert not (var / "run" / "processes.json").exists()
        own = [line for line in portal.lines if line.startswith(("   portal", "    ready"))]
        assert not any("Traceback" in line for line in own)


ROOT_HOME = mode(Path("/root")) if os.geteuid() == 0 else 0


def the_second_start_is_told(var: Path) -> None:
    """A start beside a running one says where that is."""
    code, said = rig.refused(var, DEMO="0")
    assert code == 1
    assert "already running: http://localhost:" in said


def the_database_away_is_named_and_comes_back(portal: rig.Running, var: Path) -> None:
    """Readiness names the database and nothing else; the process itself still answers."""
    with psycopg.connect(servers.postgres_url(var / "run", "postgres", "postgres"), autocommit=True) as connection:
        connection.execute("ALTER DATABASE portal ALLOW_CONNECTIONS false")
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'portal'")
        said = portal.ask_until("/readyz", 503)
        assert '"database": "failing"' in said
        assert said.count("failing") == 1 + said.count('"worker": "failing"')
        assert portal.ask("/healthz")[0] == 200
        connection.execute("ALTER DATABASE portal ALLOW_CONNECTIONS true")
    portal.ask_until_said("/readyz", '"database": "ok"')


def a_killed_child_comes_back(portal: rig.Running) -> None:
    """The web server is killed; the supervisor starts it again, PostgreSQL too."""
    os.kill(portal.pid_of("web"), signal.SIGKILL)
    portal.wait_for("web ended; starting it again")
    portal.ask_until("/healthz", 200)
    os.kill(portal.pid_of("postgres"), signal.SIGKILL)
    portal.wait_for("postgres ended; starting it again")
    portal.ask_until("/", 200, 30)


def test_kill_9_of_the_supervisor_leaves_nothing_and_the_next_start_is_quick_and_keeps_the_data(home: Path) -> None:
    var = home / "var"
    with running(var, DEMO="0") as portal:
        portal.ready(90)
        with owner(var) as connection:
            connection.execute("CREATE TABLE kept_by_the_test AS SELECT 1 AS one")
        children = portal.children()
        assert len(children) >= 6
        portal.kill()
        rig.wait_until_gone(children)
        with running(var, DEMO="0", PORT=str(portal.port)) as again:
            assert again.ready(90) < limit()
            with owner(var) as connection:
                assert connection.execute("SELECT one FROM kept_by_the_test").fetchone() == (1,)
            everything = {**again.children(), again.process.pid: rig.began(again.process.pid) or ""}
            for pid in (again.pid_of("watchman"), again.process.pid):
                os.kill(pid, signal.SIGKILL)  # even the watchman: the next start finds what is left
            again.process.wait()
            assert rig.alive(everything)
            with running(var, DEMO="0", PORT=str(portal.port)) as third:
                third.ready(90)
                assert rig.alive(everything) == []
                assert third.end() == 0


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = rig.refused(tmp_path / "var", PORT=str(port))
    assert code == 1
    assert said == f"Port {port} is in use by another program. Use another: make run PORT={port + 1}"


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}, "The database in DATABASE_URL can't be used"),
        ({"DATABASE_URL": "mysql://who@where/what"}, "DATABASE_URL is not a PostgreSQL address"),
        ({"PORT": "front"}, "PORT is 'front'; it must be a number"),
        ({"DEMO": "1", "BIND_HOST": "0.0.0.0"}, "DEMO gives sign-in without a code, so it only runs on a loopback"),
        ({"DEBUG": "perhaps"}, "a setting can't be read"),
    ],
)
def test_a_wrong_setting_is_one_sentence(tmp_path: Path, setting: dict[str, str], words: str) -> None:
    given = {"PORT": str(servers.free_port()), **setting}
    code, said = rig.refused(tmp_path / "var", **given)
    assert code == 1
    assert words in said
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk to fill")
def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = f'mount -t tmpfs -o size=20m tmpfs {small} && exec "$@"'
    portal = rig.Running(small / "var", ("unshare", "-m", "sh", "-c", mount, "sh"))
    try:
        assert portal.process.wait(timeout=40) == 1
        portal.reader.join(timeout=5)
        assert portal.said.startswith("The disk is full: ")
        assert len(portal.lines) == 1
    finally:
        portal.tidy()


def test_the_demonstration_starts_by_itself_and_shows_what_it_sent(tmp_path: Path) -> None:
    with running(tmp_path / "var") as portal:
        portal.ready(150)
        assert portal.ask("/demo/mailbox/")[0] == 200
        assert portal.end() == 0
