"""Starts the peer's measurement in the peer's own environment, against a database of its own in the same server."""

import json
import os
import subprocess
from pathlib import Path

from tests.bench.rig import Rig

SITE = Path(__file__).with_name("peer_site.py")


def free_times_ms(rig: Rig) -> dict[str, float] | None:
    """Milliseconds for 1 x 4 and 20 x 8, and its queries; None when `make bench` could not install the peer."""
    python = os.environ.get("PEER_PYTHON", "")
    if not python:
        return None
    name = "peer"
    with rig.postgres_admin() as connection:
        connection.execute(f"CREATE DATABASE {name}")
    environment = {**os.environ, "PEER_DATABASE_URL": rig.postgres.url("postgres", name)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run([python, str(SITE)], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
