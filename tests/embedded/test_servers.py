"""The embedded servers: nobody's folders change, long paths work, a dead server's lock is no obstacle."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from portal.embedded import environment, servers
from portal.embedded.environment import CannotRun
from portal.embedded.processes import Known, began


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder nobody else may enter, with another in it."""
    folder = Path(tempfile.mkdtemp(prefix="portal-closed-"))
    (folder / "inner").mkdir(mode=0o710)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def modes(folder: Path) -> list[int]:
    """The permissions of a folder and all above it."""
    return [stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.parents)]


def test_no_folder_above_the_data_or_the_programs_changes_its_permissions(closed: Path) -> None:
    inner, programs = closed / "inner", servers.postgres_binaries()
    before = modes(inner), modes(programs)
    server = servers.start_postgres(inner / "data", inner / "s")
    try:
        servers.make_database(server, "portal")
        with psycopg.connect(server.url("portal_app", "portal")) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("portal_app",)
        assert (modes(inner), modes(programs)) == before
        assert stat.S_IMODE((inner / "data").stat().st_mode) == 0o700
    finally:
        server.stop()
    assert {path.stat().st_uid for path in (inner / "data").iterdir()} == {os.geteuid()}


def test_a_path_too_long_for_a_socket_gets_a_private_temporary_folder(closed: Path) -> None:
    deep = closed / ("long" * 30)
    server = servers.start_postgres(deep / "data", deep / "s")
    try:
        assert server.sockets.parent != deep
        assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700
        psycopg.connect(server.url("postgres", "postgres")).close()
    finally:
        server.stop()
        shutil.rmtree(server.sockets)


def test_the_temporary_socket_folder_is_found_again_by_the_next_start(closed: Path) -> None:
    var = closed / ("long" * 30)
    (var / "run").mkdir(parents=True)
    first = environment.sockets_for(var)
    try:
        assert environment.sockets_for(var) == first
        first.chmod(0o755)  # somebody else's by now: not used
        second = environment.sockets_for(var)
        assert second != first
        shutil.rmtree(second)
    finally:
        shutil.rmtree(first)


def test_a_lock_that_names_a_stranger_is_removed(closed: Path) -> None:
    server = servers.start_postgres(closed / "data", closed / "s")
    server.process.kill()
    server.process.wait()
    lock = closed / "data" / "postmaster.pid"
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
    again = servers.start_postgres(closed / "data", closed / "s")
    again.stop()


def test_half_made_data_is_made_anew(closed: Path) -> None:
    (closed / "data.new").mkdir()
    (closed / "data.new" / "half").touch()
    servers.prepare_postgres(closed / "data")
    assert (closed / "data" / "PG_VERSION").exists()
    assert not (closed / "data.new").exists()


def test_valkey_wants_its_password_and_does_not_show_it(closed: Path) -> None:
    server = servers.start_valkey(closed / "valkey")
    try:
        client = redis.from_url(server.url)
        assert client.ping()
        client.close()
        stranger = redis.Redis(port=server.port)
        with pytest.raises(redis.AuthenticationError):
            stranger.ping()
        stranger.close()
        assert server.place.password not in Path(f"/proc/{server.process.pid}/cmdline").read_text()
        assert stat.S_IMODE((closed / "valkey" / "valkey.conf").stat().st_mode) == 0o600
    finally:
        server.stop()


def test_a_server_that_ends_at_once_says_why(closed: Path) -> None:
    with pytest.raises(servers.ServerDidNotStart, match="ended at once"):
        servers.start_postgres(closed / "data", closed / "s", {"max_connections": "none"})
    assert servers.why("FATAL: could not write: No space left on device", "x").startswith("the disk is full")


def test_a_process_is_known_by_its_beginning_not_its_number() -> None:
    mine = Known.of(os.getpid())
    assert mine.is_alive
    assert not Known(os.getpid(), "1").is_alive
    assert began(2**22 + 1) is None


def test_a_folder_that_cannot_be_made_is_one_sentence(closed: Path) -> None:
    (closed / "file").touch()
    with pytest.raises(CannotRun, match="Set PORTAL_VAR to another"):
        environment.private_folder(closed / "file" / "var")


def test_postgres_runs_as_a_user_the_machine_knows_and_never_as_root() -> None:
    assert servers.somebody() != 0
    assert servers.has_name(servers.somebody())
    assert bool(servers.as_somebody()) == (os.geteuid() == 0 or not servers.has_name(os.geteuid()))
