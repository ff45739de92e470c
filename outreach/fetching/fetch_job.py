"""The part of the process that fetches one source: asked, kept, and treated like an upload.

The file comes into one without a name, which is gone with the process; an import stands once it is kept.
"""

import hashlib
import re
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from flask_babel import force_locale

from outreach import background, clock
from outreach.database import db, reading
from outreach.dossiers import importing
from outreach.fetching import claims, queries, rules, secrets
from outreach.fetching.claims import Claimed, Result
from outreach.fetching.deciding_job import decide_what_came
from outreach.kept import CHUNK
from outreach.outgoing import Arrived, Broken, NotAllowed, NotReached, TooLarge, TooSlow, download
from outreach.sheets.cells import FileFault

HEAD = 256 * 1024
_PASSWORD = re.compile(rb"""<input[^>]{0,500}type\s*=\s*["']?password""", re.IGNORECASE)
_FAULTS: tuple[tuple[type[Exception], str], ...] = (
    (NotAllowed, "not_allowed"),
    (NotReached, "not_reached"),
    (TooLarge, "too_large"),
    (TooSlow, "too_slow"),
    (Broken, "cut_off"),
    (OSError, "no_room"),
)


def run_fetch(source_id: int) -> bool:
    """Fetch a source that is due; False when it is not, or somebody else has it."""
    me = background.this_process()
    claimed = claims.claim(source_id, me)
    if claimed is None:
        return False
    with force_locale(claimed.locale), tempfile.TemporaryFile(dir=_folder()) as file:
        result = _fetched(claimed, file)
    with suppress(claims.Lost):  # who took over has noted that this try was stopped
        claims.settle(claimed, me, result)
    decide_what_came()
    return True


def _fetched(claimed: Claimed, file: IO[bytes]) -> Result:
    source, address = claimed.source, rules.resolved(claimed.source.address, clock.today())
    headers = {"Accept": "*/*", "User-Agent": "outreach"}
    if source.secret:
        secret = secrets.header_for(source.secret, address)
        if secret is None:
            return Result("secret_missing")
        headers |= secret
    if not claimed.asked_by_id:  # who asks by hand wants to see it anew
        headers |= _if_changed(source, address)
    try:
        with _at_most(rules.LONGEST_SECONDS):
            arrived = download(
                address, hosts=current_app.config["REGISTER_HOSTS"], into=file, headers=headers,
                most_bytes=rules.MOST_BYTES, longest_seconds=rules.LONGEST_SECONDS,
            )  # fmt: skip
    except tuple(fault for fault, _outcome in _FAULTS) as caught:
        return Result(next(outcome for fault, outcome in _FAULTS if isinstance(caught, fault)))
    if arrived.status == 304:
        return Result("unchanged", 304)
    if outcome := rules.fault_of(arrived.status):
        return Result(outcome, arrived.status, told=rules.wanted_pause(arrived.headers))
    return _taken(claimed, address, file, arrived)


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raises TooSlow in this, the main thread, wherever it waits: headers may drip as well as a body."""

    def end(*_arguments: object) -> None:
        raise TooSlow("too slow")

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _taken(claimed: Claimed, address: str, file: IO[bytes], arrived: Arrived) -> Result:
    """The file is here: known already, or received like an upload."""
    source, sha256 = claimed.source, _hash(file)
    marks = {
        "etag": claims.mark_of(arrived.headers.get("ETag")),
        "last_modified": claims.mark_of(arrived.headers.get("Last-Modified")),
        "sha256": sha256,
        "marked_at_address": address if rules.names_month(source.address) else None,
    }
    come = Result("staging", 200, arrived.size, whole=arrived.whole, marks=marks)
    with reading() as connection:
        same = queries.same_file(connection, sha256, source.kind, source.system)
    if same is not None and same.open:  # of a process that died before it could say so
        return come._replace(import_id=same.id)
    if same is not None:
        return come._replace(outcome="unchanged", import_id=same.id)
    if sha256 == source.sha256 and not claimed.asked_by_id:
        return come._replace(outcome="unchanged")
    try:
        return come._replace(import_id=_received(source, address, file, arrived))
    except FileFault as fault:
        db.session.rollback()
        if _is_sign_in(file):
            return come._replace(outcome="web_page", marks=None)
        return come._replace(outcome="faulty", said=fault.message, marks=None)
    except OSError:
        db.session.rollback()
        return come._replace(outcome="no_room", marks=None)


def _received(source: Any, address: str, file: IO[bytes], arrived: Arrived) -> int:
    file.seek(0)
    run = importing.receive(
        file, filename=_name(source, address, arrived), kind=source.kind, source=source.system,
        by=source.owner_id, fetched_from=source.name,
    )  # fmt: skip
    db.session.commit()
    return run.id


def _if_changed(source: Any, address: str) -> dict[str, str]:
    """What a server needs to say 304 when nothing is new; nothing where another month's file lies."""
    if rules.names_month(source.address) and source.marked_at_address != address:
        return {}
    said = {"If-None-Match": source.etag, "If-Modified-Since": source.last_modified}
    return {name: value for name, value in said.items() if value}


def _name(source: Any, address: str, arrived: Arrived) -> str:
    """What the file is called: as its server says, else by its address."""
    said = re.search(r'filename="?([^";]{1,200})', arrived.headers.get("Content-Disposition", ""))
    last = unquote(urlsplit(address).path).rpartition("/")[2]
    return (said[1] if said else last) or str(source.name)


def _hash(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _is_sign_in(file: IO[bytes]) -> bool:
    """Whether it is a page that wants a password: what servers answer when a session is over."""
    file.seek(0)
    return _PASSWORD.search(file.read(HEAD)) is not None


def _folder() -> Path:
    """Where there is room for large files; the file itself has no name."""
    folder = Path(current_app.config["DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    return folder
