"""The head of the chain, kept outside the database: one line a day in a file that is only added to.

    2026-11-22T00:00:04.120934+00:00 812 9f8a…   (moment, number of the seal, its hash)

Whoever cuts the newest seals off, or makes the whole chain anew, can't make these lines fit again. Beside it stands the
mark: one such line in a file of its own, written anew each minute, so that hardly anything is newer than what is kept.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


class AnchorsUnreadable(Exception):
    """The file holds a line that is no anchor. Says which."""


@dataclass(frozen=True)
class Anchor:
    """What the head of the chain was at a moment."""

    at: str
    number: int
    hash: str

    @property
    def line(self) -> str:
        """As it stands in the file, and in the mail."""
        return f"{self.at} {self.number} {self.hash}"


def read(path: Path) -> list[Anchor]:
    """Every anchor, oldest first; none when there is no file yet."""
    if not path.exists():
        return []
    return [of_line(line, number) for number, line in enumerate(path.read_text().splitlines(), start=1) if line.strip()]


def of_line(line: str, number: int) -> Anchor:
    """One line."""
    try:
        at, seal, digest = line.split()
        return Anchor(at, int(seal), digest)
    except ValueError:
        raise AnchorsUnreadable(f"Line {number} of the anchor file is not an anchor.") from None


def newest(anchors: Iterable[Anchor]) -> Anchor | None:
    """The one that reaches farthest."""
    return max(anchors, key=lambda anchor: anchor.number, default=None)


def add(path: Path, anchor: Anchor) -> None:
    """One more line, on the disk before this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, f"{anchor.line}\n".encode())  # one write: the line is whole or, on a full disk, an error
        os.fsync(handle)
    finally:
        os.close(handle)


def mark_file(anchor_file: Path) -> Path:
    """Where the mark stands: beside the anchors."""
    return anchor_file.with_name(f"{anchor_file.name}.mark")


def read_mark(anchor_file: Path) -> Anchor | None:
    """How far the chain reached a minute ago; None when nobody has written it yet."""
    path = mark_file(anchor_file)
    return of_line(path.read_text(), 1) if path.exists() else None


def write_mark(anchor_file: Path, mark: Anchor) -> None:
    """The mark anew: whoever reads meanwhile, or comes after a power cut, finds the old one or this one, whole."""
    path = mark_file(anchor_file)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, f"{mark.line}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    draft.replace(path)


def known(anchor_file: Path) -> list[Anchor]:
    """All that stands outside the database: the anchors, and the mark last."""
    mark = read_mark(anchor_file)
    return [*read(anchor_file), *([mark] if mark else [])]
