"""Imports under way."""

import io
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from outreach.accounts.models import Role
from outreach.database import db
from outreach.dossiers import actions, importing
from outreach.dossiers.models import Dossier, ImportRun
from tests import factories


def receive(content: bytes, *, kind: str = "dossiers", name: str = "so.csv") -> ImportRun:
    """An upload by an officer, committed."""
    officer = factories.user(Role.OFFICER)
    db.session.commit()
    run = importing.receive(io.BytesIO(content), filename=name, kind=kind, source="main", by=officer.id)
    db.session.commit()
    return run


def queue(run: ImportRun) -> ImportRun:
    actions.queue_import(run)
    db.session.commit()
    return run


def again(run: ImportRun) -> ImportRun:
    """The run as the database has it now; no transaction stays open."""
    db.session.rollback()
    found = db.session.get_one(ImportRun, run.id, populate_existing=True)
    db.session.commit()
    return found


def in_register() -> int:
    db.session.rollback()
    count = db.session.scalar(select(func.count()).select_from(Dossier)) or 0
    db.session.rollback()
    return count


def kept_files(app: Flask) -> list[Path]:
    folder = Path(app.config["DATA_DIR"]) / "imports"
    return list(folder.iterdir()) if folder.exists() else []
