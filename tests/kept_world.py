"""The small world, built once in a process and put back for whoever wants a fresh one."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from outreach.database import Base, db
from tests import world
from tests.whole import WholeDatabase

# Some deeds may be undone for minutes only, so what is put back may not be old.
OLDEST_SECONDS = 30


@dataclass(frozen=True)
class _Row:
    """An object of the world, to be read again once its row is back."""

    type: type[Any]
    id: int


class KeptWorld:
    """One small world with its files, and nothing else in the database."""

    def __init__(self, whole: WholeDatabase) -> None:
        self.whole = whole
        self.built: float | None = None
        self.things: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.written: dict[Path, tuple[int, ...] | None] = {}

    def fresh(self, app: Flask) -> world.World:
        """The world as it was just after it had been built; whatever else the database held is gone."""
        db.session.rollback()
        db.session.expunge_all()
        folder = Path(app.config["DATA_DIR"])
        if self.built is None or time.monotonic() - self.built > OLDEST_SECONDS:
            self._build(folder)
        self.whole.put_back()
        for name, content in self.files.items():
            self._put_back(folder / name, content)
        clerk, own, foreign = ({name: _read(thing) for name, thing in known.items()} for known in self.things)
        db.session.rollback()
        return world.World(clerk["clerk"], own, foreign)

    def _put_back(self, path: Path, content: bytes) -> None:
        """Write a file again unless it is still the one that was written before: nobody touched it."""
        if path in self.written and _mark(path) == self.written[path]:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.written[path] = _mark(path)

    def _build(self, folder: Path) -> None:
        self.whole.empty()
        made = world.build()
        db.session.commit()
        self.things = [
            {name: _row(thing) for name, thing in known.items()}
            for known in ({"clerk": made.clerk}, made.own, made.foreign)
        ]
        db.session.expunge_all()
        self.files = {
            str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
        }
        self.written.clear()
        self.whole.keep()
        self.built = time.monotonic()


def _row(thing: Any) -> Any:
    return _Row(type(thing), vars(thing)["id"]) if isinstance(thing, Base) else thing


def _read(thing: Any) -> Any:
    return db.session.get_one(thing.type, thing.id) if isinstance(thing, _Row) else thing


def _mark(path: Path) -> tuple[int, ...] | None:
    """What tells this file from one written later; None when there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
