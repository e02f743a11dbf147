"""The rooms of the house keep to themselves (DESIGN.md, rules 1, 2, 5, 6, 8, 12 and 19)."""

import ast
import re
from collections.abc import Iterable

from tests.architecture.sources import ROOT, Source, code, dotted, house, imported, lines_of, our_tests

FILE_LINES = 400
FUNCTION_LINES = 40
VIEW_LINES = 25
TEMPLATE_LINES = 120
TEMPLATE_WIDTH = 160

# Reviewed exceptions, each with its reason.
WRITES_ELSEWHERE = {
    "portal/accounts/models.py": "the user manager makes people, as Django's own managers do",
}
CREATING = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "acreate", "aupdate"}
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "time.time",
    "time.localtime",
    "datetime.datetime.now",
    "datetime.date.today",
}


def refuse(violations: Iterable[str], why: str) -> None:
    """Fail with one line per place."""
    found = sorted(violations)
    assert not found, why + "\n  " + "\n  ".join(found)


def may_write(source: Source) -> bool:
    return (
        source.room in {"actions", "migrations", "management"}
        or source.path.startswith("portal/embedded/")
        or source.path in WRITES_ELSEWHERE
    )


def writes(source: Source) -> Iterable[str]:
    for node in source.nodes(ast.Call):
        assert isinstance(node, ast.Call)
        if not isinstance(node.func, ast.Attribute):
            continue
        name, chain = node.func.attr, dotted(node.func.value)
        managed = re.search(r"\b(objects|_base_manager|_default_manager)\b", chain) is not None
        if (managed and name in CREATING | {"update", "delete"}) or name in {"bulk_create", "update_or_create"}:
            yield source.at(node, f"{chain}.{name}()")
        elif name == "save" and not node.args and "session" not in chain and "form" not in chain:
            yield source.at(node, f"{chain}.save()")
        elif name == "delete" and not node.args and not node.keywords and "cache" not in chain:
            yield source.at(node, f"{chain}.delete()")


def test_only_actions_write_rows() -> None:
    refuse((line for source in code() if not may_write(source) for line in writes(source)), "write in an action:")


def test_states_are_assigned_only_in_actions() -> None:
    found = [
        source.at(node, f"{dotted(target)} = …")
        for source in code()
        if not may_write(source)
        for node in source.nodes(ast.Assign)
        for target in node.targets  # type: ignore[attr-defined]
        if isinstance(target, ast.Attribute) and target.attr in {"status", "state"} and dotted(target.value) != "self"
    ]
    refuse(found, "a state changes in an action:")


def test_rules_actions_and_models_know_nothing_of_http() -> None:
    found = [
        source.at(node, name)
        for source in code()
        if source.room in {"rules", "actions", "models"}
        for node, name in imported(source)
        if name.startswith(("django.http", "django.shortcuts", "django.contrib.messages"))
    ]
    refuse(found, "no request, message or response below the views:")


def test_rules_are_pure() -> None:
    found = [
        source.at(node, name)
        for source in code()
        if source.room == "rules"
        for node, name in imported(source)
        if name.startswith(("celery", "portal.clock", "django.db", "django.http", "django.core"))
        or name.endswith(".clock")
    ]
    found += [
        source.at(node, f".{node.attr}")
        for source in code()
        if source.room == "rules"
        for node in source.nodes(ast.Attribute)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "filter", "save", "aggregate"}
    ]
    refuse(found, "rules get values and answer; they ask neither clock nor database:")


