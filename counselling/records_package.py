"""A case's notes as a package for the records system: a PDF for the archive, and what it is, as JSON, in one ZIP."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from counselling.actions.notes import OpenedNote
from counselling.models import Case, JournalPackage
from portal import clock
from portal.design.documents import STANDARDS, make_pdf
from portal.design.models import Municipality

TEMPLATE = "counselling/esdh/notes.typ"
DOCUMENT, FACTS = "notater.pdf", "metadata.json"
PARAGRAPHS = re.compile(r"\n[ \t]*\n+")


@dataclass(frozen=True)
class Packed:
    """The file, what it is called, and the sum its document is known by."""

    content: bytes
    name: str
    sha256: str


def archive_language() -> str:
    """The language the municipality's records are kept in."""
    return "nb" if settings.COUNTRY == "NO" else "da"


def said(moment: datetime) -> str:
    """A moment as an archive needs it, always with its year: 22.11.2026 13:05."""
    return moment.astimezone(clock.zone()).strftime("%d.%m.%Y %H:%M")


def pack(case: Case, package: JournalPackage, notes: Sequence[OpenedNote], relations: Mapping[UUID, str]) -> Packed:
    """Set the document and pack it. notes: opened, every text there; the oldest first is how an archive reads."""
    ordered = sorted(notes, key=lambda one: (one.note.written_at, one.note.pk))
    with translation.override(archive_language()):  # whoever fetches it
        document = make_pdf(TEMPLATE, document_data(case, package, ordered, relations), made_at=package.made_at)
    sha256 = hashlib.sha256(document).hexdigest()
    facts = json.dumps(facts_of(case, package, ordered, sha256), ensure_ascii=False, indent=2)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DOCUMENT, document)
        archive.writestr(FACTS, facts)
    number = re.sub(r"[^0-9A-Za-z]+", "-", case.journal_number).strip("-")
    return Packed(out.getvalue(), f"esdh-{number}-{package.made_at:%Y-%m-%d}.zip", sha256)


def document_data(
    case: Case, package: JournalPackage, notes: Sequence[OpenedNote], relations: Mapping[UUID, str]
) -> dict[str, Any]:
    """Everything the template shows."""
    facts = [
        (_("The relative"), str(case.person)),
        (_("Journal number"), case.journal_number),
        (_("KLE number"), case.kle),
        (_("Case opened"), said(case.opened_at)),
        (_("Case closed"), said(case.closed_at) if case.closed_at else ""),
        (_("Made"), f"{said(package.made_at)}, {package.made_by}"),
    ]
    return {
        "title": _("Notes of conversations"),
        "language": archive_language(),
        "municipality": Municipality.objects.current().name,
        "reference": case.journal_number,
        "made_by": str(package.made_by),
        "facts": [fact for fact in facts if fact[1]],
        "notes": [note_data(one, relations) for one in notes],
    }


def note_data(one: OpenedNote, relations: Mapping[UUID, str]) -> dict[str, Any]:
    """One note: when and by whom, what it belongs to, its words paragraph by paragraph and line by line."""
    note = one.note
    beside = [_("Locked {moment}").format(moment=said(note.locked_at))]
    if note.adds_to_id:
        beside.append(_("Added to an earlier note"))
    if note.about_id and (relation := relations.get(note.about_id)):
        beside.append(_("About one of those who take part: {relation}").format(relation=relation))
    return {
        "heading": f"{said(note.written_at)} · {note.author}",
        "about": " · ".join(beside),
        "paragraphs": [part.split("\n") for part in PARAGRAPHS.split((one.text or "").strip("\n"))],
    }


def facts_of(case: Case, package: JournalPackage, notes: Sequence[OpenedNote], sha256: str) -> dict[str, Any]:
    """What a records system (or the person who files it) needs to know of the document."""
    return {
        "municipality": Municipality.objects.current().name,
        "journal_number": case.journal_number,
        "kle": case.kle,
        "person": str(case.person),
        "case": {
            "id": str(case.pk),
            "opened_at": case.opened_at.isoformat(),
            "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        },
        "package": str(package.pk),
        "made_at": package.made_at.isoformat(),
        "made_by": str(package.made_by),
        "document": {"file": DOCUMENT, "type": "application/pdf", "standards": STANDARDS, "sha256": sha256},
        "notes": [
            {
                "id": str(one.note.pk),
                "written_at": one.note.written_at.isoformat(),
                "locked_at": one.note.locked_at.isoformat(),
                "author": str(one.note.author),
                "adds_to": str(one.note.adds_to_id) if one.note.adds_to_id else None,
            }
            for one in notes
        ],
    }
