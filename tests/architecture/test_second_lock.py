"""The second lock on notes is opened in reviewed places only (docs/decisions/notes.md)."""

import ast

from tests.architecture.sources import code, dotted, imported

# Who opens a case, a draft or what was released; and who goes over all rows, for which named work.
OPENS_A_CASE = {
    "counselling/actions/case_reading.py",  # the case's own page, recorded
    "counselling/actions/case_search.py",  # a word in one's own open cases, each case found recorded
    "counselling/actions/notes.py",
    "counselling/actions/conversing.py",
    "counselling/actions/drafts.py",
    "counselling/actions/releasing.py",
    "counselling/actions/journal.py",  # marks notes as handed to the records system
}
GOES_OVER_ALL = {
    "portal/vault/actions.py": {"REKEY"},
    "portal/privacy/actions.py": {"ERASE", "COPY"},
}
SAYS_IT_TO_THE_DATABASE = {"portal/vault/second_lock.py", "counselling/actions/second_lock.py"}
WORDS = ("portal.open_case", "portal.open_cases", "portal.open_draft", "portal.notes_for")


def test_a_case_is_opened_by_reviewed_actions_only() -> None:
    found = {
        source.path
        for source in code()
        for _node, name in imported(source)
        if name.startswith("counselling.actions.second_lock")
    }
    assert found == OPENS_A_CASE


def test_each_work_over_all_rows_is_done_in_one_place() -> None:
    found: dict[str, set[str]] = {}
    for source in code():
        for node in source.nodes(ast.Attribute):
            assert isinstance(node, ast.Attribute)
            if dotted(node.value) == "Purpose" and node.attr in {"REKEY", "ERASE", "COPY"}:
                found.setdefault(source.path, set()).add(node.attr)
    assert found == GOES_OVER_ALL


def test_nobody_else_speaks_to_the_policies() -> None:
    speakers = {
        source.path
        for source in code()
        if "/migrations/" not in source.path and any(word in source.text for word in WORDS)
    }
    assert speakers == SAYS_IT_TO_THE_DATABASE
    importers = {
        source.path
        for source in code()
        for _node, name in imported(source)
        if name.startswith("portal.vault.second_lock")
    }
    assert importers == {*GOES_OVER_ALL, "counselling/actions/second_lock.py"}
