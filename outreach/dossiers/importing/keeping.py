"""Uploaded files below DATA_DIR: random names, never half a file, readable by this account only."""

import hashlib
import os
import re
import secrets
from pathlib import Path
from typing import IO, NamedTuple

from flask import current_app

FOLDER = "imports"
CHUNK = 1024 * 1024
_NAME = re.compile(r"[0-9a-f]{32}(?:\.part)?")


class Kept(NamedTuple):
    """A stored file: its random name, and the hash by which the same file is known again."""

    name: str
    sha256: str


def keep(stream: IO[bytes]) -> Kept:
    """Store a stream; after this it survives a power cut. OSError (disk full …) leaves nothing behind."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = secrets.token_hex(16)
    target = folder / name
    partial = target.with_suffix(".part")
    digest = hashlib.sha256()
    try:
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(target)
        _fsync(folder)
    finally:
        partial.unlink(missing_ok=True)
    return Kept(name, digest.hexdigest())


def hash_of(path: Path) -> str:
    """The hash of a file that is not kept, as `keep` would give it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def path_of(name: str | None) -> Path | None:
    """Where a kept file is; None when it is gone, or the name is none of ours."""
    if not name or not _NAME.fullmatch(name):
        return None
    path = _folder() / name
    return path if path.is_file() else None


def forget(name: str | None) -> None:
    """Delete a kept file."""
    if path := path_of(name):
        path.unlink(missing_ok=True)


def kept_before(moment: float) -> list[str]:
    """Names of the files stored before a moment (seconds since 1970), half-stored ones included."""
    folder = _folder()
    if not folder.is_dir():
        return []
    return sorted(file.name for file in folder.iterdir() if file.stat().st_mtime < moment)


def _folder() -> Path:
    return Path(current_app.config["DATA_DIR"]) / FOLDER


def _fsync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
