"""The documents lead somewhere: every link in them to a file of ours has that file behind it."""

import re

from portal.management.catalogue import ROOT

LINK = re.compile(r"\]\(([^)#:]+)\)")


def test_every_link_in_the_documents_has_its_file() -> None:
    missing = []
    for document in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")):
        for target in LINK.findall(document.read_text()):
            path = (document.parent / target).resolve()
            if not path.exists():
                missing.append(f"{document.name}: {target}")
    assert missing == []


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text()))
    assert listed == {path.name for path in folder.glob("*.md")} - {"README.md"}