def test_imports_stand_at_the_top() -> None:
    found = [
        source.at(inner, f"in {node.name}()")  # type: ignore[attr-defined]
        for source in code()
        if not source.path.endswith("/apps.py")
        for node in source.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    refuse(found, "an import in a function hides a cycle; only apps.py may:")


def test_files_functions_and_views_stay_small() -> None:
    found = [
        f"{source.path}: {source.text.count(chr(10))} lines"
        for source in (*code(), *our_tests())
        if source.text.count("\n") > FILE_LINES
    ]
    for source in code():
        most = VIEW_LINES if source.room == "views" else FUNCTION_LINES
        for node in source.nodes(ast.FunctionDef, ast.AsyncFunctionDef):
            assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            if lines_of(node) > most:
                found.append(source.at(node, f"{node.name}: {lines_of(node)} lines, {most} at most"))
    refuse(found, "split by noun:")


def test_templates_stay_small_and_ask_no_database() -> None:
    found = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text, name = path.read_text(), path.relative_to(ROOT).as_posix()
        if text.count("\n") > TEMPLATE_LINES:
            found.append(f"{name}: {text.count(chr(10))} lines, {TEMPLATE_LINES} at most")
        found += [
            f"{name}:{number}: {len(line)} characters, {TEMPLATE_WIDTH} at most"
            for number, line in enumerate(text.split("\n"), start=1)
            if len(line) > TEMPLATE_WIDTH
        ]
        found += [f"{name}: {hit}" for hit in re.findall(r"[{%][^{}%]*\.(?:filter|objects|all)\b", text)]
        bare = re.sub(r"{[%{].*?[%}]}", "", text, flags=re.DOTALL)
        if re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")|\sstyle=|\son[a-z]+=", bare):
            found.append(f"{name}: inline script or style")
    refuse(found, "templates:")


def test_views_ask_through_named_querysets() -> None:
    found = [
        source.at(node, f"{dotted(node.func)}()")
        for source in code()
        if source.room == "views"
        for node in source.nodes(ast.Call)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"filter", "exclude", "annotate", "raw"}
    ]
    refuse(found, "spell the question as a named QuerySet method beside the model:")


def test_only_the_clock_tells_time() -> None:
    found = [
        source.at(node, dotted(node))
        for source in house()
        if source.path != "portal/clock.py"
        for node in source.nodes(ast.Attribute)
        if dotted(node) in CLOCKS
    ]
    found += [
        source.at(node, f"{node.arg}=True")  # type: ignore[attr-defined]
        for source in house()
        for node in source.nodes(ast.keyword)
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}
    ]
    refuse(found, "ask portal.clock:")


def test_nobody_but_the_outbox_queues_tasks() -> None:
    found = [
        source.at(node, dotted(node))
        for source in code()
        if not source.path.startswith(("portal/outbox/", "portal/celery.py"))
        for node in source.nodes(ast.Attribute)
        if isinstance(node, ast.Attribute) and node.attr in {"delay", "apply_async", "send_task"}
    ]
    refuse(found, "put a message into the outbox instead:")


def test_nothing_hangs_on_model_signals() -> None:
    found = [
        source.at(node, name)
        for source in code()
        for node, name in imported(source)
        if name.startswith(("django.db.models.signals.", "django.dispatch."))
    ]
    refuse(found, "no signals of our own:")


def test_no_module_is_a_drawer_for_anything() -> None:
    drawers = {"utils", "helpers", "common", "misc", "selectors"}
    refuse(
        (source.path for source in (*house(), *our_tests()) if source.path[:-3].split("/")[-1] in drawers), "name it:"
    )


def test_apps_have_no_admin() -> None:
    refuse((source.path for source in house() if source.path.endswith("/admin.py")), "staff have their own pages:")


def test_models_say_what_they_are() -> None:
    found = [
        source.at(node, node.name)  # type: ignore[attr-defined]
        for source in code()
        if source.room == "models"
        for node in source.nodes(ast.ClassDef)
        if isinstance(node, ast.ClassDef) and node.name != "Meta" and not ast.get_docstring(node)
    ]
    refuse(found, "a docstring for a relative or a counsellor:")


def test_test_names_are_sentences() -> None:
    found = [
        source.at(node, node.name)  # type: ignore[attr-defined]
        for source in our_tests()
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 2
    ]
    refuse(found, "say what must hold:")
