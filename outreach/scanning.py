"""A virus scanner, where the operator runs one: every upload is shown to clamd before anybody opens it.

Off unless CLAMD says where it listens: `127.0.0.1:3310`, or the path of its socket. Where it is on and
does not answer, nothing is taken: a file that nobody looked at is not let in because the scanner is down.
"""

import socket
import struct
from collections.abc import Iterator
from pathlib import Path

from flask import current_app, has_app_context

from outreach.i18n import LazyString
from outreach.i18n import lazy_gettext as _l

SECONDS = 30
CHUNK = 256 * 1024
_LONGEST_ANSWER = 1024


def why_not(content: bytes | Path) -> LazyString | None:
    """The sentence to refuse a file with; None when it is clean, or no scanner is configured."""
    address = current_app.config.get("CLAMD", "") if has_app_context() else ""
    if not address:
        return None
    try:
        answer = _ask(address, content)
    except (OSError, ValueError):
        answer = ""
    if answer.endswith(" FOUND"):
        return _l("Máy quét phát hiện mã độc trong tệp nên tệp không được nhận; Anh/Chị xin lại tệp sạch.")
    if answer.endswith(" OK"):
        return None
    if "size limit exceeded" in answer:
        return _l("Tệp lớn hơn mức mà máy quét mã độc kiểm tra được; Anh/Chị chia nhỏ tệp rồi tải lên lại.")
    return _l("Máy quét mã độc không trả lời nên tệp chưa được nhận; Anh/Chị thử lại sau ít phút.")


def _ask(address: str, content: bytes | Path) -> str:
    """clamd's answer to a file, sent piece by piece: 'stream: OK', 'stream: Eicar-Test-Signature FOUND'."""
    with _connected(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        try:
            for piece in _pieces(content):
                connection.sendall(struct.pack("!I", len(piece)) + piece)
            connection.sendall(struct.pack("!I", 0))
        except ConnectionError:
            pass  # it has heard enough and says why
        answer = b""
        while b"\0" not in answer and len(answer) < _LONGEST_ANSWER and (more := connection.recv(512)):
            answer += more
    return answer.split(b"\0")[0].decode("utf-8", "replace").strip()


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        try:
            connection.connect(address)
        except BaseException:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)


def _pieces(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield from (content[start : start + CHUNK] for start in range(0, len(content), CHUNK))
        return
    with content.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece
