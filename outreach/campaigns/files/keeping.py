"""Evidence below DATA_DIR: random names, never half a file, readable by this account only."""

import os
import re
import secrets
from pathlib import Path

from flask import current_app

FOLDER = "evidence"
_NAME = re.compile(r"[0-9a-f]{32}(?:\.part)?")


def keep(content: bytes) -> str:
    """Store a file and give its name; OSError (disk full …) leaves nothing behind."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / secrets.token_hex(16)
    partial = target.with_suffix(".part")
    try:
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)
    return target.name


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
