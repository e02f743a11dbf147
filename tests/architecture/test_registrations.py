"""What is registered is whole: message kinds, refusals, constraints, tasks."""

import importlib
from enum import StrEnum
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation import override

from portal.outbox import kinds
from tests.architecture.sources import ROOT, our_tests

LANGUAGES = [code for code, _ in settings.LANGUAGES]
SAID_LETTERS = 18
OURS = [
    config
    for config in apps.get_app_configs()
    if config.name.split(".")[0] in {"portal", "relatives", "counselling", "groups", "councils"}
]


@cache
def said_in_tests() -> str:
    """All our tests as one text."""
    return "\n".join(source.text for source in our_tests() if "/architecture/" not in source.path)


@pytest.mark.parametrize("name", sorted(kinds.registered()))
def test_a_message_kind_has_its_words_in_every_language_and_a_test(name: str) -> None:
    kind = kinds.get(name)
    missing = [
        f"{kind.templates}.{code}.txt"
        for code in LANGUAGES
        if not (ROOT / "templates" / f"{kind.templates}.{code}.txt").exists()
    ]
    texted = list((ROOT / "templates").glob(f"{kind.templates}.*.sms.txt"))
    missing += [
        f"{kind.templates}.{code}.sms.txt"
        for code in LANGUAGES
        if texted and not (ROOT / "templates" / f"{kind.templates}.{code}.sms.txt").exists()
    ]
    assert not missing
    assert str(kind.label), "staff read the ledger: the kind needs a label"
    assert name in said_in_tests() or name.split(".")[-1] in said_in_tests(), f"no test names {name}"


def test_no_message_text_is_left_without_a_kind() -> None:
    known = {kind.templates for kind in kinds.registered().values()}
    files = {
        path.relative_to(ROOT / "templates").as_posix().split(".")[0]
        for path in (ROOT / "templates").glob("*/messages/*.txt")
    }
    assert not files - known


def refusals() -> dict[str, list[StrEnum]]:
    """Every app's refusals: the enumerations called …Refusal of its rules, whether a file or a package by noun."""
    found: dict[str, list[StrEnum]] = {}
    for config in OURS:
        rules = Path(*config.name.split("."), "rules")
        for path in (ROOT / rules.with_suffix(".py"), *sorted((ROOT / rules).glob("*.py"))):
            if path.exists():
                module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
                kinds = {value for name, value in vars(module).items() if name.endswith("Refusal")}
                found.setdefault(config.name, []).extend(member for kind in kinds for member in kind)
    return {app: members for app, members in found.items() if members}


def words_of(app: str) -> dict[StrEnum, object]:
    """REFUSAL_TEXT of an app, wherever among its forms it stands: one for each noun."""
    package = ROOT / app.replace(".", "/")
    words: dict[StrEnum, object] = {}
    for path in (package / "forms.py", package / "words.py", *sorted((package / "forms").glob("*.py"))):
        if path.exists():
            module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            if hasattr(module, "REFUSAL_TEXT"):
                words.update(module.REFUSAL_TEXT)
    return words


@pytest.mark.parametrize("app", sorted(refusals()))
def test_every_refusal_has_words_and_a_test(app: str) -> None:
    members = refusals()[app]
    words = words_of(app)
    wordless = [member.name for member in members if not str(words.get(member, ""))]
    assert not wordless, f"{app}: say what to do next in REFUSAL_TEXT: {wordless}"
    with override("da"):
        said = {member: str(words[member])[:SAID_LETTERS] for member in members}  # or a page's test reads its words
    untested = [
        member.name
        for member in members
        if f"Refusal.{member.name}" not in said_in_tests() and said[member] not in said_in_tests()
    ]
    assert not untested, f"{app}: no test meets {untested}"


def test_every_constraint_has_a_test() -> None:
    named = {
        constraint.name: model._meta.label
        for config in OURS
        for model in config.get_models()
        for constraint in model._meta.constraints
    }
    untested = sorted(f"{label}: {name}" for name, label in named.items() if name not in said_in_tests())
    assert not untested, "write a test that runs into it:\n" + "\n".join(untested)


def test_every_template_is_used() -> None:
    texts = [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
    texts += [path.read_text() for app in OURS for path in Path(app.path).rglob("*.py")]
    everything = "\n".join(texts)
    allauths = ("account/", "allauth/", "mfa/", "usersessions/", "dkfds/", "socialaccount/", "django/")
    unused = [
        name
        for path in (ROOT / "templates").rglob("*.html")
        if not (name := path.relative_to(ROOT / "templates").as_posix()).startswith(allauths)
        and name not in everything
        and path.stem not in everything
        and not name.split("/")[0].split(".")[0].isdigit()
        and not path.name.startswith(("403", "part_"))
        and "/prose/" not in name  # one text per language, found by the page's name
    ]
    assert not unused
