"""Makes the files under secrets/ that docker-compose.yml names; never overwrites one. Standard library only.

The folder is 0700, so nobody else on the host reads them; the files are 0644, because the containers run as
different users, except the keyring, which the portal wants to itself (0600).
"""

import os
import secrets
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "secrets"
DATABASE = "portal"


def write(name: str, content: str, mode: int = 0o644) -> None:
    """A file that is whole or not there."""
    path = FOLDER / name
    if path.exists():
        return
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "w") as file:
        file.write(content)
    path.chmod(mode)
    sys.stdout.write(f"made secrets/{name}\n")


def main() -> None:
    """Passwords, addresses with them, and the keys."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    (FOLDER.parent / "anchors").mkdir(mode=0o700, exist_ok=True)  # written by the container as PORTAL_UID
    for name in ("postgres_password", "owner_password", "app_password", "valkey_password", "secret_key"):
        write(name, secrets.token_urlsafe(36))
    owner, app, valkey = ((FOLDER / f"{name}_password").read_text() for name in ("owner", "app", "valkey"))
    write("database_url", f"postgresql://portal_app:{app}@postgres:5432/{DATABASE}")
    write("database_owner_url", f"postgresql://portal_owner:{owner}@postgres:5432/{DATABASE}")
    write("redis_url", f"redis://:{valkey}@valkey:6379/0")
    write("email_url", "smtp+tls://user:password@mail.example:587")
    write("sms_gateway_token", "")
    sys.stdout.write("Put your own mail server into secrets/email_url and the token into secrets/sms_gateway_token.\n")
    sys.stdout.write("The keys are made with: docker compose run --rm keys\n")


if __name__ == "__main__":
    main()
