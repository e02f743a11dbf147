"""The message catalogue without gettext: parts are merged and compiled by Babel, sources are read by Babel and Django.

Each area writes its own part, `portal/locale/<language>/parts/<area>.po`; the parts are the source and
`LC_MESSAGES/django.mo` is made from them. English is the language of the sources and needs no part.
"""

import contextlib
import io
import os
import re
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent.parent
LOCALE = ROOT / "portal" / "locale"
LANGUAGES = ("da", "nb")
SOURCES = ("portal", "relatives", "counselling", "groups", "councils", "templates")
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml", ".svg"}
SKIPPED_FOLDERS = {"migrations", "locale", "__pycache__", "demo"}
# Which arguments are the message: (1,) message, (1, 2) singular and plural, ((1, "c"), …) context first.
KEYWORDS = {
    "_": (1,),
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*[\d.]*[a-zA-Z]|(?<!\{)\{(\w+)[^{}]*\}(?!\})|(%[sd])")
FROM_A_LIBRARY = "library"  # a translator's comment with this word marks a msgid that stands in a library's source
STAMP = datetime(2000, 1, 1, tzinfo=UTC)  # the same parts always give the same bytes

Key = tuple[str, str]  # context ("" for none) and the message, or its singular


@dataclass
class Source:
    """A message as the sources have it."""

    context: str
    singular: str
    plural: str = ""
    places: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """What the catalogue looks it up by."""
        return (self.context, self.singular)


@dataclass
class Entry:
    """A translation as a part has it."""

    key: Key
    plural: str
    strings: tuple[str, ...]
    is_fuzzy: bool
    is_from_library: bool
    message: Message
    part: Path

    @property
    def is_empty(self) -> bool:
        """Nobody has translated it yet."""
        return not all(self.strings)

    def __str__(self) -> str:
        return f"{shown(self.key)} in {relative(self.part)}"


class Part(Catalog):
    """A part that remembers an entry written twice (Babel keeps only the last)."""

    def __init__(self, locale: str) -> None:
        super().__init__(locale=locale, fuzzy=False)
        self.written: list[Message] = []

    def __setitem__(self, key: object, message: Message) -> None:
        if message.id:
            self.written.append(message)
        super().__setitem__(key, message)  # type: ignore[index]  # Babel's own key type is private


def relative(path: Path) -> str:
    """The path as a person in the project says it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def shown(key: Key) -> str:
    """A message as it is named in a report."""
    context, text = key
    return f'"{text}"' + (f" (context {context})" if context else "")


def read_part(path: Path, language: str) -> list[Entry]:
    """The entries of one part; a file that isn't PO ends with its place."""
    part = Part(language)
    try:
        with path.open(encoding="utf-8") as file:
            PoFileParser(part, abort_invalid=True).parse(file)
    except (PoFileError, ValueError) as error:
        raise SystemExit(f"{relative(path)} can't be read: {error}") from error
    entries = []
    for message in part.written:
        ids = message.id if isinstance(message.id, (tuple, list)) else (message.id, "")
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string or "",)
        is_library = any(FROM_A_LIBRARY in comment.lower() for comment in message.user_comments)
        key = (message.context or "", ids[0])
        entries.append(Entry(key, ids[1], tuple(strings), message.fuzzy, is_library, message, path))
    return entries


def read_parts(language: str, locale: Path = LOCALE) -> list[Entry]:
    """Every entry of a language, in the order of the parts' names."""
    return [entry for part in sorted((locale / language / "parts").glob("*.po")) for entry in read_part(part, language)]


def merge(entries: list[Entry]) -> tuple[dict[Key, Entry], list[str]]:
    """One entry per message; two different translations of one message are an error that names both files."""
    merged: dict[Key, Entry] = {}
    errors: list[str] = []
    for entry in entries:
        other = merged.get(entry.key)
        if other is None or (other.is_empty and not entry.is_empty):
            merged[entry.key] = entry
        elif not entry.is_empty and entry.strings != other.strings:
            files = relative(other.part), relative(entry.part)
            errors.append(f"{shown(entry.key)} is translated in two ways, in {files[0]} and in {files[1]}")
    return merged, errors


def compile_language(language: str, locale: Path = LOCALE) -> list[str]:
    """Write the .mo when it would change; returns the errors (of two translations the first part's is taken)."""
    merged, errors = merge(read_parts(language, locale))
    catalogue = Catalog(locale=language, fuzzy=False, creation_date=STAMP, revision_date=STAMP)
    for entry in merged.values():
        if not entry.is_empty and not entry.is_fuzzy:
            catalogue.add(entry.message.id, entry.message.string, context=entry.message.context)
    made = io.BytesIO()
    write_mo(made, catalogue)
    target = locale / language / "LC_MESSAGES" / "django.mo"
    if not target.exists() or target.read_bytes() != made.getvalue():
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(f".{os.getpid()}.tmp")
        fresh.write_bytes(made.getvalue())
        fresh.replace(target)
    return errors


def compile_all(locale: Path = LOCALE) -> list[str]:
    """Compile every language; returns the errors of all."""
    return [f"{language}: {error}" for language in LANGUAGES for error in compile_language(language, locale)]


def source_files(root: Path = ROOT) -> Iterator[Path]:
    """The Python files and templates whose strings people read."""
    for top in SOURCES:
        for folder, names, files in os.walk(root / top):
            names[:] = sorted(name for name in names if name not in SKIPPED_FOLDERS)
            for name in sorted(files):
                if Path(name).suffix == ".py" or (Path(name).suffix in TEMPLATE_SUFFIXES and "templates" in folder):
                    yield Path(folder) / name


