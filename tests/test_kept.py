"""Kept files: random names for this account only, whole or not at all, gone when no row names them."""

import hashlib
import io
import os
import stat
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from outreach import clock, kept
from outreach.campaigns.models import Evidence
from outreach.database import db
from outreach.tutorials.models import Picture
from tests import factories
from tests.tutorials import samples

FOLDER = kept.Folder("kept-test", ".webp")
DAY = timedelta(days=1)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def there() -> list[str]:
    return sorted(path.name for path in FOLDER.path.iterdir()) if FOLDER.path.exists() else []


def age(path: Path, by: timedelta) -> None:
    moment = (clock.now() - by).timestamp()
    os.utime(path, (moment, moment))


def aged(by: timedelta = 2 * DAY) -> str:
    name = FOLDER.keep(b"old").name
    age(FOLDER.path / name, by)
    return name


@pytest.mark.parametrize("given", [bytes, io.BytesIO])
def test_a_kept_file_has_a_random_name_and_is_for_this_account_only(
    app: Flask, given: Callable[[bytes], bytes | io.BytesIO]
) -> None:
    content = os.urandom(kept.CHUNK + 1)
    before = os.umask(0)
    try:
        one, other = FOLDER.keep(given(content)), FOLDER.keep(given(content))
    finally:
        os.umask(before)
    path = FOLDER.path_of(one.name)
    assert path is not None
    assert path.read_bytes() == content
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    assert one.sha256 == kept.hash_of(path) == hashlib.sha256(content).hexdigest()
    assert there() == sorted([one.name, other.name])
    FOLDER.forget(one.name)
    assert (FOLDER.path_of(one.name), there()) == (None, [other.name])


@pytest.mark.parametrize(
    "name",
    [None, "", "../../etc/passwd", "/etc/passwd", "a" * 31 + ".webp", "A" * 32 + ".webp", "a" * 32,
     "a" * 32 + ".webp\n", "a" * 32 + ".webp", "a" * 32 + ".webp.0123abcd.part"],
)  # fmt: skip
def test_no_other_file_can_be_named(app: Flask, name: str | None) -> None:
    FOLDER.keep(b"ours")
    assert FOLDER.path_of(name) is None
    FOLDER.forget(name)
    assert len(there()) == 1


class _Full(io.RawIOBase):
    chunks: Iterator[bytes]

    def __init__(self) -> None:
        self.chunks = iter([b"half"])

    def read(self, size: int = -1) -> bytes:
        for chunk in self.chunks:
            return chunk
        raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_nothing_behind(app: Flask) -> None:
    with pytest.raises(OSError, match="No space"):
        FOLDER.keep(_Full())  # type: ignore[arg-type]
    assert there() == []


def test_a_file_is_on_the_disk_before_it_has_its_name(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    FOLDER.keep(b"the folder is there")
    deeds: list[str] = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda number: (deeds.append("fsync"), fsync(number)))
    monkeypatch.setattr(os, "replace", lambda *names: (deeds.append("name"), replace(*names)))
    FOLDER.keep(b"content")
    assert deeds == ["fsync", "name", "fsync"]


def test_two_may_write_one_file_at_once(app: Flask, tmp_path: Path) -> None:
    path, both = tmp_path / "made" / "plan.html", threading.Barrier(2, timeout=10)

    def chunks(letter: bytes) -> Iterator[bytes]:
        yield letter * 1000
        both.wait()  # both are half-way
        yield letter * 1000

    writers = [threading.Thread(target=kept.write_whole, args=(path, chunks(a))) for a in (b"a", b"b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert path.read_bytes() in (b"a" * 2000, b"b" * 2000)
    assert [mode(path), [file.name for file in path.parent.iterdir()]] == [0o600, ["plan.html"]]


def test_what_no_row_names_is_swept_after_its_time(app: Flask) -> None:
    picture, proof, nobodys, young = aged(), aged(), aged(), FOLDER.keep(b"its row comes yet").name
    half = FOLDER.path / f"{'a' * 32}.webp.0123abcd.part"
    strange = FOLDER.path / "README"
    for path in (half, strange):
        path.write_bytes(b"")
        age(path, 2 * DAY)
    factories.picture(samples.draft()).stored_as = picture
    factories.evidence(
        factories.intervention("visit"), stored_as=proof, mime="image/webp", file_name="a.webp"
    )
    db.session.commit()
    assert FOLDER.sweep(Picture.stored_as, Evidence.stored_as, after=DAY) == 2
    assert there() == sorted([picture, proof, young, strange.name])
    assert FOLDER.path_of(nobodys) is None
    assert FOLDER.sweep(Picture.stored_as, Evidence.stored_as, after=DAY) == 0


def test_a_folder_that_never_was_has_nothing_to_sweep(app: Flask) -> None:
    assert FOLDER.sweep(Picture.stored_as, after=DAY) == 0
    assert not FOLDER.path.exists()
