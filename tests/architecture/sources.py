"""Our own Python files, parsed once, and small questions to them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("portal", "relatives", "counselling", "groups", "councils")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: str  # from the root, with slashes
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def room(self) -> str:
        """The room of an app it belongs to: "actions" for actions.py and for actions/booking.py."""
        parts = self.path.removesuffix(".py").split("/")
        rooms = ("migrations", "management", "models", "rules", "access", "actions", "forms", "views", "urls", "tasks")
        return next((part for part in parts if part in rooms), parts[-1])

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))

    def at(self, node: ast.AST, says: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)} {says}"


@cache
def house() -> tuple[Source, ...]:
    """Every Python file that ships, migrations too."""
    return tuple(
        Source(path.relative_to(ROOT).as_posix(), path.read_text())
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
    )


@cache
def our_tests() -> tuple[Source, ...]:
    """Every test file."""
    return tuple(
        Source(path.relative_to(ROOT).as_posix(), path.read_text()) for path in sorted((ROOT / "tests").rglob("*.py"))
    )


def code() -> list[Source]:
    """What ships, without migrations."""
    return [source for source in house() if source.room != "migrations"]


def dotted(node: ast.AST) -> str:
    """The dotted name of an expression; calls are seen through: Hold.objects.filter(…).update is one name."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Subscript):
        return dotted(node.value)
    return node.id if isinstance(node, ast.Name) else "?"


def lines_of(function: Function) -> int:
    """Lines of a function without its decorators and docstring."""
    body = function.body
    spoken = ast.get_docstring(function) is not None
    doc = body[0].end_lineno - body[0].lineno + 1 if spoken else 0  # type: ignore[operator]
    return (function.end_lineno or function.lineno) - function.lineno + 1 - doc


def imported(source: Source) -> list[tuple[ast.AST, str]]:
    """Every import of a file as dotted names."""
    found: list[tuple[ast.AST, str]] = []
    for node in source.nodes(ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(node, f"{node.module}.{alias.name}") for alias in node.names]
    return found