def python_text(path: Path) -> str:
    """The file as Python: a template becomes calls of gettext on the lines where its tags stand."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    # templatize blanks what is not a tag with X; without indentation the rest is tokens Python can read
    return "\n".join(line.strip() for line in templatize(text, origin=str(path)).split("\n"))


def calls_in(path: Path) -> Iterator[tuple[int, str, tuple[object, ...]]]:
    """Line, function and arguments of each call that marks a string."""
    content = io.BytesIO(python_text(path).encode())
    read: Any = extract_python  # Babel's own annotation of what it yields is wrong
    with contextlib.suppress(tokenize.TokenError):  # a last bracket left open: all is read by then
        for line, name, arguments, _comments in read(content, KEYWORDS, [], {"encoding": "utf-8"}):
            yield line, name, arguments if isinstance(arguments, tuple) else (arguments,)


def extract(root: Path = ROOT) -> dict[Key, Source]:
    """Every message of the sources with the places that use it."""
    found: dict[Key, Source] = {}
    for path in source_files(root):
        for line, name, arguments in calls_in(path):
            places = [spec if isinstance(spec, int) else spec[0] for spec in KEYWORDS[name]]
            values = [arguments[place - 1] if place <= len(arguments) else None for place in places]
            if not all(isinstance(value, str) and value for value in values):
                continue  # a variable: its message is marked where it is written
            texts = [str(value) for value in values]
            context = texts.pop(0) if isinstance(KEYWORDS[name][0], tuple) else ""
            source = found.setdefault((context, texts[0]), Source(context, texts[0]))
            source.plural = source.plural or (texts[1] if len(texts) > 1 else "")
            source.places.append(f"{path.relative_to(root)}:{line}")
    return found


def placeholders(text: str) -> set[str]:
    """The fields a message fills in."""
    return {match.group(1) or match.group(2) or match.group(3) for match in PLACEHOLDER.finditer(text)}


def wrong_fields(source: Source, entry: Entry) -> str:
    """A sentence when a translation lacks a field, or has one that nothing fills; otherwise empty."""
    whole = placeholders(source.plural or source.singular)
    for index, text in enumerate(entry.strings):
        is_one = bool(source.plural) and index == 0  # "one place left" need not say the number
        fields = placeholders(text)
        if fields - whole or (whole - fields and not is_one):
            return f"has the fields {sorted(fields)} where the source has {sorted(whole)}"
    return ""


def check_language(language: str, sources: dict[Key, Source], locale: Path = LOCALE) -> tuple[list[str], list[str]]:
    """What must be mended, and what is only worth knowing (entries nothing uses)."""
    entries = read_parts(language, locale)
    merged, errors = merge(entries)
    for key, source in sources.items():
        entry = merged.get(key)
        if entry is None or entry.is_empty:
            errors.append(f"{shown(key)} has no translation; it stands in {source.places[0]}")
            continue
        if entry.is_fuzzy:
            errors.append(f"{entry} is fuzzy; it stands in {source.places[0]}")
        if bool(source.plural) != bool(entry.plural) or (source.plural and source.plural != entry.plural):
            errors.append(f'{entry} has the plural "{entry.plural}", the source "{source.plural}"')
        elif wrong := wrong_fields(source, entry):
            errors.append(f"{entry} {wrong}; it stands in {source.places[0]}")
    unused = [
        f"{entry} is used nowhere" for key, entry in merged.items() if key not in sources and not entry.is_from_library
    ]
    return errors, unused


def area_of(place: str) -> str:
    """The part an untranslated message belongs in: its app's."""
    parts = Path(place.split(":")[0]).parts
    if parts[0] in {"portal", "templates"}:
        return parts[1] if len(parts) > 2 else "portal"
    return parts[0]


def quoted(text: str) -> str:
    """A PO string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def as_po(source: Source) -> str:
    """An empty entry, ready to be translated."""
    lines = [f"#: {source.places[0]}"]
    if source.context:
        lines.append(f"msgctxt {quoted(source.context)}")
    lines.append(f"msgid {quoted(source.singular)}")
    if source.plural:
        lines += [
            f"msgid_plural {quoted(source.plural)}",
            'msgstr[0] ""',
            'msgstr[1] ""',
        ]
    else:
        lines.append('msgstr ""')
    return "\n".join(lines) + "\n"


def add_missing(language: str, sources: dict[Key, Source], locale: Path = LOCALE) -> int:
    """Append an empty entry for each message that no part has; returns how many."""
    known = {entry.key for entry in read_parts(language, locale)}
    missing = [source for key, source in sources.items() if key not in known]
    for source in missing:
        part = locale / language / "parts" / f"{area_of(source.places[0])}.po"
        part.parent.mkdir(parents=True, exist_ok=True)
        with part.open("a", encoding="utf-8") as file:
            file.write("\n" + as_po(source))
    return len(missing)


def report(step: str) -> tuple[list[str], int]:
    """Do one step for every language: the lines to print and how many errors they hold."""
    if step == "compile":
        errors = compile_all()
        return errors, len(errors)
    sources = extract()
    if step == "extract":
        return [f"{language}: {add_missing(language, sources)} strings added to translate" for language in LANGUAGES], 0
    lines, found = [], 0
    for language in LANGUAGES:
        errors, notes = check_language(language, sources)
        found += len(errors)
        lines += [f"{language}: {line}" for line in errors] + [f"{language}: note: {line}" for line in notes]
    return [
        *lines,
        f"{len(sources)} strings in {', '.join(LANGUAGES)}: {found} to mend.",
    ], found


if __name__ == "__main__":  # the same without loading any app: python -m portal.management.catalogue check
    printed, wrong = report(sys.argv[1])
    sys.stdout.write("".join(f"{line}\n" for line in printed))
    sys.exit(1 if wrong else 0)
