"""Files below DATA_DIR: random names, never half a file, readable by this account only, gone with their rows.

A file is kept before the row that names it is committed, and goes only after that row has: whatever fails in
between leaves a file that nothing names, which the sweep takes away, and never a row without its file.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, NamedTuple

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from outreach import clock
from outreach.database import reading

CHUNK = 1024 * 1024
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
PARTIAL = re.compile(r"\.[0-9a-f]{8}\.part$")


class Kept(NamedTuple):
    """A stored file: its random name, and the hash by which the same content is known again."""

    name: str
    sha256: str


class Folder:
    """One feature's files: `Folder("pictures", ".webp")`. It is made at the first file."""

    def __init__(self, name: str, suffix: str = "") -> None:
        self.name = name
        self.suffix = suffix
        self._whole = re.compile(rf"[0-9a-f]{{32}}{re.escape(suffix)}")

    @property
    def path(self) -> Path:
        """Where the files of the running application lie."""
        return Path(current_app.config["DATA_DIR"]) / self.name

    def keep(self, content: bytes | IO[bytes]) -> Kept:
        """Store bytes or a stream; after this it survives a power cut.

        OSError (disk full …), and whatever the stream raises, leave nothing behind.
        """
        target = self.path / f"{secrets.token_hex(16)}{self.suffix}"
        digest = hashlib.sha256()

        def hashed() -> Iterator[bytes]:
            for chunk in _chunks(content):
                digest.update(chunk)
                yield chunk

        write_whole(target, hashed())
        return Kept(target.name, digest.hexdigest())

    def path_of(self, name: str | None) -> Path | None:
        """Where a kept file is; None when it is gone, or the name is none of ours."""
        if not name or not self._whole.fullmatch(name):
            return None
        path = self.path / name
        return path if path.is_file() else None

    def forget(self, name: str | None) -> None:
        """Delete a kept file; a name that is none of ours, or gone already, is nothing to do."""
        if path := self.path_of(name):
            path.unlink(missing_ok=True)

    def sweep(self, *columns: InstrumentedAttribute[Any], after: timedelta) -> int:
        """Delete files older than `after` that no row names in any of the columns; how many went.

        It reads the database in a transaction of its own; half-stored files of a killed process go as well.
        """
        old = self._older_than(after)  # before the names are read: a file is named within that time
        named: set[str] = set()
        with reading() as connection:
            for column in columns:
                named.update(connection.scalars(select(column).where(column.is_not(None))))
        orphans = [path for path in old if path.name not in named]
        for path in orphans:
            path.unlink(missing_ok=True)
        return len(orphans)

    def _older_than(self, age: timedelta) -> list[Path]:
        if not self.path.is_dir():
            return []
        limit = (clock.now() - age).timestamp()
        with os.scandir(self.path) as entries:
            return sorted(Path(entry.path) for entry in entries if self._is_ours(entry, limit))

    def _is_ours(self, entry: os.DirEntry[str], limit: float) -> bool:
        if not self._whole.fullmatch(PARTIAL.sub("", entry.name)):
            return False
        try:
            return entry.stat(follow_symlinks=False).st_mtime < limit
        except FileNotFoundError:  # forgotten by somebody else meanwhile
            return False


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a private file whole or not at all, in the place of a former one; its folder is made if missing.

    After this it survives a power cut. OSError, and whatever the chunks raise, leave no part behind.
    """
    _make(path.parent)
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")  # two may write it at once
    try:
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    _fsync(path.parent)


def hash_of(path: Path) -> str:
    """The hash of a file that is not kept, as `Folder.keep` would give it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _chunks(content: bytes | IO[bytes]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    while chunk := content.read(CHUNK):
        yield chunk


def _make(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        _fsync(folder.parent)


def _fsync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
