"""Dump, erase, restore into a second database, replay the erasures, verify the log, decrypt 100 texts, count.

Everything runs on a PostgreSQL of the drill's own, through the commands docs/operations.md names. Exit code 1 and a
sentence when a step does not do what it must; the time of each step either way.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from portal.embedded import servers
from portal.embedded.checks import ROOT, clean_environment

FIRST, SECOND = "portal", "portal_restored"
TEXTS = 100
ERASABLE = """
SELECT person.id::text, person.email, person.name FROM accounts_user person
JOIN counselling_appointment talk ON talk.booked_by_id = person.id
WHERE NOT EXISTS (SELECT FROM accounts_roleassignment WHERE user_id = person.id) AND person.email IS NOT NULL
GROUP BY person.id HAVING max(talk.starts_at) < now() - interval '1 day' ORDER BY person.id
"""


class DrillFailed(Exception):
    """A step did not do what it must; the sentence says which."""


class Drill:
    """A server, its two databases, and what was done how fast."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.dump = folder, folder / "portal.dump"
        self.server = servers.start_postgres(folder / "pg", folder / "s", {"fsync": "off"})
        self.times: list[tuple[str, float]] = []

    def environment(self, name: str) -> dict[str, str]:
        """What a portal on one of the databases reads."""
        return clean_environment(os.environ) | {
            "PORTAL_VAR": str(self.folder),
            "SECRET_KEY": "drill-only",
            "DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "DATABASE_URL": self.server.url("portal_app", name),
            "DATABASE_OWNER_URL": self.server.url("portal_owner", name),
            "LOG_LEVEL": "ERROR",
        }

    def python(self, name: str, *arguments: str) -> str:
        """A command of the portal's against one of the databases; what it said."""
        return self.run([sys.executable, "-W", "ignore", *arguments], self.environment(name))

    def manage(self, name: str, *arguments: str) -> str:
        """manage.py."""
        return self.python(name, "manage.py", *arguments)

    def postgres(self, program: str, *arguments: str) -> str:
        """One of PostgreSQL's own programs."""
        return self.run([str(servers.postgres_binaries() / program), *arguments], dict(os.environ))

    def run(self, command: list[str], environment: dict[str, str]) -> str:
        """Run it; DrillFailed with its own words when it fails."""
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            words = (done.stdout + done.stderr).strip()
            raise DrillFailed(f"{' '.join(Path(part).name for part in command[:4])} failed: {words[-800:]}")
        return done.stdout

    def counts(self, name: str) -> dict[str, int]:
        """How many rows each table has."""
        found = {}
        with psycopg.connect(self.server.url("postgres", name), autocommit=True) as connection:
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            for (table,) in tables:
                row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
                found[table] = int(row[0]) if row else 0
        return found

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Note how long a step took."""
        began = time.monotonic()
        yield
        self.times.append((step, time.monotonic() - began))


def must(is_so: bool, sentence: str) -> None:
    """A condition of the drill."""
    if not is_so:
        raise DrillFailed(sentence)


def first_portal(drill: Drill) -> dict[str, int]:
    """A portal with people in it, anchored and dumped; its counts when it was."""
    servers.make_database(drill.server, FIRST)
    drill.manage(FIRST, "make_keyring")
    drill.manage(FIRST, "prepare_database")
    drill.manage(FIRST, "load_demo")
    drill.manage(FIRST, "audit_anchor")
    drill.manage(FIRST, "audit_seal")
    counts = drill.counts(FIRST)
    with drill.timed("dump"):
        drill.postgres("pg_dump", "-Fc", "-f", str(drill.dump), drill.server.url("postgres", FIRST))
    return counts


def erase_somebody(drill: Drill) -> tuple[str, str]:
    """After the dump, a relative is erased: their key and their e-mail."""
    with psycopg.connect(drill.server.url("postgres", FIRST)) as connection:
        people = connection.execute(ERASABLE).fetchall()
    must(bool(people), "The demo has nobody who could be erased.")
    for key, email, _name in people:
        try:
            with drill.timed("erase"):
                drill.manage(FIRST, "erase_person", email)
        except DrillFailed as error:
            if "has us keep" in str(error):
                continue
            raise
        return str(key), str(email)
    raise DrillFailed("Everybody in the demo has something that must be kept.")


def restore(drill: Drill, counts: dict[str, int], key: str, email: str) -> list[str]:
    """The second portal, from the dump: as the first one was, without whoever was erased since."""
    with drill.timed("restore"):
        servers.make_database(drill.server, SECOND)
        url = drill.server.url("postgres", SECOND)
        drill.postgres("pg_restore", "--clean", "--if-exists", "-d", url, str(drill.dump))
        drill.manage(SECOND, "prepare_database")
    restored = drill.counts(SECOND)
    different = sorted(table for table in counts.keys() | restored.keys() if counts.get(table) != restored.get(table))
    must(not different, f"After the restore these tables have other counts: {different}")
    said = [f"{sum(counts.values())} rows in {len(counts)} tables, all counts equal."]
    with drill.timed("replay the erasures"):
        said.append(drill.manage(SECOND, "replay_erasures").strip())
    must("1 people erased again." in said[-1], f"The erasure was not replayed: {said[-1]}")
    plain = drill.postgres("pg_dump", "--data-only", "--exclude-table=audit_auditevent", url)
    must(email not in plain and key not in plain, "The erased person is still somewhere in the restored database.")
    with drill.timed("verify the log"):
        said.append(drill.manage(SECOND, "audit_verify").strip())
    with drill.timed(f"decrypt {TEXTS}"):
        said.append(drill.python(SECOND, "-m", "tests.drill.opening", str(TEXTS)).strip())
    must(f"{TEXTS} of {TEXTS}" in said[-1], f"Not all texts opened: {said[-1]}")
    drill.manage(SECOND, "audit_seal")
    drill.manage(SECOND, "audit_verify")
    return said


def main() -> int:
    """The whole drill; its figures."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="portal-drill-", ignore_cleanup_errors=True) as name:
        drill = Drill(Path(name))
        try:
            counts = first_portal(drill)
            key, email = erase_somebody(drill)
            said = restore(drill, counts, key, email)
            size = drill.dump.stat().st_size
        except DrillFailed as error:
            sys.stdout.write(f"The drill failed. {error}\n")
            return 1
        finally:
            drill.server.stop(immediate=True)
    sys.stdout.write("\n".join(said) + f"\nThe dump has {size >> 10} kB.\n")
    sys.stdout.write("".join(f"{step:<22}{seconds:6.1f} s\n" for step, seconds in drill.times))
    sys.stdout.write(f"{'the whole drill':<22}{time.monotonic() - began:6.1f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
