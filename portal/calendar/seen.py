"""Whether what a page was made from is still so when its form comes back. Pure."""

from collections.abc import Iterable
from uuid import UUID


def fingerprint(rows: Iterable[tuple[UUID, int]]) -> str:
    """What a page was made from: each row with its version, in one order."""
    return " ".join(sorted(f"{key}:{version}" for key, version in rows))


def changed_since(seen: str, rows: Iterable[tuple[UUID, int]]) -> tuple[set[UUID], int]:
    """Which rows are new or different since a page was made, and how many are gone."""
    before = dict(part.rsplit(":", 1) for part in seen.split() if ":" in part)
    now = {str(key): str(version) for key, version in rows}
    fresh = {UUID(key) for key, version in now.items() if before.get(key) != version}
    return fresh, len(set(before) - set(now))
