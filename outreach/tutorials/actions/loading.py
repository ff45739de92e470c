"""Tutorials that ship with the project, taken in as drafts; what exists under its slug is left alone."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from outreach.database import db
from outreach.documents.models import LegalDocument
from outreach.dossiers.models import Procedure
from outreach.refusals import Refused
from outreach.text import fold_words
from outreach.tutorials import queries
from outreach.tutorials.actions.content import create_tutorial
from outreach.tutorials.rules.files import TutorialFile, read_tutorial

SHIPPED = Path(__file__).resolve().parent.parent / "content"


@dataclass
class Loaded:
    """What became of the files: slugs taken in and known before; and per slug what was not found or wrong."""

    created: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    unknown_procedures: dict[str, str] = field(default_factory=dict)
    unknown_documents: dict[str, list[str]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def load_content(folder: Path = SHIPPED) -> Loaded:
    """Take in every `<slug>.md` of a folder whose slug is new, as a draft that nobody has checked.

    A tutorial that knew no procedure is joined to the one its file names once that is known.
    """
    loaded = Loaded()
    documents = _documents_by_number()
    for path in sorted(folder.glob("*.md")):
        if path.name.endswith(".en.md"):
            continue
        try:
            _load(path, documents, loaded)
        except Refused as fault:
            loaded.faults[path.stem] = str(fault)
    db.session.flush()
    return loaded


def read_shipped(path: Path) -> TutorialFile:
    """What one file, with the English one beside it, says."""
    english = path.with_name(f"{path.stem}.en.md")
    return read_tutorial(
        path.read_text(encoding="utf-8"), english.read_text(encoding="utf-8") if english.exists() else None
    )


def _load(path: Path, documents: dict[str, int], loaded: Loaded) -> None:
    file = read_shipped(path)
    slug = path.stem
    procedure_id = _procedure_id(file.procedure_code)
    if file.procedure_code and procedure_id is None:
        loaded.unknown_procedures[slug] = file.procedure_code
    known = queries.get_tutorial(slug)
    if known is not None:
        known.procedure_id = known.procedure_id or procedure_id
        loaded.known.append(slug)
        return
    cites = {number: documents.get(fold_words(number)) for number in file.cites}
    if unknown := [number for number, document_id in cites.items() if document_id is None]:
        loaded.unknown_documents[slug] = unknown
    create_tutorial(
        slug=slug,
        content=file.content,
        procedure_id=procedure_id,
        cites=[document_id for document_id in cites.values() if document_id is not None],
    )
    loaded.created.append(slug)


def _procedure_id(code: str | None) -> int | None:
    return db.session.scalar(select(Procedure.id).where(Procedure.code == code)) if code else None


def _documents_by_number() -> dict[str, int]:
    rows = db.session.execute(select(LegalDocument.number, LegalDocument.id))
    return {fold_words(number): document_id for number, document_id in rows}
