"""manage.py beside a running `make run`: the same database, keys and addresses.

`python -m portal.embedded.manage first_administrator` (or `make manage DO=first_administrator`).
"""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "environment.json"


def note(run: Path, environment: Mapping[str, str], given: Mapping[str, str]) -> None:
    """Write what `make run` decided (0600), for as long as it runs."""
    decided = {name: value for name, value in environment.items() if given.get(name) != value}
    handle = os.open(run / NAME, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(decided, file)


def forget(run: Path) -> None:
    """It does not run any more."""
    (run / NAME).unlink(missing_ok=True)


def main(arguments: list[str]) -> None:
    """Become manage.py with that environment."""
    var = Path(os.environ.get("PORTAL_VAR") or ROOT / "var").absolute()
    try:
        decided = json.loads((var / "run" / NAME).read_text())
    except (OSError, ValueError):
        sys.exit("The portal is not running here; start it with `make run` in another window first.")
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    os.execve(sys.executable, command, {**os.environ, **decided})  # our own Python  # noqa: S606  # nosec B606


if __name__ == "__main__":
    main(sys.argv[1:])
