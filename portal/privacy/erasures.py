"""The ledger of erasures: who was erased, without saying who; kept outside the database, replayed after a restore.

    2026-11-22T09:14:03+00:00 5e884898da28047151d0e56f8dc62927…

The second word is a keyed fingerprint of the person's key here. Only a database that holds the person again, together
with the keyring, can tell whose it is.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from portal import clock
from portal.privacy import registry
from portal.privacy.registry import Erase
from portal.vault.keyring import blind_index

_blocks: list[Callable[[Any], str]] = []


def register_block(block: Callable[[Any], str]) -> None:
    """An app's reason why a person can't be erased now: a sentence, or nothing. Called from apps.py."""
    _blocks.append(block)


def blocked(person: Any) -> str:
    """The first reason there is."""
    return next((sentence for block in _blocks if (sentence := block(person))), "")


def rows_to_erase(person: Any) -> list[models.Model]:
    """The rows that are the person's own and go with them; what hangs on those goes by itself."""
    rows: list[models.Model] = []
    for model in apps.get_models(include_auto_created=True):
        listed = [registry.field_of(field) for field in model._meta.concrete_fields]
        if isinstance(person, model) or not any(field and field.erase is Erase.ROW for field in listed):
            continue
        for path in registry.owner_paths(model):
            if "__" not in path:
                rows += model._base_manager.filter(**{path: person.pk})
    return rows


def fingerprint(key: str) -> str:
    """What the ledger keeps of a person."""
    return blind_index(key, "erasure")


def remember(key: str) -> None:
    """One more line, on the disk before this returns."""
    path = Path(settings.ERASURE_LEDGER_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, f"{clock.now().isoformat()} {fingerprint(key)}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def ledger() -> frozenset[str]:
    """Every fingerprint."""
    path = Path(settings.ERASURE_LEDGER_FILE)
    lines = path.read_text().splitlines() if path.exists() else []
    return frozenset(line.split()[-1] for line in lines if line.strip())
